import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { upgradedRow } from '../../shared/contract/row-upgrades.ts'
import { caseStates } from '../../shared/domain/states.ts'
import { toJson } from '../../server/db/schema.ts'
import { askedOf, caseIn } from '../support/domain/case-fixtures.ts'
import { everySituation } from '../support/domain/case-situations.ts'
import { onBothEngines } from '../support/server.ts'

const migration = readFileSync(
  resolve(import.meta.dirname, '../../server/db/migrations/0200-0299/0235-proposal-rules.sql'),
  'utf8',
)

type Fields = Record<string, unknown>
const without = (row: object, ...keys: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(row).filter(([key]) => !keys.includes(key)))

/** Rows as they were stored before proposals and questions remembered what they do now. */
const storedBefore = [
  ...everySituation.map(({ complaint }) => complaint),
  ...caseStates.map((state) =>
    caseIn(state, { coordination: [askedOf('STP'), { ...askedOf('SGD'), answer: 'x', answeredAtMs: 9 }] }),
  ),
].map((complaint, n) => ({
  ...complaint,
  id: `old-${n}`,
  caseNumber: `HN-2026-${100_000 + n}`,
  proposal: complaint.proposal === null ? null : without(complaint.proposal, 'mayResume', 'waitingSinceMs'),
  coordination: complaint.coordination.map((asked) => without(asked, 'closedAtMs')),
}))

onBothEngines('the migration of rows stored before', (serverOf) => {
  it('gives the server the very rows that devices make of theirs, once', async () => {
    const { kysely } = serverOf().context.database
    const data = async () => {
      const rows = await kysely.selectFrom('complaint').select('data').where('id', 'like', 'old-%').execute()
      return new Map(rows.map((row) => [row.data.id, row.data]))
    }
    const migrate = async () => {
      for (const statement of migration.split(/;\n/)) {
        if (statement.trim() !== '') await sql.raw(statement).execute(kysely)
      }
    }
    for (const row of storedBefore) {
      await sql`insert into complaint (id, data) values (${row.id}, ${toJson(row)}::jsonb)`.execute(kysely)
    }
    await migrate()
    const upgraded = new Map(storedBefore.map((row) => [row.id, upgradedRow('case', row)]))
    expect(await data()).toEqual(upgraded)
    await migrate()
    expect(await data()).toEqual(upgraded)
  })
})
