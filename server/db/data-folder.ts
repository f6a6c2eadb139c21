import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { onFolder, requireRoom } from './folder-error.ts'
import { StartError } from './start-error.ts'

/** Where things lie inside a data folder: the embedded database, the files, the lock. */
export type DataFolder = Readonly<{ root: string; database: string; files: string; lock: string }>

/** The data folder used when none is named: `ihanoi-desk-server` under the user's data home (XDG, APPDATA). */
export function defaultDataRoot(environment: NodeJS.ProcessEnv): string {
  const home = environment['XDG_DATA_HOME'] ?? environment['APPDATA'] ?? join(homedir(), '.local', 'share')
  return join(home, 'ihanoi-desk-server')
}

/** Makes or opens a data folder. Throws `StartError` for a path that is a file, a folder of something else, not writable or full. */
export function openDataFolder(root: string): DataFolder {
  return onFolder(root, () => openFolder(root))
}

function openFolder(root: string): DataFolder {
  const folder = {
    root,
    database: join(root, 'database'),
    files: join(root, 'files'),
    lock: join(root, 'server.lock'),
  }
  if (existsSync(root) && !statSync(root).isDirectory()) {
    throw new StartError('data_not_a_folder', `${root} is a file. Name a folder with --data.`)
  }
  const present = existsSync(root) ? readdirSync(root) : []
  // A start that failed early leaves only the empty folder of files.
  const ours =
    ['database', 'server.lock'].some((name) => present.includes(name)) || present.every((name) => name === 'files')
  const broken = existsSync(folder.database) && !looksLikeDatabase(folder.database)
  if (!ours || broken) {
    throw new StartError(
      'data_not_a_database',
      `${root} is not a data folder of this server. Name an empty or new folder with --data, or the folder of an earlier start.`,
    )
  }
  mkdirSync(folder.files, { recursive: true, mode: 0o700 })
  requireRoom(root, !existsSync(folder.database))
  return folder
}

function looksLikeDatabase(path: string): boolean {
  const entries = readdirSync(path)
  return entries.length === 0 || entries.includes('PG_VERSION')
}

/**
 * Takes the lock of a data folder and answers how to give it back. PGlite has none of its own, and two processes on one folder
 * lose acknowledged rows. A lock whose process is gone is taken over.
 */
export function lockDataFolder(folder: DataFolder): () => void {
  return onFolder(folder.root, () => takeLock(folder))
}

function takeLock(folder: DataFolder): () => void {
  const mine = JSON.stringify({ pid: process.pid, startedAt: startOfProcess(process.pid) })
  for (let attempt = 0; attempt < 5; attempt += 1) {
    if (tryWrite(folder.lock, mine)) return () => release(folder.lock, mine)
    const held = readIfThere(folder.lock)
    if (held === null) continue
    const owner = liveOwner(held)
    if (owner !== null) {
      throw new StartError(
        'data_locked',
        `${folder.root} is in use by the server with process id ${owner}. Stop that server or name another folder with --data.`,
      )
    }
    setAside(folder.lock, held)
  }
  throw new StartError('data_locked', `${folder.root} is being opened by another server. Try again.`)
}

function tryWrite(path: string, content: string): boolean {
  try {
    writeFileSync(path, content, { flag: 'wx' })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

function readIfThere(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8') : null
}

/** The process that holds the lock and still runs, or null. A process id used again by another program does not count. */
function liveOwner(content: string): number | null {
  const match = /"pid":(\d+),"startedAt":(?:"(\d+)"|null)/.exec(content)
  if (match === null) return null
  const pid = Number(match[1])
  if (pid === process.pid) return startOfProcess(pid) === (match[2] ?? null) ? pid : null
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return null
  }
  const startedAt = startOfProcess(pid)
  return startedAt === null || match[2] === undefined || startedAt === match[2] ? pid : null
}

/** The start of a process in clock ticks since boot (Linux), or null where that cannot be known. */
function startOfProcess(pid: number): string | null {
  const path = `/proc/${pid}/stat`
  if (!existsSync(path)) return null
  const fields = readFileSync(path, 'utf8').split(') ').at(-1)?.split(' ')
  return fields?.[19] ?? null
}

/** Moves a dead lock away; puts it back when another server replaced it in between. */
function setAside(path: string, expected: string): void {
  const aside = `${path}.${process.pid}`
  try {
    renameSync(path, aside)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return
    throw error
  }
  if (readFileSync(aside, 'utf8') === expected) rmSync(aside)
  else renameSync(aside, path)
}

function release(path: string, mine: string): void {
  if (readIfThere(path) === mine) rmSync(path)
}
