/**
 * Binary frames of the journals: `IHJ1`, payload length (u32 LE), CRC-32 of the payload (u32 LE), payload.
 * The payload is key length (u16 LE), key (UTF-8), body. The magic lets a reader find the next
 * whole record behind a damaged one.
 */
const magic = Buffer.from('IHJ1', 'latin1')
const headerBytes = 12
const maxPayloadBytes = 64 * 1024 * 1024

export type Frame = Readonly<{ key: string; body: Buffer }>

/** What a scan found: whole frames in order, and the byte ranges that hold none. */
export type Scan = Readonly<{
  frames: readonly Frame[]
  goodBytes: number
  damaged: readonly Readonly<{ from: number; to: number }>[]
}>

const crcTable = Uint32Array.from({ length: 256 }, (_, start) => {
  let value = start
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
  return value >>> 0
})

// node:zlib gained crc32 after the oldest runtime this code runs on.
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}

export function encodeFrame(frame: Frame): Buffer {
  const key = Buffer.from(frame.key, 'utf8')
  const payload = Buffer.alloc(2 + key.length + frame.body.length)
  payload.writeUInt16LE(key.length, 0)
  key.copy(payload, 2)
  frame.body.copy(payload, 2 + key.length)
  const header = Buffer.alloc(headerBytes)
  magic.copy(header, 0)
  header.writeUInt32LE(payload.length, 4)
  header.writeUInt32LE(crc32(payload), 8)
  return Buffer.concat([header, payload])
}

function decodePayload(payload: Buffer): Frame | null {
  if (payload.length < 2) return null
  const keyEnd = 2 + payload.readUInt16LE(0)
  if (keyEnd > payload.length) return null
  return { key: payload.toString('utf8', 2, keyEnd), body: Buffer.from(payload.subarray(keyEnd)) }
}

function frameAt(bytes: Buffer, offset: number): { frame: Frame; end: number } | null {
  if (offset + headerBytes > bytes.length || !bytes.subarray(offset, offset + 4).equals(magic)) return null
  const length = bytes.readUInt32LE(offset + 4)
  const end = offset + headerBytes + length
  if (length > maxPayloadBytes || end > bytes.length) return null
  const payload = bytes.subarray(offset + headerBytes, end)
  if (crc32(payload) !== bytes.readUInt32LE(offset + 8)) return null
  const frame = decodePayload(payload)
  return frame === null ? null : { frame, end }
}

/** Reads every whole frame; `goodBytes` is the length of the undamaged start of the file. */
export function scanFrames(bytes: Buffer): Scan {
  const frames: Frame[] = []
  const damaged: { from: number; to: number }[] = []
  let offset = 0
  while (offset < bytes.length) {
    const found = frameAt(bytes, offset)
    if (found !== null) {
      frames.push(found.frame)
      offset = found.end
      continue
    }
    let next = bytes.indexOf(magic, offset + 1)
    while (next !== -1 && frameAt(bytes, next) === null) next = bytes.indexOf(magic, next + 1)
    const to = next === -1 ? bytes.length : next
    damaged.push({ from: offset, to })
    offset = to
  }
  return { frames, goodBytes: damaged[0]?.from ?? bytes.length, damaged }
}
