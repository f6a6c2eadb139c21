const endSignature = 0x06054b50
const entrySignature = 0x02014b50
const endLength = 22
const entryLength = 46
const mostEntries = 20_000

/** The names in a zip archive's central directory (APPNOTE 4.3.12), without unpacking anything; empty where there is none. */
export function zipEntryNames(archive: Uint8Array): readonly string[] {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength)
  const end = findEnd(view)
  if (end < 0) return []
  const names: string[] = []
  const count = Math.min(view.getUint16(end + 10, true), mostEntries)
  let at = view.getUint32(end + 16, true)
  for (let index = 0; index < count && at + entryLength <= end; index += 1) {
    if (view.getUint32(at, true) !== entrySignature) return []
    const nameLength = view.getUint16(at + 28, true)
    const extra = view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
    names.push(latinText(archive.subarray(at + entryLength, at + entryLength + nameLength)))
    at += entryLength + nameLength + extra
  }
  return names
}

/** Names are only compared with ASCII ones: every byte may stand for itself. */
export function latinText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
}

/** The end record may be followed by a comment of up to 65,535 bytes, so it is looked for from the back. */
function findEnd(view: DataView): number {
  const first = Math.max(0, view.byteLength - endLength - 0xffff)
  for (let at = view.byteLength - endLength; at >= first; at -= 1) {
    if (view.getUint32(at, true) === endSignature) return at
  }
  return -1
}
