import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { upgradedRow } from '../../shared/contract/row-upgrades.ts'
import { bucketsOfCase } from '../../shared/domain/scope.ts'
import { caseStates } from '../../shared/domain/states.ts'
import { toJson } from '../../server/db/schema.ts'
import { askedOf, caseIn } from '../support/domain/case-fixtures.ts'
import { everySituation } from '../support/domain/case-situations.ts'
import { onBothEngines } from '../support/server.ts'

const textOf = (name: string): string =>
  readFileSync(resolve(import.meta.dirname, '../../server/db/migrations', name), 'utf8')
const rowMigrations = ['0200-0299/0235-proposal-rules.sql', '0300-0399/0302-reply-gate.sql'].map(textOf)

type Fields = Record<string, unknown>
const without = (row: object, ...keys: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(row).filter(([key]) => !keys.includes(key)))

/** Rows as they were stored before proposals, questions and replies remembered what they do now. */
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
  reply: complaint.reply === null ? null : without(complaint.reply, 'returnPassage', 'gate'),
}))

const [formerBuckets, verification] = ['0200-0299/0201-workflow.sql', '0300-0399/0311-verification-buckets.sql'].map(
  textOf,
)

onBothEngines('the migration of rows stored before', (serverOf) => {
  it('gives the server the very rows that devices make of theirs, once', async () => {
    const { kysely } = serverOf().context.database
    const data = async () => {
      const rows = await kysely.selectFrom('complaint').select('data').where('id', 'like', 'old-%').execute()
      return new Map(rows.map((row) => [row.data.id, row.data]))
    }
    const migrate = async () => {
      for (const statement of rowMigrations.flatMap((migration) => migration.split(/;\n/))) {
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

  it('puts reports that wait for reception where field officers get them, and every other row stays unmoved', async () => {
    const { kysely } = serverOf().context.database
    const former = /create or replace function desk_case_buckets[^]*?\$\$;/.exec(formerBuckets ?? '')?.[0] ?? ''
    expect(former).toContain('desk_month')
    await sql.raw(former).execute(kysely)
    const rows = caseStates.map((state, n) => ({
      ...caseIn(state),
      id: `wait-${state}`,
      caseNumber: `HN-2026-20000${n}`,
    }))
    for (const row of rows) {
      await sql`insert into complaint (id, data) values (${row.id}, ${toJson(row)}::jsonb)`.execute(kysely)
    }
    const members = async () => {
      const found = await kysely
        .selectFrom('sync_member')
        .select(['id', 'bucket', 'seq'])
        .where('id', 'like', 'wait-%')
        .where('op', '=', 'PUT')
        .execute()
      return found.map(({ id, bucket, seq }) => ({ id, bucket, seq }))
    }
    const before = await members()
    for (const statement of (verification ?? '').split(/;\n\n/)) await sql.raw(statement).execute(kysely)
    const after = await members()
    const waiting = ['wait-awaiting_reception', 'wait-verifying']
    expect(after.filter(({ bucket }) => bucket === 'field:SXD:open').map(({ id }) => id)).toEqual(waiting)
    const others = (all: typeof before) => all.filter(({ id }) => !waiting.includes(id))
    expect(others(after)).toEqual(others(before))
    for (const row of rows) {
      const placed = after.filter(({ id }) => id === row.id).map(({ bucket }) => bucket)
      expect(placed.toSorted(), row.id).toEqual(bucketsOfCase(row).toSorted())
    }
  })
})
