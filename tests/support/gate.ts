import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

/** The way of one device to the server: open, cut, or through a network that wants a sign-in first. */
export type Gate = Readonly<{
  url: string
  set: (way: 'open' | 'cut' | 'portal') => void
  close: () => Promise<void>
}>

const page = '<html><title>Wi-Fi</title>Sign in to this network</html>'
const portalAnswer = `HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: ${page.length}\r\nconnection: close\r\n\r\n${page}`

/** A gate before the server on this loopback port. */
export async function startGate(port: number): Promise<Gate> {
  let way: 'open' | 'cut' | 'portal' = 'open'
  const sockets = new Set<Socket>()
  const keep = (socket: Socket) => {
    sockets.add(socket)
    // Either end may break off at any time: that is what the gate is for.
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
  }
  const server = createServer((socket) => {
    keep(socket)
    if (way === 'cut') return void socket.destroy()
    if (way === 'portal') return void socket.once('data', () => socket.end(portalAnswer))
    const onward = connect(port, '127.0.0.1')
    keep(onward)
    socket.on('close', () => onward.destroy())
    onward.on('close', () => socket.destroy())
    return void socket.pipe(onward).pipe(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cutAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    set: (next) => {
      way = next
      cutAll()
    },
    close: () => {
      cutAll()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
