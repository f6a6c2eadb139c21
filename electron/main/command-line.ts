/** Switches that would let another program read or steer a packaged app. */
const refusedSwitches = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'js-flags',
  'ignore-certificate-errors',
  'proxy-server',
  'host-rules',
  'host-resolver-rules',
] as const

/** The first argument that a packaged app refuses, or null. Chromium takes one dash or two. */
export function refusedArgument(args: readonly string[]): string | null {
  for (const arg of args) {
    const name = /^--?([a-z-]+)(?:=|$)/i.exec(arg)?.[1]?.toLowerCase()
    const refused = refusedSwitches.find((candidate) => candidate === name)
    if (refused !== undefined) return refused
  }
  return null
}

/** The route of `ihanoi-desk://case/<id>`; null for everything else, so that a link opens a case and does nothing more. */
export function routeOfLink(link: string): string | null {
  const id = /^ihanoi-desk:\/\/case\/([A-Za-z0-9_-]{1,100})\/?$/.exec(link)?.[1]
  return id === undefined ? null : `/ho-so/${id}`
}

/** The route of the first deep link among the arguments of a start. */
export function routeOfArguments(args: readonly string[]): string | null {
  for (const arg of args) {
    const route = routeOfLink(arg)
    if (route !== null) return route
  }
  return null
}

/** The server's address without a trailing slash: https, or http on a loopback address. Null when it is neither; empty stays empty. */
export function parseServerUrl(raw: string): string | null {
  if (raw === '') return ''
  try {
    const url = new URL(raw)
    const isLoopback = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)
    const isAllowed = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback)
    if (!isAllowed || url.username !== '' || url.search !== '' || url.hash !== '') return null
    return url.href.replace(/\/+$/, '')
  } catch {
    return null
  }
}
