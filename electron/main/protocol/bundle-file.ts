import { open } from 'node:fs/promises'
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

/** Serves one file of the bundle, whole or one byte range (206). Folders and unknown kinds are not found. */
export async function serveBundleFile(path: string, rangeHeader: string | null): Promise<Response> {
  const type = mediaTypeOf(path)
  if (type === null) return problemResponse(404, 'not_found', 'Not found')
  try {
    const handle = await open(path, 'r')
    try {
      const { size } = await handle.stat()
      const range = parseRange(rangeHeader, size)
      if (range === 'unsatisfiable') return problemResponse(416, 'bad_range', 'Range not satisfiable')
      const length = range === null ? size : range.to - range.from + 1
      const bytes = Buffer.alloc(length)
      await handle.read(bytes, 0, length, range?.from ?? 0)
      const headers: Record<string, string> = {
        ...guardHeaders,
        'content-type': type,
        'content-length': String(length),
        'accept-ranges': 'bytes',
        'cache-control': 'no-cache',
      }
      if (range !== null) headers['content-range'] = `bytes ${range.from}-${range.to}/${size}`
      return new Response(bytes, { status: range === null ? 200 : 206, headers })
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (['ENOENT', 'EISDIR', 'ENOTDIR'].includes(codeOf(error))) return problemResponse(404, 'not_found', 'Not found')
    throw error
  }
}
