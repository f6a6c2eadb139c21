/** Which bytes of a file to send; both ends included. `unsatisfiable` lies wholly behind the end (RFC 9110 section 14.1.2). */
export type ByteRange = Readonly<{ from: number; to: number }> | 'whole' | 'unsatisfiable'

/** Reads a Range header for a file of `size` bytes. Several ranges, other units and malformed ones are answered with the whole file. */
export function byteRange(header: string | undefined, size: number): ByteRange {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '')
  if (match === null) return 'whole'
  const [, first = '', last = ''] = match
  if (first === '' && last === '') return 'whole'
  if (first === '') {
    const length = Math.min(Number(last), size)
    return length === 0 ? 'unsatisfiable' : { from: size - length, to: size - 1 }
  }
  const from = Number(first)
  const to = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (last !== '' && Number(last) < from) return 'whole'
  return from >= size ? 'unsatisfiable' : { from, to }
}
