import { latinText, zipEntryNames } from './zip-entries.ts'

/** Largest file a case may carry unless the server is told otherwise, in bytes. */
export const defaultMaxFileBytes = 50 * 1024 * 1024

/** The media types a case may carry; everything else is refused, whatever its name says. */
export const acceptedTypes = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/heic',
  'application/pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'video/mp4',
  'video/quicktime',
] as const
export type AcceptedType = (typeof acceptedTypes)[number]

/** How many bytes of the beginning `sniffType` wants; office documents are read whole. */
export const sniffBytes = 4096

const heicBrands: ReadonlySet<string> = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'mif1', 'msf1'])
const mp4Brands = /^(isom|iso\d|mp4\d|avc1|M4V |MSNV|dash|3gp\d)$/

/** Whether a declared media type is accepted at all. */
export function isAcceptedType(type: string): type is AcceptedType {
  return acceptedTypes.some((accepted) => accepted === type)
}

/** Whether the type is a picture for which the server makes a thumbnail. */
export function hasThumbnail(type: string): boolean {
  return isAcceptedType(type) && type.startsWith('image/')
}

/** The media type that the first bytes tell, `zip` for a zip archive of any kind, null for everything not accepted. */
export function sniffType(head: Uint8Array): AcceptedType | 'zip' | null {
  const ascii = (from: number, to: number): string => latinText(head.subarray(from, to))
  if (head.length < 12) return null
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return 'image/jpeg'
  if (ascii(0, 8) === '\u0089PNG\r\n\u001a\n') return 'image/png'
  if (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP') return 'image/webp'
  if (ascii(4, 8) === 'ftyp') return mediaBrand(ascii(8, 12))
  if (ascii(0, 5) === '%PDF-') return 'application/pdf'
  if (ascii(0, 4) === 'PK\u0003\u0004') return 'zip'
  return null
}

function mediaBrand(brand: string): AcceptedType | null {
  if (heicBrands.has(brand)) return 'image/heic'
  if (brand === 'qt  ') return 'video/quicktime'
  return mp4Brands.test(brand) ? 'video/mp4' : null
}

/** The office document type of a zip archive, null for any other archive and for documents that carry macros. */
export function officeType(archive: Uint8Array): AcceptedType | null {
  const names = zipEntryNames(archive)
  if (!names.includes('[Content_Types].xml')) return null
  if (names.some((name) => /vbaProject|\.bin$|^\/|\.\.\//i.test(name) && !/printerSettings/i.test(name))) return null
  if (names.includes('word/document.xml')) {
    return 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
  }
  return names.includes('xl/workbook.xml') ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' : null
}
