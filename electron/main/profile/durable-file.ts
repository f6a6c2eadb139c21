import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Makes a created, renamed or removed directory entry survive a power cut. Windows has no such call and needs none. */
export async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Replaces a file as a whole: a reader sees the old or the new content, also after a power cut. */
export async function replaceFile(path: string, content: Uint8Array, mode = 0o600): Promise<void> {
  const folder = dirname(path)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const partial = `${path}.partial`
  const handle = await open(partial, 'w', mode)
  try {
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(partial, path)
  await syncDirectory(folder)
}

/** Removes a file for good; a missing one is no error. */
export async function removeFile(path: string): Promise<void> {
  await rm(path, { force: true })
  await syncDirectory(dirname(path))
}

/** Removes a folder with everything in it, or one file; a missing one is no error. */
export async function removeFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true })
  await syncDirectory(dirname(path))
}

/** Renames a damaged file or folder so that nothing is lost, and answers its new path. */
export async function moveAside(path: string, nowMs: number): Promise<string> {
  const aside = join(dirname(path), `${path.slice(dirname(path).length + 1)}.damaged-${nowMs}`)
  await rename(path, aside)
  await syncDirectory(dirname(path))
  return aside
}

/** True for the errors that say "there is no such file". */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
