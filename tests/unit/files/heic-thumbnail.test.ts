import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createCanvas, loadImage } from '@napi-rs/canvas'
import { expect, it } from 'vitest'
import { heicPixels } from '../../../server/files/pictures/heic-pixels.ts'
import { makeThumbnail } from '../../../server/files/pictures/thumbnail.ts'
import { sniffType } from '../../../shared/contract/files/file-types.ts'
import { root } from '../../support/places.ts'

const field = readFileSync(join(root, 'tests', 'fixtures', 'pictures', 'field.heic'))
const usual = { timeoutMs: 20_000, memoryPages: 10_240 }

/** The file as a phone held upright writes it: the picture lies on its side, and the file says to turn it. */
function turned(): Buffer {
  // The turn is the fifth property of the file, and of its picture.
  const turn = Buffer.from('\0\0\0\u0009irot\u0001', 'latin1')
  const link = Buffer.from([0x85])
  const file = Buffer.concat([field.subarray(0, 794), turn, field.subarray(794, 817), link, field.subarray(817)])
  const grow = (at: number, by: number) => file.writeUInt32BE(file.readUInt32BE(at) + by, at)
  // The boxes around it, and where the picture lies.
  grow(28, 10)
  grow(156, 10)
  grow(164, 9)
  grow(803, 1)
  grow(107, 10)
  file[821] = (file[821] ?? 0) + 1
  return file
}

async function colours(thumb: string | null, ...at: readonly (readonly [number, number])[]) {
  const image = await loadImage(Buffer.from(thumb ?? '', 'base64'))
  const canvas = createCanvas(image.width, image.height)
  canvas.getContext('2d').drawImage(image, 0, 0)
  const named = at.map(([x, y]) => {
    const [r = 0, g = 0] = canvas.getContext('2d').getImageData(x, y, 1, 1).data
    return g > 140 ? 'yellow' : r > 120 ? 'red' : 'ground'
  })
  return { size: [image.width, image.height], named }
}

it('a photo of an iPhone gets a thumbnail as any other picture', async () => {
  expect(sniffType(field)).toBe('image/heic')
  const thumb = await makeThumbnail(field)
  expect(await colours(thumb, [20, 20], [252, 162], [20, 250])).toEqual({
    size: [360, 270],
    named: ['yellow', 'red', 'ground'],
  })
})

it('stands upright as the camera was held', async () => {
  const thumb = await makeThumbnail(turned())
  expect(await colours(thumb, [20, 20], [20, 340])).toEqual({ size: [270, 360], named: ['ground', 'yellow'] })
})

it('is not made of a file that is cut, garbled or larger than it may be, and the next one is', async () => {
  const garbled = Buffer.from(field)
  for (let at = 830; at < garbled.length; at += 7) garbled[at] = (at * 31) & 0xff
  const vast = Buffer.from(field)
  // The size it says it has.
  vast.writeUInt32BE(60_000, 302)
  vast.writeUInt32BE(60_000, 306)
  const cut = field.subarray(0, 900)
  const thumbs = await Promise.all([cut, vast, field.subarray(0, 60)].map((bytes) => makeThumbnail(bytes)))
  expect(thumbs).toEqual([null, null, null])
  // What a decoder makes of garbled waves is its own matter, as long as it ends.
  await makeThumbnail(garbled)
  expect(await heicPixels(field, 720, usual)).toMatchObject({ width: 640, height: 480 })
})

it('is given up where the decoder takes too long or too much memory, and the next one is decoded', async () => {
  const answers = [
    await heicPixels(field, 720, { ...usual, timeoutMs: 20 }),
    await heicPixels(field, 720, { ...usual, memoryPages: 64 }),
    await heicPixels(field, 720, usual),
  ]
  expect(answers.map((one) => one?.width ?? null)).toEqual([null, null, 640])
})
