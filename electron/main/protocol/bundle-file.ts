import { readFileSync } from 'node:fs'
import { codeOf } from '../desk-error.ts'
import { guardHeaders, mediaTypeOf, problemResponse } from './response-headers.ts'

type Range = Readonly<{ from: number; to: number }>

/** One byte range of `Range: bytes=…`; null for none, `unsatisfiable` for one outside the file. */
export function parseRange(header: string | null, size: number): Range | null | 'unsatisfiable' {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (!match || (match[1] === '' && match[2] === '')) return null
  const [, first = '', last = ''] = match
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const to = first === '' || last === '' ? size - 1 : Math.min(size - 1, Number(last))
  return from > to || from >= size ? 'unsatisfiable' : { from, to }
}

/**
 * Serves one file of the bundle, whole or one byte range (206). Folders and unknown kinds are not found. Read in one go: the
 * system has these files in memory, and every wait for the event loop in between is added to the start of the app.
 */
export function serveBundleFile(path: string, rangeHeader: string | null): Response {
  const type = mediaTypeOf(path)
  if (type === null) return problemResponse(404, 'not_found', 'Not found')
  try {
    const content = readFileSync(path)
    const range = parseRange(rangeHeader, content.length)
    if (range === 'unsatisfiable') return problemResponse(416, 'bad_range', 'Range not satisfiable')
    const bytes = range === null ? content : content.subarray(range.from, range.to + 1)
    const headers: Record<string, string> = {
      ...guardHeaders,
      'content-type': type,
      'content-length': String(bytes.length),
      'accept-ranges': 'bytes',
      'cache-control': 'no-cache',
    }
    if (range !== null) headers['content-range'] = `bytes ${range.from}-${range.to}/${content.length}`
    return new Response(bytes, { status: range === null ? 200 : 206, headers })
  } catch (error) {
    if (['ENOENT', 'EISDIR', 'ENOTDIR'].includes(codeOf(error))) return problemResponse(404, 'not_found', 'Not found')
    throw error
  }
}

/** Answers `text` under the address of a bundle file; never to be kept by the browser. */
export function serveText(path: string, text: string): Response {
  const type = mediaTypeOf(path)
  if (type === null) return problemResponse(404, 'not_found', 'Not found')
  return new Response(text, { headers: { ...guardHeaders, 'content-type': type, 'cache-control': 'no-store' } })
}
