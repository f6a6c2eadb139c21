import { createHash } from 'node:crypto'

/** Names an account on a server. Development servers move between loopback ports and stay the same server. */
export function accountIdOf(serverUrl: string, username: string): string {
  const url = new URL(serverUrl)
  const isLoopback = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)
  const server = isLoopback ? 'loopback' : url.origin
  return createHash('sha256').update(`${server}\0${username}`).digest('hex').slice(0, 32)
}
