import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { ImportError } from './import-error.ts'

/** One physical line of a text file, without its line end. `number` counts from 1. */
export type TextLine = Readonly<{ number: number; text: string }>

/** A block of lines in file order; `damage` on the last block says why reading ended early, in zlib's or the system's words. */
export type LineBlock = Readonly<{ lines: readonly TextLine[]; damage: string | null }>

const gzipMagic = [0x1f, 0x8b]
/** No row is so long; without a limit a file without line ends, or a small gzip file of one byte repeated, would fill the memory. */
const longestLine = 8 * 1024 * 1024
const unended = 'its last line has no line end; if that row is whole, add a line end to the file'
const tooLong = `a line is longer than ${longestLine} characters`

async function startsAsGzip(path: string): Promise<boolean> {
  const handle = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0)
    return bytesRead === 2 && buffer[0] === gzipMagic[0] && buffer[1] === gzipMagic[1]
  } finally {
    await handle.close()
  }
}

/** Throws `import_file_missing` or `import_file_unreadable` unless `path` is a readable ordinary file. */
export async function requireReadableFile(path: string): Promise<void> {
  let found
  try {
    found = await stat(path)
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error'
    throw new ImportError(
      'import_file_missing',
      `Cannot find the file to import: ${path} (${code}). Check the path given to --import.`,
    )
  }
  if (!found.isFile()) {
    throw new ImportError('import_file_unreadable', `${path} is not a file. Give --import a .csv or .csv.gz file.`)
  }
}

function openBytes(path: string, zipped: boolean): Readable {
  const raw = createReadStream(path, { highWaterMark: 1 << 18 })
  if (!zipped) return raw
  const plain = createGunzip({ chunkSize: 1 << 18 })
  raw.on('error', (cause) => plain.destroy(cause))
  return raw.pipe(plain)
}

function splitLines(text: string, firstNumber: number): TextLine[] {
  return text.split('\n').map((line, index) => ({
    number: firstNumber + index,
    text: line.endsWith('\r') ? line.slice(0, -1) : line,
  }))
}

/**
 * Throws `import_file_damaged` for a gzip file whose bytes were changed: its check sum comes last, and until then garbled rows look
 * like any other. One that is only cut off passes, since what comes before the cut is right.
 */
async function requireTrueGzip(path: string): Promise<void> {
  const plain = openBytes(path, true)
  try {
    for await (const chunk of plain) void chunk
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'Z_DATA_ERROR') return
    throw new ImportError(
      'import_file_damaged',
      `${path} was changed on its way (${reasonOf(cause)}), so none of its rows can be trusted: nothing was imported. ` +
        'Get the file again and run the same command.',
    )
  }
}

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))

/**
 * Streams the lines of a plain or gzipped UTF-8 file (told apart by its first bytes, not its name), a block per chunk read.
 * A file that is cut off yields every whole line before the cut, then a last block with `damage` set; the partial line in which it
 * broke is not given out. The last line of a plain file needs a line end, since nothing else tells that it is whole. Throws
 * `import_file_damaged` for a gzip file with a wrong check sum. Bytes that are not UTF-8 become U+FFFD.
 */
export async function* readLines(path: string): AsyncGenerator<LineBlock> {
  await requireReadableFile(path)
  const zipped = await startsAsGzip(path)
  if (zipped) await requireTrueGzip(path)
  const decoder = new TextDecoder('utf-8')
  let rest = ''
  let next = 1
  try {
    for await (const chunk of openBytes(path, zipped)) {
      const text = rest + decoder.decode(chunk as Uint8Array, { stream: true })
      const cut = text.lastIndexOf('\n')
      if (text.length - cut > longestLine) {
        yield { lines: cut < 0 ? [] : splitLines(text.slice(0, cut), next), damage: tooLong }
        return
      }
      if (cut < 0) {
        rest = text
        continue
      }
      const lines = splitLines(text.slice(0, cut), next)
      next += lines.length
      rest = text.slice(cut + 1)
      yield { lines, damage: null }
    }
  } catch (cause) {
    yield { lines: [], damage: reasonOf(cause) }
    return
  }
  rest += decoder.decode()
  if (rest === '') return
  if (zipped) yield { lines: splitLines(rest, next), damage: null }
  else yield { lines: [], damage: unended }
}
