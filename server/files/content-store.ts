import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { ReadStream } from 'node:fs'
import { link, mkdir, open, rename, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Where a stored file lies: `content/ab/abcd…`, named by the hex SHA-256 of its bytes. */
export function contentPath(filesFolder: string, hash: string): string {
  if (!/^[0-9a-f]{64}$/.test(hash)) throw new RangeError('a content hash has 64 hexadecimal digits')
  return join(filesFolder, 'content', hash.slice(0, 2), hash)
}

/** Hashes a file as a stream; hex SHA-256. */
export async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array)
  return hash.digest('hex')
}

async function syncToDisk(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Takes over a complete file whose hash was verified: on disk, synced, under its content name. The same content is kept once. */
export async function keepFile(filesFolder: string, hash: string, source: string): Promise<void> {
  const target = contentPath(filesFolder, hash)
  await mkdir(dirname(target), { recursive: true, mode: 0o700 })
  await syncToDisk(source)
  try {
    await link(source, target)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
  }
  await syncToDisk(dirname(target))
}

/** Stores bytes the server made itself and answers their hash; a half-written file never stands under a content name. */
export async function keepBytes(filesFolder: string, bytes: Uint8Array): Promise<string> {
  const hash = createHash('sha256').update(bytes).digest('hex')
  const target = contentPath(filesFolder, hash)
  if ((await sizeOfContent(filesFolder, hash)) === bytes.length) return hash
  await mkdir(dirname(target), { recursive: true, mode: 0o700 })
  const part = `${target}.${process.pid}.part`
  await writeFile(part, bytes, { mode: 0o600 })
  await rename(part, target)
  return hash
}

/** The size in bytes of stored content, null when it is not there. */
export async function sizeOfContent(filesFolder: string, hash: string): Promise<number | null> {
  try {
    return (await stat(contentPath(filesFolder, hash))).size
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw cause
  }
}

/** Reads stored content; `from` and `to` are byte positions, both included. */
export function readContent(filesFolder: string, hash: string, from: number, to: number): ReadStream {
  return createReadStream(contentPath(filesFolder, hash), { start: from, end: Math.max(from, to) })
}
