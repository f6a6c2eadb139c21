import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { AppContext } from '../app-context.ts'
import { inSystem } from '../db/transaction.ts'
import type { Tx } from '../db/transaction.ts'
import type { Mapping } from './mappings/mapping.ts'

/** The stored state of one import: which job, and the last line an interrupted run had finished (0 for a new run). */
export type ImportJob = Readonly<{ id: string; key: string; resumeAfterLine: number }>

const noticeCode = 'import_running'

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array)
  return hash.digest('hex')
}

/** Opens the job of this file and mapping. A job that was left running is taken up where its last whole chunk ended. */
export async function openImportJob(context: AppContext, mapping: Mapping, file: string): Promise<ImportJob> {
  const key = `${mapping.name}:${await hashFile(file)}`
  const nowMs = context.clock()
  return inSystem(context.database.kysely, async (tx) => {
    const row = { id: context.newId(), kind: 'import', key, total: null, created_at_ms: nowMs, updated_at_ms: nowMs }
    const fresh = await tx
      .insertInto('job')
      .values({ ...row, state: 'running' })
      .onConflict((on) => on.columns(['kind', 'key']).doNothing())
      .returning('id')
      .executeTakeFirst()
    if (fresh !== undefined) return { id: fresh.id, key, resumeAfterLine: 0 }
    const left = await tx
      .selectFrom('job')
      .select(['id', 'state', 'done'])
      .where('kind', '=', 'import')
      .where('key', '=', key)
      .forUpdate()
      .executeTakeFirstOrThrow()
    if (left.state === 'running') return { id: left.id, key, resumeAfterLine: left.done }
    const restarted = { state: 'running' as const, done: 0, updated_at_ms: nowMs }
    await tx.updateTable('job').set(restarted).where('id', '=', left.id).execute()
    return { id: left.id, key, resumeAfterLine: 0 }
  })
}

/** Records, in the transaction of a chunk, that every line up to `line` is done, and shows officials the number of cases so far. */
export async function recordChunk(
  tx: Tx,
  job: ImportJob,
  line: number,
  shown: { cases: number; atMs: number },
): Promise<void> {
  await tx.updateTable('job').set({ done: line, updated_at_ms: shown.atMs }).where('id', '=', job.id).execute()
  const notice = { id: `import-${job.id}`, code: noticeCode, count: shown.cases, at_ms: shown.atMs }
  await tx
    .insertInto('notice')
    .values(notice)
    .onConflict((on) => on.column('id').doUpdateSet({ count: notice.count, at_ms: notice.at_ms }))
    .execute()
}

/** Ends the job and takes its notice away. */
export async function closeImportJob(context: AppContext, job: ImportJob, detail: unknown): Promise<void> {
  await inSystem(context.database.kysely, async (tx) => {
    const ended = { state: 'done' as const, detail: JSON.stringify(detail), updated_at_ms: context.clock() }
    await tx.updateTable('job').set(ended).where('id', '=', job.id).execute()
    await tx.deleteFrom('notice').where('id', '=', `import-${job.id}`).execute()
  })
}
