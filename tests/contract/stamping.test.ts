import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, expect, it } from 'vitest'
import { syncedRows } from '../../shared/contract/rows.ts'
import { bucketsOfCase } from '../../shared/domain/scope.ts'
import { caseStates } from '../../shared/domain/states.ts'
import { inSystem } from '../../server/db/transaction.ts'
import { readSettled } from '../../server/sync/pull/settled.ts'
import { onBothEngines } from '../support/server.ts'
import { addEvent, buildSmallCity, caseRow, changeCase, closedCase, insertCases } from '../support/sync/small-city.ts'

/** The table of every synchronised entity: its name, but for the case. */
const tableOf = (entity: string): string => (entity === 'case' ? 'complaint' : entity)

onBothEngines('stamping', (serverOf) => {
  const write = <T>(work: Parameters<typeof inSystem<T>>[1]): Promise<T> =>
    inSystem(serverOf().context.database.kysely, work)
  const clock = async () => (await readSettled(serverOf().context.database.kysely)).taken
  const membersOf = (id: string) =>
    write((tx) =>
      tx
        .selectFrom('sync_member')
        .select(['bucket', 'entity', 'op', 'seq'])
        .where('id', '=', id)
        .orderBy('bucket')
        .execute(),
    )

  beforeAll(() => buildSmallCity(serverOf()))

  it('has a deferred constraint trigger on the table of every synchronised entity', async () => {
    const found = await write((tx) =>
      sql<{ name: string }>`
        select c.relname as name from pg_trigger as t join pg_class as c on c.oid = t.tgrelid
        where t.tgdeferrable and t.tginitdeferred and t.tgname = 'stamp' and t.tgtype & 28 = 28`.execute(tx),
    )
    const stamped = found.rows.map((row) => row.name)
    expect(stamped).toEqual(expect.arrayContaining(Object.keys(syncedRows).map(tableOf)))
    expect(stamped).toContain('role_grant')
  })

  it('gives every row of one commit the same number, and the next commit the next', async () => {
    const before = await clock()
    await write(async (tx) => {
      await insertCases(tx, [caseRow('m1'), caseRow('m2')])
      await addEvent(tx, 'm-e1', 'm1')
    })
    const seqs = new Set(
      [...(await membersOf('m1')), ...(await membersOf('m2')), ...(await membersOf('m-e1'))].map((m) => m.seq),
    )
    expect([...seqs]).toEqual([before + 1])
    await write((tx) => changeCase(tx, 'm1', { title: 'changed' }))
    expect(new Set((await membersOf('m1')).map((m) => m.seq))).toEqual(new Set([before + 2]))
  })

  it('gives no number to a transaction that is rolled back', async () => {
    const before = await clock()
    const failing = write(async (tx) => {
      await insertCases(tx, [caseRow('never')])
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    expect(await clock()).toBe(before)
    expect(await membersOf('never')).toEqual([])
  })

  it('places a case in the buckets the domain names, whatever its state, unit and dates', async () => {
    const anyCase = fc.record({
      state: fc.constantFrom(...caseStates),
      agency: fc.constantFrom('bach-mai', 'cau-giay', 'import:x y'),
      team: fc.option(fc.constantFrom('bach-mai.street', 'cau-giay.water')),
      closedAtMs: fc.option(
        fc.integer({ min: Date.parse('2009-12-31T20:00:00Z'), max: Date.parse('2031-01-01T00:00:00Z') }),
      ),
    })
    await fc.assert(
      fc.asyncProperty(anyCase, async ({ state, agency, team, closedAtMs }) => {
        const row = caseRow('any', { state, agency, team })
        const data = { ...row, clocks: { ...row.clocks, closedAtMs } }
        const found = await write((tx) =>
          sql<{ buckets: string[] }>`select desk_case_buckets(${JSON.stringify(data)}::jsonb) as buckets`.execute(tx),
        )
        expect(found.rows[0]?.buckets).toEqual(bucketsOfCase(data))
      }),
      { numRuns: 150 },
    )
  })

  it('moves a closed case to its month with its events and keeps count and history', async () => {
    await write(async (tx) => {
      await insertCases(tx, [caseRow('c1')])
      await addEvent(tx, 'c-e1', 'c1')
    })
    const countOf = (bucket: string) =>
      write(
        async (tx) =>
          (await tx.selectFrom('sync_bucket_now').select('cases').where('bucket', '=', bucket).executeTakeFirst())
            ?.cases ?? 0,
      )
    const openBefore = await countOf('agency:bach-mai:open')
    const closed = closedCase('c1', Date.parse('2026-02-28T20:00:00Z'))
    await write((tx) => changeCase(tx, 'c1', closed))
    const puts = (await membersOf('c-e1')).filter((member) => member.op === 'PUT').map((member) => member.bucket)
    expect(puts.sort()).toEqual([
      'agency:bach-mai:closed-2026-02',
      'city:closed-2026-02',
      'team:bach-mai.street:closed-2026-02',
    ])
    expect(await countOf('agency:bach-mai:open')).toBe(openBefore - 1)
    expect(await countOf('agency:bach-mai:closed-2026-02')).toBe(1)
    const history = await write((tx) =>
      tx.selectFrom('scope_history').select(['bucket', 'to_seq']).where('id', '=', 'c1').orderBy('bucket').execute(),
    )
    expect(history.filter((row) => row.to_seq === null).map((row) => row.bucket)).toEqual([
      'agency:bach-mai:closed-2026-02',
      'assignee:officer.bach-mai.street',
      'city:closed-2026-02',
      'team:bach-mai.street:closed-2026-02',
    ])
  })

  it('gives a row one number in all its buckets, also the events of a case that one more agency takes part in', async () => {
    await write(async (tx) => {
      await insertCases(tx, [caseRow('shared')])
      await addEvent(tx, 'shared-e1', 'shared')
    })
    const asked = {
      id: 'ask-1',
      agency: 'cau-giay',
      question: 'Đường thuộc địa bàn nào?',
      askedBy: 'officer.bach-mai.street',
      askedAtMs: 1,
      dueAtMs: 2,
      answer: null,
      answeredBy: null,
      answeredAtMs: null,
      closedAtMs: null,
    }
    await write((tx) => changeCase(tx, 'shared', { coordination: [asked] }))
    for (const id of ['shared', 'shared-e1']) {
      const members = await membersOf(id)
      expect(members.map(({ bucket }) => bucket)).toContain('agency:cau-giay:open')
      expect(new Set(members.map(({ seq }) => seq)).size).toBe(1)
    }
  })

  it('turns a deleted row into a removal', async () => {
    await write((tx) => insertCases(tx, [caseRow('d1')]))
    await write((tx) => addEvent(tx, 'd-e1', 'd1'))
    await write((tx) => tx.deleteFrom('event').where('id', '=', 'd-e1').execute())
    expect(new Set((await membersOf('d-e1')).map((member) => member.op))).toEqual(new Set(['REMOVE']))
  })

  it('refuses a transaction that would stamp more than 2,000 rows and keeps nothing of it', async () => {
    const rows = Array.from({ length: 2001 }, (_, n) => `('big${n}', 'n', 'field', 's')`)
    const big = write((tx) =>
      sql`insert into category (id, name, kind, source) values ${sql.raw(rows.join(','))}`.execute(tx),
    )
    await expect(big).rejects.toMatchObject({ code: 'DK001' })
    const found = await write((tx) => tx.selectFrom('category').select('id').where('id', 'like', 'big%').execute())
    expect(found).toEqual([])
  })
})
