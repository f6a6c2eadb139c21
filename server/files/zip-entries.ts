const endSignature = 0x06054b50
const entrySignature = 0x02014b50
const endLength = 22
const entryLength = 46
const mostEntries = 20_000

/** The names in a zip archive's central directory (APPNOTE 4.3.12), without unpacking anything; empty where there is none. */
export function zipEntryNames(archive: Buffer): readonly string[] {
  const end = findEnd(archive)
  if (end < 0) return []
  const names: string[] = []
  const count = Math.min(archive.readUInt16LE(end + 10), mostEntries)
  let at = archive.readUInt32LE(end + 16)
  for (let index = 0; index < count && at + entryLength <= end; index += 1) {
    if (archive.readUInt32LE(at) !== entrySignature) return []
    const nameLength = archive.readUInt16LE(at + 28)
    const extra = archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32)
    names.push(archive.toString('utf8', at + entryLength, at + entryLength + nameLength))
    at += entryLength + nameLength + extra
  }
  return names
}

/** The end record may be followed by a comment of up to 65,535 bytes, so it is looked for from the back. */
function findEnd(archive: Buffer): number {
  const first = Math.max(0, archive.length - endLength - 0xffff)
  for (let at = archive.length - endLength; at >= first; at -= 1) {
    if (archive.readUInt32LE(at) === endSignature) return at
  }
  return -1
}
