import { beforeAll, expect, it } from 'vitest'
import type { Complaint, Coordination } from '../../shared/domain/complaint.ts'
import type { SuccessionPlan } from '../../shared/domain/units/succession.ts'
import { inSystem } from '../../server/db/transaction.ts'
import { advanceSuccessions, runSuccession } from '../../server/organisation/run-succession.ts'
import { startSuccession } from '../../server/organisation/succession-job.ts'
import { previewSuccession } from '../../server/organisation/succession-preview.ts'
import { onBothEngines } from '../support/server.ts'
import { addAgency, coordinator, renaming } from '../support/sync/reorganised-city.ts'
import { buildSmallCity, caseRow, insertCases } from '../support/sync/small-city.ts'
import { SyncClient } from '../support/sync/sync-client.ts'

const asking = (id: string, agency: string, over: Partial<Coordination> = {}): Coordination => ({
  id,
  agency,
  question: 'Ai quản lý đoạn này?',
  askedBy: 'officer.bach-mai.street',
  askedAtMs: 1,
  dueAtMs: 9e12,
  answer: null,
  answeredBy: null,
  answeredAtMs: null,
  closedAtMs: null,
  ...over,
})

onBothEngines('what an ended agency leaves', (serverOf) => {
  const inTx = <T>(work: Parameters<typeof inSystem<T>>[1]) => inSystem(serverOf().context.database.kysely, work)
  const run = async (plan: SuccessionPlan) => {
    const started = await startSuccession(serverOf().context, plan, coordinator)
    if (!started.ok) throw new Error(started.code)
    return advanceSuccessions(serverOf().context)
  }
  const templates = async (ending: string) => {
    const rows = await inTx((tx) => tx.selectFrom('template').selectAll().orderBy('agency').execute())
    return rows.filter((row) => row.data.name.endsWith(ending))
  }
  const history = (agency: string) =>
    inTx((tx) =>
      tx
        .selectFrom('config_change')
        .select(['kind', 'target', 'reason', 'actor'])
        .where('agency', '=', agency)
        .orderBy('n')
        .execute(),
    )
  const caseOf = (id: string): Promise<Complaint> =>
    inTx(async (tx) => {
      const { data } = await tx.selectFrom('complaint').select('data').where('id', '=', id).executeTakeFirstOrThrow()
      return data
    })
  const none = { newAgencies: [], newTeams: [], teams: {}, areas: {}, officials: {}, lastDay: '2026-03-09' }

  beforeAll(() => buildSmallCity(serverOf()))

  it('its templates and category rules go to the successor under the document that orders it, and reach devices', async () => {
    await addAgency(serverOf(), 'A', 1)
    const officer = await SyncClient.start(serverOf(), 'approver.A')
    await officer.pull()
    await run(renaming('A'))
    await officer.pull()
    expect(JSON.parse(officer.view().get('template template.A') ?? '{}')).toMatchObject({
      agency: 'A-new',
      name: 'Template of A',
    })
    expect(officer.ids('routing')).toEqual(['A-new:road'])
    expect(JSON.parse(officer.view().get('routing A-new:road') ?? '{}')).toMatchObject({ team: 'A-new.roads' })
    const told = { reason: 'Nghị quyết 1', actor: coordinator.id }
    expect(await history('A-new')).toEqual([
      { kind: 'template', target: 'template.A', ...told },
      { kind: 'routing', target: 'A-new:road', ...told },
    ])
  })

  it('a split leaves each successor its own copy of a template', async () => {
    await addAgency(serverOf(), 'S', 1)
    await run({
      ...none,
      document: 'Nghị quyết 3',
      kind: 'split_by_team',
      ended: ['S'],
      teams: { 'S.roads': { agency: 'cau-giay', team: 'cau-giay.street' } },
      rest: 'bach-mai',
    })
    const left = await templates(' of S')
    expect(left.map((row) => row.agency)).toEqual(['bach-mai', 'cau-giay'])
    expect(left.find((row) => row.agency === 'bach-mai')?.id).toBe('template.S')
  })

  it('the rule of a successor that decided itself stays', async () => {
    await addAgency(serverOf(), 'K', 1)
    const own = { id: 'bach-mai:road', category: 'road', agency: 'bach-mai', team: 'bach-mai.water' }
    await inTx((tx) => tx.insertInto('routing').values(own).execute())
    const teams = { 'K.roads': { agency: 'bach-mai', team: 'bach-mai.street' } }
    await run({ ...none, document: 'Nghị quyết 4', kind: 'merge', ended: ['K'], teams, rest: 'bach-mai' })
    expect(
      await inTx((tx) => tx.selectFrom('routing').selectAll().where('agency', 'in', ['K', 'bach-mai']).execute()),
    ).toEqual([own])
  })

  it('questions and transfers that wait for it wait for its successor, which answers; what was answered keeps its name', async () => {
    await addAgency(serverOf(), 'Q', 1)
    const answered = asking('q2', 'Q', { answer: 'Đã rõ', answeredBy: 'approver.Q', answeredAtMs: 2 })
    await inTx((tx) =>
      insertCases(tx, [
        caseRow('lead', { coordination: [asking('q1', 'Q'), answered, asking('q3', 'cau-giay')] }),
        caseRow('old', { coordination: [answered] }),
      ]),
    )
    const plan = renaming('Q')
    const preview = await inTx((tx) => previewSuccession(serverOf().context, tx, plan, coordinator))
    expect(preview).toMatchObject({ asked: 1, retargeted: 0 })
    const before = await caseOf('lead')
    const old = await caseOf('old')
    expect(await run(plan)).toBe(2)
    const after = await caseOf('lead')
    expect(after).toEqual({
      ...before,
      rowVersion: before.rowVersion + 1,
      coordination: [asking('q1', 'Q-new'), answered, asking('q3', 'cau-giay')],
    })
    expect(await caseOf('old')).toEqual(old)
    const boss = await SyncClient.start(serverOf(), 'approver.Q')
    await boss.pull()
    const answer = boss.mutation('answerCoordination', 'lead', { id: 'q1', answer: 'Đơn vị này quản lý.' })
    const [told] = await boss.push(answer)
    expect(told?.status).toBe('applied')
    expect((await caseOf('lead')).coordination[0]).toMatchObject({ agency: 'Q-new', answeredBy: 'approver.Q' })
    const events = await inTx((tx) => tx.selectFrom('event').select('data').where('case_id', '=', 'lead').execute())
    expect(events.filter((one) => one.data.code === 'agency_succession').map((one) => one.data.text)).toEqual([
      'Old Q → New Q',
    ])
  })

  it('is told to the officials of the agencies concerned while it is moved, and to no others', async () => {
    await addAgency(serverOf(), 'N', 3)
    const started = await startSuccession(serverOf().context, renaming('N'), coordinator)
    expect(started.ok).toBe(true)
    await expect(
      runSuccession(serverOf().context, started.ok ? started.job : '', {
        casesPerChunk: 1,
        onChunk: (chunk) => {
          if (chunk.step === 'cases') throw new Error('stop')
        },
      }),
    ).rejects.toThrow('stop')
    const boss = await SyncClient.start(serverOf(), 'approver.N')
    await boss.pull()
    const [id = ''] = boss.ids('notice')
    expect(JSON.parse(boss.view().get(`notice ${id}`) ?? '{}')).toMatchObject({
      code: 'succession_running',
      count: 2,
      agencies: ['N', 'N-new'],
    })
    await advanceSuccessions(serverOf().context)
    await boss.pull()
    expect(boss.ids('notice')).toEqual([])
  })
})
