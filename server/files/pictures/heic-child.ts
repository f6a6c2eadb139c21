import libheif from 'libheif-js/wasm-bundle.js'
import { mostPixels } from './picture-size.ts'

/**
 * A process for one HEIC picture, ended by its parent when it takes too long: reads the file from standard input and writes width, height
 * (u32 LE each) and RGBA bytes of the upright picture, its longer side at most `process.argv[2]`. Writes nothing for what it cannot decode.
 */

type Pixels = Readonly<{ data: Uint8ClampedArray; width: number; height: number }>

async function input(): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of process.stdin) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

async function decoded(bytes: Buffer): Promise<Pixels | null> {
  await libheif.ready
  const images = new libheif.HeifDecoder().decode(bytes)
  const image = images.find((one) => one.is_primary()) ?? images[0]
  if (image === undefined) return null
  const [width, height] = [image.get_width(), image.get_height()]
  if (width * height === 0 || width * height > mostPixels) return null
  const into = { data: new Uint8ClampedArray(width * height * 4), width, height }
  return new Promise((resolve) => image.display(into, resolve))
}

/** Each pixel is the mean of those it stands for. */
function reduced({ data, width, height }: Pixels, longest: number): Pixels {
  const step = Math.max(1, Math.ceil(Math.max(width, height) / longest))
  const [w, h] = [Math.max(1, Math.floor(width / step)), Math.max(1, Math.floor(height / step))]
  const small = new Uint8ClampedArray(w * h * 4)
  for (let y = 0; y < h; y += 1) {
    const sums = new Float64Array(w * 4)
    for (let row = y * step; row < (y + 1) * step; row += 1) {
      const start = row * width * 4
      for (let at = 0; at < w * step * 4; at += 1) {
        const place = Math.floor(at / (step * 4)) * 4 + (at & 3)
        sums[place] = (sums[place] ?? 0) + (data[start + at] ?? 0)
      }
    }
    small.set(
      sums.map((sum) => sum / (step * step)),
      y * w * 4,
    )
  }
  return { data: small, width: w, height: h }
}

const picture = await decoded(await input())
if (picture !== null) {
  const { data, width, height } = reduced(picture, Number(process.argv[2]))
  const head = Buffer.alloc(8)
  head.writeUInt32LE(width, 0)
  head.writeUInt32LE(height, 4)
  process.stdout.write(Buffer.concat([head, Buffer.from(data.buffer)]))
}
