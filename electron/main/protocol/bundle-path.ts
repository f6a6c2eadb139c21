import { isAbsolute, join, relative } from 'node:path'

export const bundleScheme = 'app'
export const bundleOrigin = 'app://bundle'

export type BundleTarget =
  | Readonly<{ kind: 'file'; path: string }>
  | Readonly<{ kind: 'server'; path: string }>
  | Readonly<{ kind: 'original'; hash: string }>
  | Readonly<{ kind: 'refused'; status: 400 | 403 | 404 }>

const refused = (status: 400 | 403 | 404) => ({ kind: 'refused', status }) as const

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}

function parsed(rawUrl: string): URL | null {
  try {
    return new URL(rawUrl)
  } catch {
    return null
  }
}

const hasControlCharacter = (path: string) => Array.from(path).some((character) => character < ' ')

const original = /^\/files\/([0-9a-f]{64})$/

/**
 * What a URL of our scheme names: a file of the bundle, a path of the central server (below `/server`), the original of a file of a case
 * by its hash (below `/files`), or nothing.
 * The path is decoded once; what still climbs, hides a separator or holds a control character is refused.
 */
export function resolveBundleUrl(rawUrl: string, root: string): BundleTarget {
  const url = parsed(rawUrl)
  if (url === null) return refused(400)
  if (url.protocol !== `${bundleScheme}:` || url.host !== 'bundle' || url.username !== '') return refused(403)
  if (/%2f|%5c|%00/i.test(url.pathname)) return refused(400)
  const path = decoded(url.pathname)
  if (path === null || path.includes('\\') || hasControlCharacter(path)) return refused(400)
  if (path.split('/').some((part) => part === '..' || part === '.')) return refused(400)
  if (path === '/server' || path.startsWith('/server/')) {
    return { kind: 'server', path: `${url.pathname.slice('/server'.length)}${url.search}` }
  }
  const hash = original.exec(path)?.[1]
  if (hash !== undefined && url.search === '') return { kind: 'original', hash }
  const file = join(root, path)
  const inside = relative(root, file)
  if (inside === '' || inside.startsWith('..') || isAbsolute(inside)) return refused(404)
  return { kind: 'file', path: file }
}
