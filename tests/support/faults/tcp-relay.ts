import { connect, createServer } from 'node:net'
import type { Server } from 'node:net'

/** Passes TCP connections on to a port; `target` is asked for each. */
export async function relay(host: string, target: () => Readonly<{ host: string; port: number }>): Promise<Server> {
  const server = createServer((incoming) => {
    const { host: to, port } = target()
    const outgoing = connect(port, to)
    incoming.pipe(outgoing).pipe(incoming)
    incoming.on('error', () => outgoing.destroy())
    outgoing.on('error', () => incoming.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  return server
}

export function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

// As a process of its own: host to listen on, host and port to pass on to. Says its port on one line.
if (process.argv[1]?.endsWith('tcp-relay.ts')) {
  const [, , host = '', to = '', port = ''] = process.argv
  console.log(portOf(await relay(host, () => ({ host: to, port: Number(port) }))))
}
