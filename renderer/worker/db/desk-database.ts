import { Dexie } from 'dexie'
import type { Table } from 'dexie'
import type { WorkerEnvironment } from '../environment.ts'
import { codeOf, WorkerFailure } from '../failure.ts'
import { firstTables } from './migrations/0001-first-tables.ts'
import { noHead } from './migrations/0002-no-head.ts'
import { droppedCommands } from './migrations/0003-dropped-commands.ts'
import type {
  StoredCommand,
  StoredDelta,
  StoredDraft,
  StoredDropped,
  StoredMeta,
  StoredSegment,
} from './stored-rows.ts'

/** Every version of the database, oldest first. A new one is a new file and a new entry; old ones never change. */
const migrations = [firstTables, noHead, droppedCommands] as const

/** The version this code writes. Dexie stores ten times this number in IndexedDB. */
export const databaseVersion = migrations.length
const nativeFactor = 10

/** The name of an account's database. */
export function databaseName(accountId: string): string {
  return `desk-${accountId}`
}

/** The tables of one account. Open it with `openDatabase`, which guards the version. */
export class DeskDatabase extends Dexie {
  declare readonly segments: Table<StoredSegment, [string, string, number]>
  declare readonly delta: Table<StoredDelta, [string, string]>
  declare readonly outbox: Table<StoredCommand, string>
  declare readonly drafts: Table<StoredDraft, string>
  declare readonly dropped: Table<StoredDropped, string>
  declare readonly meta: Table<StoredMeta, string>

  constructor(name: string, environment: WorkerEnvironment) {
    super(name, {
      indexedDB: environment.indexedDB,
      IDBKeyRange: environment.IDBKeyRange,
      chromeTransactionDurability: 'strict',
    })
    for (const migration of migrations) this.version(migration.version).stores({ ...migration.stores })
  }
}

/**
 * Opens the account's database. Throws `database_too_new` without touching it when a newer program wrote it:
 * Dexie itself would open it and write (sync.md section 1). `database_not_upgraded` when an older one could not be brought to this
 * version for want of room: it is then as it was, whole. Any other refusal to open is `database_damaged`.
 */
export async function openDatabase(accountId: string, environment: WorkerEnvironment): Promise<DeskDatabase> {
  const name = databaseName(accountId)
  const known = await environment.indexedDB.databases()
  const existing = known.find((entry) => entry.name === name)
  if ((existing?.version ?? 0) >= (databaseVersion + 1) * nativeFactor) throw new WorkerFailure('database_too_new')
  const database = new DeskDatabase(name, environment)
  try {
    await database.open()
  } catch (error) {
    database.close()
    const isOlder = existing?.version !== undefined && existing.version < databaseVersion * nativeFactor
    const code = isOlder && isWantOfRoom(error) ? 'database_not_upgraded' : 'database_damaged'
    throw new WorkerFailure(code, { cause: error })
  }
  return database
}

// A full disk raises AbortError, not QuotaExceededError (sync.md section 1); the browser has undone the whole upgrade then.
function isWantOfRoom(error: unknown): boolean {
  const inner: unknown = error instanceof Error && 'inner' in error ? error.inner : undefined
  const names = [error, inner].map(codeOf)
  return names.includes('AbortError') || names.includes('QuotaExceededError')
}

/** Removes an account's database whole; used only when it is damaged and everything unsent is in the journal. */
export async function deleteDatabase(accountId: string, environment: WorkerEnvironment): Promise<void> {
  const database = new DeskDatabase(databaseName(accountId), environment)
  await database.delete()
}
