import { existsSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { StartError } from './start-error.ts'

/** An empty embedded database takes about 60 MB; with less than this nothing useful can be kept. */
const freeForNewBytes = 256 * 1024 * 1024
const freeForOldBytes = 32 * 1024 * 1024

const systemCodeOf = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null

/** Runs file work on a data folder; what the system refuses becomes a `StartError` that says what to do. */
export function onFolder<T>(root: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw folderError(root, error)
  }
}

/** The `StartError` of a refused file operation on a folder; any other error as it is. */
export function folderError(root: string, error: unknown): unknown {
  const code = systemCodeOf(error)
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new StartError(
      'data_not_writable',
      `The folder ${root} cannot be read and written by this user (${code}). Give this user the rights to it, or name another folder.`,
      { cause: error },
    )
  }
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(root, error)
  if (code === 'ENOTDIR' || code === 'EEXIST' || code === 'ENOENT' || code === 'ENAMETOOLONG') {
    return new StartError(
      'data_not_a_folder',
      `${root} cannot be a folder (${code}): a part of its path is a file or cannot be made. Name another folder.`,
      { cause: error },
    )
  }
  return error
}

/** Refuses a disk without room. The embedded database does not survive a full disk while it sets itself up, so it is asked first. */
export function requireRoom(root: string, isNew: boolean): void {
  if (freeBytes(root) < (isNew ? freeForNewBytes : freeForOldBytes)) throw diskFull(root, undefined)
}

/** Whether so little is free where this folder lies that a write may just have failed for it. */
export function isDiskFull(root: string): boolean {
  return freeBytes(root) < freeForOldBytes
}

/** The error of a full disk. */
export function diskFull(root: string, cause: unknown): StartError {
  return new StartError(
    'disk_full',
    `The disk that holds ${root} is full or nearly so. Free at least 256 MB there and start again; what was stored stays.`,
    { cause },
  )
}

function freeBytes(path: string): number {
  let folder = path
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder)
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}
