import { Dexie } from 'dexie'
import type { Table } from 'dexie'
import type { WorkerEnvironment } from '../environment.ts'
import { WorkerFailure } from '../failure.ts'
import { firstTables } from './migrations/0001-first-tables.ts'
import { noHead } from './migrations/0002-no-head.ts'
import type { StoredCommand, StoredDelta, StoredDraft, StoredMeta, StoredSegment } from './stored-rows.ts'

/** Every version of the database, oldest first. A new one is a new file and a new entry; old ones never change. */
const migrations = [firstTables, noHead] as const

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
 * Dexie itself would open it and write (sync.md section 1). Any other refusal to open is `database_damaged`.
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
    throw new WorkerFailure('database_damaged', { cause: error })
  }
  return database
}

/** Removes an account's database whole; used only when it is damaged and everything unsent is in the journal. */
export async function deleteDatabase(accountId: string, environment: WorkerEnvironment): Promise<void> {
  const database = new DeskDatabase(databaseName(accountId), environment)
  await database.delete()
}
