/**
 * How far one client has come (sync.md section 3). `scopeVersion` names an ordered list of buckets in `sync_scope`: the first
 * `settled` of them are followed by the one number `seq`; the next one is loaded up to `partialSeq`, a loading that began when the
 * clock stood at `partialSince`; those after it not at all.
 */
export type Cursor = Readonly<{
  epoch: string
  scopeVersion: string
  seq: number
  settled: number
  partialSeq: number
  partialSince: number
}>

/** The opaque text of a cursor. */
export function encodeCursor(cursor: Cursor): string {
  const { epoch, scopeVersion, seq, settled, partialSeq, partialSince } = cursor
  return Buffer.from(JSON.stringify([1, epoch, scopeVersion, seq, settled, partialSeq, partialSince])).toString(
    'base64url',
  )
}

/** The cursor of a text, or null for one this server did not make: the caller then sends everything anew. */
export function decodeCursor(text: string): Cursor | null {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (!Array.isArray(parts) || parts[0] !== 1) return null
    const [, epoch, scopeVersion, seq, settled, partialSeq, partialSince] = parts as unknown[]
    if (typeof epoch !== 'string' || typeof scopeVersion !== 'string') return null
    if (!isCount(seq) || !isCount(settled) || !isCount(partialSeq) || !isCount(partialSince)) return null
    return { epoch, scopeVersion, seq, settled, partialSeq, partialSince }
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
