/** How a picture must be turned to stand upright: quarter turns clockwise, after mirroring left to right. */
export type Upright = Readonly<{ quarterTurns: 0 | 1 | 2 | 3; mirrored: boolean }>

const asIs: Upright = { quarterTurns: 0, mirrored: false }
const byCode: Readonly<Record<number, Upright>> = {
  1: asIs,
  2: { quarterTurns: 0, mirrored: true },
  3: { quarterTurns: 2, mirrored: false },
  4: { quarterTurns: 2, mirrored: true },
  5: { quarterTurns: 3, mirrored: true },
  6: { quarterTurns: 1, mirrored: false },
  7: { quarterTurns: 1, mirrored: true },
  8: { quarterTurns: 3, mirrored: false },
}
const orientationTag = 0x0112

/** Reads the orientation that a camera wrote into a JPEG (EXIF 2.3, tag 0x0112); as it is where none is told. Never throws. */
export function uprightOf(jpeg: Buffer): Upright {
  let at = 2
  while (at + 4 <= jpeg.length && jpeg[at] === 0xff) {
    const marker = jpeg[at + 1]
    const length = jpeg.readUInt16BE(at + 2)
    if (marker === 0xe1 && jpeg.toString('latin1', at + 4, at + 10) === 'Exif\0\0') {
      return byCode[readOrientation(jpeg.subarray(at + 10, at + 2 + length))] ?? asIs
    }
    if (marker === 0xda || length < 2) return asIs
    at += 2 + length
  }
  return asIs
}

function readOrientation(tiff: Buffer): number {
  if (tiff.length < 14) return 1
  const little = tiff.toString('latin1', 0, 2) === 'II'
  const u16 = (at: number): number => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const directory = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  if (directory + 2 > tiff.length) return 1
  const entries = u16(directory)
  for (let index = 0; index < entries; index += 1) {
    const at = directory + 2 + index * 12
    if (at + 12 > tiff.length) return 1
    if (u16(at) === orientationTag) return u16(at + 8)
  }
  return 1
}
