const longestSides = [360, 300, 240, 160, 96] as const
const qualities = [0.78, 0.62, 0.45] as const
/** As the server's own: at most 40 KB of base64 in a row. */
const maxLength = 40 * 1024
const chunk = 8_192

async function base64Of(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer())
  const parts: string[] = []
  for (let at = 0; at < bytes.length; at += chunk) parts.push(String.fromCharCode(...bytes.subarray(at, at + chunk)))
  return btoa(parts.join(''))
}

async function drawn(picture: ImageBitmap, side: number, quality: number): Promise<Blob | null> {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height))
  const [width, height] = [
    Math.max(1, Math.round(picture.width * scale)),
    Math.max(1, Math.round(picture.height * scale)),
  ]
  const canvas = new OffscreenCanvas(width, height)
  const c = canvas.getContext('2d')
  if (c === null) return null
  // Transparent pictures stand on white, as JPEG has no transparency.
  c.fillStyle = '#ffffff'
  c.fillRect(0, 0, width, height)
  c.imageSmoothingQuality = 'high'
  c.drawImage(picture, 0, 0, width, height)
  return canvas.convertToBlob({ type: 'image/jpeg', quality })
}

async function decoded(file: Blob): Promise<ImageBitmap | null> {
  try {
    return await createImageBitmap(file)
  } catch (error) {
    // A picture this engine cannot read (HEIC, damaged) is kept as a file and has no thumbnail.
    if (error instanceof DOMException) return null
    throw error
  }
}

/** A small upright JPEG of a picture in base64, without what its camera noted; null for what is no picture this engine reads. */
export async function makeThumbnail(file: Blob): Promise<string | null> {
  const picture = await decoded(file)
  if (picture === null) return null
  try {
    for (const side of longestSides) {
      for (const quality of qualities) {
        const blob = await drawn(picture, side, quality)
        const text = blob === null ? null : await base64Of(blob)
        if (text !== null && text.length <= maxLength) return text
      }
    }
    return null
  } finally {
    picture.close()
  }
}
