import { createCanvas, loadImage } from '@napi-rs/canvas'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byteRange } from '../../../server/files/byte-range.ts'
import { contentPath } from '../../../server/files/content-store.ts'
import { isAcceptedType, officeType, sniffType } from '../../../shared/contract/files/file-types.ts'
import { fileIdOfMetadata, isUploadId } from '../../../server/files/incoming-uploads.ts'
import { pictureSize } from '../../../server/files/pictures/picture-size.ts'
import { makeThumbnail } from '../../../server/files/pictures/thumbnail.ts'
import { referencesOf } from '../../../server/files/reply-files.ts'
import { jpeg } from '../../support/intake/intake-desk.ts'
import { storedZip } from '../../support/intake/stored-zip.ts'

const padded = (...parts: (string | number[])[]): Buffer =>
  Buffer.concat([...parts.map((part) => Buffer.from(part as string, 'latin1')), Buffer.alloc(32)])

describe('the type of a file', () => {
  it.each([
    ['a JPEG', padded([0xff, 0xd8, 0xff, 0xe0]), 'image/jpeg'],
    ['a PNG', padded([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), 'image/png'],
    ['a WebP', padded('RIFF....WEBPVP8 '), 'image/webp'],
    ['a HEIC', padded([0, 0, 0, 24], 'ftypheic'), 'image/heic'],
    ['an MP4', padded([0, 0, 0, 24], 'ftypisom'), 'video/mp4'],
    ['a QuickTime film', padded([0, 0, 0, 24], 'ftypqt  '), 'video/quicktime'],
    ['a PDF', padded('%PDF-1.7\n'), 'application/pdf'],
    ['a zip archive', padded('PK\u0003\u0004'), 'zip'],
    ['a web page', padded('<!doctype html><script>'), null],
    ['a drawing with scripts', padded('<svg xmlns="http://www.w3.org/2000/svg">'), null],
    ['a program', padded('MZ\u0090\u0000'), null],
    ['an old Office document', padded([0xd0, 0xcf, 0x11, 0xe0]), null],
    ['nothing', Buffer.alloc(0), null],
  ])('of %s is read from its first bytes', (_what, head, type) => {
    expect(sniffType(head)).toBe(type)
  })

  it('tells office documents from other archives and refuses macros', () => {
    const word = ['[Content_Types].xml', 'word/document.xml']
    expect(officeType(storedZip(word))).toMatch(/wordprocessingml/)
    expect(officeType(storedZip(['[Content_Types].xml', 'xl/workbook.xml']))).toMatch(/spreadsheetml/)
    expect(officeType(storedZip([...word, 'word/vbaProject.bin']))).toBeNull()
    expect(officeType(storedZip(['evil.exe']))).toBeNull()
    expect(officeType(storedZip([...word, '../../etc/passwd']))).toBeNull()
    expect(officeType(Buffer.from('PK\u0003\u0004 and nothing else'))).toBeNull()
  })

  it('never throws on damaged archives and pictures', () => {
    const zip = storedZip(['[Content_Types].xml', 'word/document.xml'])
    const picture = jpeg(40, 30)
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: 255 }), fc.nat(), (at, byte, cut) => {
        for (const whole of [zip, picture]) {
          const bytes = Buffer.from(whole.subarray(0, whole.length - (cut % 20)))
          bytes[at % bytes.length] = byte
          sniffType(bytes)
          officeType(bytes)
          pictureSize(bytes)
        }
      }),
      { seed: 7, numRuns: 500 },
    )
  })

  it('accepts no type that browsers run', () => {
    for (const type of ['text/html', 'image/svg+xml', 'application/javascript', 'application/zip'])
      expect(isAcceptedType(type)).toBe(false)
  })
})

describe('a byte range', () => {
  it.each([
    [undefined, 'whole'],
    ['bytes=0-99', { from: 0, to: 99 }],
    ['bytes=900-', { from: 900, to: 999 }],
    ['bytes=-100', { from: 900, to: 999 }],
    ['bytes=-5000', { from: 0, to: 999 }],
    ['bytes=990-5000', { from: 990, to: 999 }],
    ['bytes=1000-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=5-2', 'whole'],
    ['bytes=0-1,5-6', 'whole'],
    ['lines=0-1', 'whole'],
    ['bytes=-', 'whole'],
  ] as const)('%s of 1,000 bytes gives %j', (header, range) => {
    expect(byteRange(header, 1000)).toEqual(range)
  })
})

describe('a thumbnail', () => {
  it('keeps the shape of a picture and is small', async () => {
    const thumb = Buffer.from((await makeThumbnail(jpeg(3000, 1000))) ?? '', 'base64')
    expect(pictureSize(thumb)).toEqual({ width: 360, height: 120 })
    expect(thumb.length).toBeLessThan(30_000)
  })

  it('stands upright when the camera was held upright', async () => {
    const plain = jpeg(400, 200)
    const exif = Buffer.from(
      'Exif\0\0MM\0\u002a\0\0\0\u0008\0\u0001\u0001\u0012\0\u0003\0\0\0\u0001\0\u0006\0\0\0\0\0\0',
      'latin1',
    )
    const length = Buffer.alloc(2)
    length.writeUInt16BE(exif.length + 2)
    const turned = Buffer.concat([plain.subarray(0, 2), Buffer.from([0xff, 0xe1]), length, exif, plain.subarray(2)])
    const thumb = Buffer.from((await makeThumbnail(turned)) ?? '', 'base64')
    expect(pictureSize(thumb)).toEqual({ width: 180, height: 360 })
    // The white corner lies at the upper left as stored, and at the upper right once turned a quarter clockwise.
    const canvas = createCanvas(180, 360)
    const c = canvas.getContext('2d')
    c.drawImage(await loadImage(thumb), 0, 0)
    expect(c.getImageData(170, 10, 1, 1).data[0]).toBeGreaterThan(240)
    expect(c.getImageData(10, 10, 1, 1).data[0]).toBeLessThan(120)
  })

  it('is not made of damaged bytes or of a picture that would fill the memory', async () => {
    expect(await makeThumbnail(Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(100)]))).toBeNull()
    const bomb = Buffer.alloc(64)
    bomb.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
    bomb.writeUInt32BE(60_000, 16)
    bomb.writeUInt32BE(60_000, 20)
    expect(await makeThumbnail(bomb)).toBeNull()
  })
})

describe('names', () => {
  it('of uploads hold no path', () => {
    expect(isUploadId('case-1_f2')).toBe(true)
    for (const id of ['../x', 'a/b', '', '.', 'a\0b', 'a'.repeat(121)]) expect(isUploadId(id)).toBe(false)
    expect(fileIdOfMetadata(`fileId ${Buffer.from('../secret').toString('base64')}`)).toBeNull()
    expect(fileIdOfMetadata(`name eA==,fileId ${Buffer.from('f-1').toString('base64')}`)).toBe('f-1')
  })

  it('of content are hashes only', () => {
    expect(() => contentPath('/data', '../../etc/passwd')).toThrow(RangeError)
  })

  it('of files in a reply are found', () => {
    expect(referencesOf('Ảnh [[file:1]] và [[file:abc-f2]], [[file:]] [[file:../x]]')).toEqual(new Set(['1', 'abc-f2']))
  })
})
