import { createRxDatabase } from 'rxdb/plugins/core'
import type { RxCollection } from 'rxdb/plugins/core'
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie'
import { answerRounds } from '../sync-app/answer-rounds.ts'
import { rowsOf } from '../sync-app/page-rows.ts'
import type { PageRow } from '../sync-app/page-rows.ts'

const text = { type: 'string', maxLength: 100 } as const
const indexed = ['agency', 'team', 'assignee', 'state', 'due', 'category'] as const

/** The six indexes a queue is read by; other fields need not be named. */
const caseSchema = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: text,
    agency: text,
    team: text,
    assignee: text,
    state: text,
    due: { type: 'number', minimum: 0, maximum: 1e13, multipleOf: 1 },
    category: text,
  },
  required: ['id', ...indexed],
  indexes: indexed,
}
/** The timeline of a case is read by its case. */
const eventSchema = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: { id: text, caseId: text },
  required: ['id', 'caseId'],
  indexes: ['caseId'],
}
const referenceSchema = { version: 0, primaryKey: 'id', type: 'object', properties: { id: text }, required: ['id'] }

/** Where nothing is given an index holds an empty text: it takes no row without a value. */
function caseOf({ row }: PageRow): object {
  const clocks = row['clocks'] as Readonly<{ dueAtMs: number | null }>
  return { ...row, team: row['team'] ?? '', assignee: row['assignee'] ?? '', due: clocks.dueAtMs ?? 0 }
}

async function insert(collection: RxCollection | undefined, rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return
  const { error } = (await collection?.bulkInsert(rows)) ?? { error: ['no collection'] }
  if (error.length > 0) throw new Error(`${error.length} rows were not stored`)
}

answerRounds(async (name, pages) => {
  const startMs = performance.now()
  const database = await createRxDatabase({ name, storage: getRxStorageDexie(), multiInstance: false })
  const collections = await database.addCollections({
    cases: { schema: caseSchema },
    events: { schema: eventSchema },
    references: { schema: referenceSchema },
  })
  for (const page of pages) {
    const rows = rowsOf(page)
    const others = rows.filter(({ entity }) => entity !== 'case' && entity !== 'event')
    await insert(collections['cases'], rows.filter(({ entity }) => entity === 'case').map(caseOf))
    await insert(
      collections['events'],
      rows.filter(({ entity }) => entity === 'event').map(({ row }) => row),
    )
    await insert(
      collections['references'],
      others.map(({ entity, id, row }) => ({ ...row, id: `${entity}:${id}` })),
    )
  }
  const ms = performance.now() - startMs
  let stored = 0
  for (const collection of Object.values(collections)) stored += await collection.count().exec()
  await database.remove()
  return { ms, stored, figures: {} }
})
