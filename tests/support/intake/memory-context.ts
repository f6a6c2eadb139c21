import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { defaultMaxFileBytes } from '../../../shared/contract/files/file-types.ts'
import { commandForms } from '../../../shared/contract/command-upgrades.ts'
import { spokenSchemas } from '../../../shared/contract/versions.ts'
import type { AppContext } from '../../../server/app-context.ts'
import { openDatabase } from '../../../server/db/database.ts'

/** A context on a database in memory with a files folder of its own; `close` removes both. */
export async function openMemoryContext(nowMs?: () => number): Promise<AppContext & { close: () => Promise<void> }> {
  const filesFolder = await mkdtemp(join(tmpdir(), 'desk-files-'))
  const database = await openDatabase({ memory: true })
  let made = 0
  return {
    config: {
      host: '127.0.0.1',
      port: 0,
      filesFolder,
      maxFileBytes: defaultMaxFileBytes,
      mayBeDevelopment: true,
      schemas: spokenSchemas,
    },
    database,
    log: pino({ level: 'silent' }),
    clock: nowMs ?? (() => Date.now()),
    newId: () => `id-${(made += 1)}-${Math.random().toString(36).slice(2)}`,
    commandForms,
    close: async () => {
      await database.close()
      await rm(filesFolder, { recursive: true, force: true })
    },
  }
}
