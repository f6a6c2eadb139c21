import { createCanvas, ImageData, loadImage } from '@napi-rs/canvas'
import type { Canvas, Image } from '@napi-rs/canvas'
import { sniffBytes, sniffType } from '../../../shared/contract/files/file-types.ts'
import { heicPixels } from './heic-pixels.ts'
import { mostPixels, pictureSize } from './picture-size.ts'

/** Longest base64 text of a thumbnail in a file row (sync.md section 4b: at most 40 KB). */
export const maxThumbLength = 40 * 1024

const longestSides = [360, 300, 240, 160, 96] as const
const qualities = [78, 62, 45] as const

/**
 * A small upright JPEG of a picture as base64, or null when the bytes cannot be decoded or the picture has more than 60 million
 * pixels. The metadata of the original (camera, place) is not carried over.
 */
export async function makeThumbnail(bytes: Buffer): Promise<string | null> {
  const isHeic = sniffType(bytes.subarray(0, sniffBytes)) === 'image/heic'
  const image = await (isHeic ? decodeHeic(bytes) : decode(bytes))
  if (image === null) return null
  for (const side of longestSides) {
    const canvas = drawSmall(image, side)
    for (const quality of qualities) {
      const text = canvas.toBuffer('image/jpeg', quality).toString('base64')
      if (text.length <= maxThumbLength) return text
    }
  }
  return null
}

/** Damaged pictures are ordinary input: they are kept as files and simply have no thumbnail. */
async function decode(bytes: Buffer): Promise<Image | null> {
  const size = pictureSize(bytes)
  if (size === null || size.width * size.height > mostPixels) return null
  try {
    const image = await loadImage(bytes)
    return image.width > 0 && image.height > 0 ? image : null
  } catch (cause) {
    if (cause instanceof Error) return null
    throw cause
  }
}

/** Twice as large as it is shown: the last reduction is the canvas's. */
async function decodeHeic(bytes: Buffer): Promise<Canvas | null> {
  const pixels = await heicPixels(bytes, longestSides[0] * 2)
  if (pixels === null) return null
  const canvas = createCanvas(pixels.width, pixels.height)
  canvas.getContext('2d').putImageData(new ImageData(pixels.data, pixels.width, pixels.height), 0, 0)
  return canvas
}

/** The decoder has turned the picture upright already, as the camera noted it (EXIF orientation). */
function drawSmall(image: Image | Canvas, longestSide: number): Canvas {
  const scale = Math.min(1, longestSide / Math.max(image.width, image.height))
  const [w, h] = [Math.max(1, Math.round(image.width * scale)), Math.max(1, Math.round(image.height * scale))]
  const canvas = createCanvas(w, h)
  const c = canvas.getContext('2d')
  // Transparent pictures stand on white, as JPEG has no transparency.
  c.fillStyle = '#ffffff'
  c.fillRect(0, 0, w, h)
  c.imageSmoothingQuality = 'high'
  c.drawImage(image, 0, 0, w, h)
  return canvas
}
