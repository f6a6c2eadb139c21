import { sql } from 'kysely'
import { beforeAll, expect, it } from 'vitest'
import { inSystem } from '../../../server/db/transaction.ts'
import { readSettled } from '../../../server/sync/pull/settled.ts'
import { onBothEngines } from '../../support/server.ts'
import { buildSmallCity, caseRow, changeCase, insertCases } from '../../support/sync/small-city.ts'
import { SyncClient } from '../../support/sync/sync-client.ts'

const dayMs = 86_400_000
const officer = 'officer.bach-mai.street'

onBothEngines('what an officer once had', (serverOf) => {
  const write = <T>(work: Parameters<typeof inSystem<T>>[1]): Promise<T> =>
    inSystem(serverOf().context.database.kysely, work)
  /** As if the case had left this many days ago; what dates it is the database's clock, which no test moves. */
  const leftBefore = (id: string, days: number) =>
    write((tx) =>
      tx
        .updateTable('scope_history')
        .set({ ended_at: new Date(Date.now() - days * dayMs) })
        .where('id', '=', id)
        .where('to_seq', 'is not', null)
        .execute(),
    )
  let basedOnSeq = 0

  beforeAll(async () => {
    await buildSmallCity(serverOf())
    await write((tx) => insertCases(tx, [caseRow('away'), caseRow('colleague'), caseRow('own')]))
    basedOnSeq = (await readSettled(serverOf().context.database.kysely)).taken
    await write((tx) =>
      changeCase(tx, 'away', {
        agency: 'cau-giay',
        team: 'cau-giay.street',
        assignee: 'officer.cau-giay.street',
        flowVersion: 2,
      }),
    )
    await write((tx) => changeCase(tx, 'colleague', { team: 'bach-mai.street', assignee: null, flowVersion: 2 }))
  })

  const give = async (id: string) => {
    const client = await SyncClient.start(serverOf(), officer)
    const file = { id: `f-${client.clientId}`, name: 'a.jpg', type: 'image/jpeg', sizeBytes: 10, hash: 'b'.repeat(64) }
    const note = { id: `n-${client.clientId}`, text: 'Đo được 3 m.' }
    const evidence = { id: `e-${client.clientId}`, text: 'x', files: [{ ...file, role: 'photo_after' }] }
    const results = await client.push(
      client.mutation('addNote', id, note, { basedOnSeq }),
      client.mutation('addEvidence', id, evidence, { basedOnSeq }),
      client.mutation('saveDraft', id, { baseRevision: 0, text: 'Dự thảo' }, { basedOnSeq }),
    )
    return { codes: results.map((result) => result.code ?? result.status), clientId: client.clientId }
  }
  const filesOf = (id: string) => write((tx) => tx.selectFrom('file').select('id').where('case_id', '=', id).execute())

  it.each(['away', 'colleague'])('may be added to for the 45 days of the lease, case %s', async (id) => {
    await leftBefore(id, 44)
    expect((await give(id)).codes.slice(0, 2)).toEqual(['applied', 'applied'])
    expect(await filesOf(id)).toHaveLength(1)
  })

  it('is a foreign case after them, in whichever agency it lies now; what was written is kept for people', async () => {
    await leftBefore('away', 46)
    const { codes, clientId } = await give('away')
    expect(codes).toEqual(['not_found', 'not_found', 'not_found'])
    expect(await filesOf('away')).toHaveLength(1)
    const dead = await write((tx) =>
      tx
        .selectFrom('mutation_dead')
        .select('payload')
        .where('client_id', '=', clientId)
        .orderBy('mutation_id')
        .execute(),
    )
    expect(JSON.parse(dead[0]?.payload ?? '{}')).toMatchObject({ args: { text: 'Đo được 3 m.' } })
  })

  it('is a colleague’s case after them where the unit still has it', async () => {
    await leftBefore('colleague', 46)
    expect((await give('colleague')).codes.slice(0, 2)).toEqual(['not_permitted', 'not_permitted'])
  })

  it('has no end while it is still the officer’s', async () => {
    await leftBefore('own', 400)
    expect((await give('own')).codes).toEqual(['applied', 'applied', 'applied'])
  })

  it('is dated by the database itself when it ends, once', async () => {
    const ends = () =>
      write((tx) =>
        sql<{ ended: boolean; age: number }>`
        select to_seq is not null as ended, extract(epoch from now() - ended_at)::float8 as age from scope_history
        where id = 'own' and bucket = ${`assignee:${officer}`}`.execute(tx),
      )
    expect((await ends()).rows).toEqual([{ ended: false, age: null }])
    await write((tx) => changeCase(tx, 'own', { assignee: null }))
    const [row] = (await ends()).rows
    expect(row?.ended).toBe(true)
    expect(row?.age).toBeLessThan(600)
  })
})
