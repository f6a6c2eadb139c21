import PouchDB from 'pouchdb-browser'
import { answerRounds } from '../sync-app/answer-rounds.ts'
import { rowsOf } from '../sync-app/page-rows.ts'

/**
 * All rows of a page in one `bulkDocs`, each under its own id, as the documentation has it for new documents. No secondary index:
 * PouchDB builds those from the stored documents at the first query.
 */
export function answerPouchRounds(adapter: 'idb' | 'indexeddb'): void {
  answerRounds(async (name, pages) => {
    const startMs = performance.now()
    const database = new PouchDB(name, { adapter })
    for (const page of pages) {
      const answers = await database.bulkDocs(
        rowsOf(page).map(({ entity, id, row }) => ({ ...row, _id: `${entity}:${id}` })),
      )
      const refused = answers.filter(({ ok }) => ok !== true)
      if (refused.length > 0) throw new Error(`${refused.length} rows were not stored`)
    }
    const ms = performance.now() - startMs
    const { doc_count: stored } = await database.info()
    await database.destroy()
    return { ms, stored, figures: {} }
  })
}
