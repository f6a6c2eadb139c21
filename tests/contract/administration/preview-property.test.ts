import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import type { CaseRowV1 } from '../../../shared/contract/rows.ts'
import { caseStates, levels } from '../../../shared/domain/states.ts'
import { dayKinds } from '../../../shared/domain/time/calendar.ts'
import { deadlineMove, recomputed, subDeadlineKinds } from '../../../shared/domain/time/recompute.ts'
import { recomputationOf } from '../../../server/administration/preview.ts'
import { runRecompute } from '../../../server/administration/recompute-job.ts'
import { inSystem } from '../../../server/db/transaction.ts'
import { referenceOf } from '../../../server/sync/reference.ts'
import { adminAs, buildAdminCity, insertRuled, receivedCase, settingOf } from '../../support/admin/admin-desk.ts'
import { askedOf, openQuestion } from '../../support/domain/case-fixtures.ts'
import { transferAt, wishBy } from '../../support/domain/case-situations.ts'
import { onBothEngines } from '../../support/server.ts'
import { runSeed } from '../../support/seeded-property.ts'

const firstMs = Date.parse('2026-02-20T00:00:00Z')
const lastMs = Date.parse('2026-03-10T00:00:00Z')
const moment = fc.integer({ min: firstMs / 60_000, max: lastMs / 60_000 }).map((minutes) => minutes * 60_000)

const anyCase = fc.record({
  state: fc.constantFrom(...caseStates),
  level: fc.constantFrom(...levels),
  agency: fc.constantFrom('bach-mai', 'cau-giay'),
  policy: fc.constantFrom('hanoi-1207', 'hanoi-1207', 'hanoi-1207', 'source-target', 'lost'),
  arrivedAtMs: moment,
  receivedAfterMin: fc.option(fc.integer({ min: 0, max: 3000 })),
  pausedMin: fc.option(fc.integer({ min: 1, max: 6000 })),
  settled: fc.boolean(),
  asked: fc.boolean(),
  wished: fc.boolean(),
  questioned: fc.boolean(),
  transfer: fc.option(fc.constantFrom('approver', 'coordinator', 'receiver')),
})

const anyDay = fc.record({
  date: fc.integer({ min: 0, max: 45 }).map((n) => new Date(firstMs + n * 86_400_000).toISOString().slice(0, 10)),
  kind: fc.constantFrom(...dayKinds),
  name: fc.constant('Ngày thử'),
  ref: fc.constant('thử'),
  status: fc.constantFrom('official', 'statutory', 'estimate'),
})

const period = fc.constantFrom(
  [],
  [['08:00', '12:00']],
  [
    ['08:00', '12:00'],
    ['13:00', '17:00'],
  ],
  [
    ['07:30', '11:30'],
    ['13:30', '18:00'],
  ],
)
const anyChange = fc.oneof(
  fc.record({ what: fc.constant('year' as const), days: fc.array(anyDay, { maxLength: 6 }) }),
  fc.record({ what: fc.constant('ownYear' as const), days: fc.array(anyDay, { maxLength: 4 }) }),
  fc.record({ what: fc.constant('hours' as const), week: fc.array(period, { minLength: 6, maxLength: 6 }) }),
  fc.record({
    what: fc.constant('own' as const),
    days: fc.array(anyDay, { maxLength: 4 }),
    week: fc.array(period, { minLength: 6, maxLength: 6 }),
  }),
)
type AnyCase = typeof anyCase extends fc.Arbitrary<infer T> ? T : never
type AnyChange = typeof anyChange extends fc.Arbitrary<infer T> ? T : never

function rowOf(id: string, drawn: AnyCase): CaseRowV1 {
  const row = receivedCase(id, drawn.arrivedAtMs, {
    state: drawn.state,
    level: drawn.level,
    agency: drawn.agency,
    team: null,
  })
  const receivedAtMs = drawn.receivedAfterMin === null ? null : drawn.arrivedAtMs + drawn.receivedAfterMin * 60_000
  const pauses =
    drawn.pausedMin === null || receivedAtMs === null
      ? []
      : [{ fromMs: receivedAtMs + 60_000, toMs: receivedAtMs + 60_000 + drawn.pausedMin * 60_000, reason: 'citizen' }]
  return { ...row, ...awaitedOf(drawn), clocks: { ...row.clocks, policy: drawn.policy, receivedAtMs, pauses } }
}

/** What a drawn case waits for: another agency, more time, the citizen, the one who decides its transfer. */
function awaitedOf(drawn: AnyCase): Pick<CaseRowV1, 'coordination' | 'extensions' | 'questions' | 'proposal'> {
  const atMs = drawn.arrivedAtMs + 60_000
  const target = drawn.agency === 'bach-mai' ? 'cau-giay' : 'bach-mai'
  return {
    coordination: drawn.asked ? [{ ...askedOf(target), askedAtMs: atMs }] : [],
    extensions: drawn.wished ? [{ ...wishBy('o'), requestedAtMs: atMs }] : [],
    questions: drawn.questioned ? [{ ...openQuestion, askedAtMs: atMs }] : [],
    proposal:
      drawn.transfer === null
        ? null
        : ({
            ...transferAt(drawn.transfer).proposal,
            targetAgency: target,
            waitingSinceMs: atMs,
          } as CaseRowV1['proposal']),
  }
}

onBothEngines('the preview of a calendar', (serverOf) => {
  let system: Awaited<ReturnType<typeof adminAs>>
  let ward: Awaited<ReturnType<typeof adminAs>>
  let round = 0

  beforeAll(async () => {
    await buildAdminCity(serverOf())
    system = await adminAs(serverOf(), 'sysadmin.city')
    ward = await adminAs(serverOf(), 'admin.bach-mai')
  })

  const inTx = <T>(work: Parameters<typeof inSystem<T>>[1]): Promise<T> =>
    inSystem(serverOf().context.database.kysely, work)
  const reference = () => inTx((tx) => referenceOf(tx, serverOf().context.database, serverOf().clock.nowMs))
  const allCases = () =>
    inTx(async (tx) => (await tx.selectFrom('complaint').select('data').orderBy('id').execute()).map((row) => row.data))

  /** What a change would be saved as. */
  const requestOf = async (change: AnyChange) => {
    const weekOf = (week: unknown[]) => [...week, [['08:00', '09:00']]]
    if (change.what === 'year') {
      const { id, version, value } = await settingOf(system, 'calendars', 'vn-2026')
      return { id, version, value: { ...value, data: { ...(value['data'] as object), days: change.days } } }
    }
    if (change.what === 'ownYear') {
      const { body } = await system('calendars')
      const held = (body['settings'] as { id: string; version: number }[]).find(({ id }) => id === 'hanoi-office-2026')
      const data = { kind: 'year', series: 'hanoi-office', year: 2026, days: change.days }
      return { id: held?.id ?? null, version: held?.version ?? 0, value: { name: 'Năm riêng', data, agency: null } }
    }
    const hours = await settingOf(system, 'calendars', 'hanoi-office')
    const data = { ...(hours.value['data'] as object), week: weekOf(change.week) }
    if (change.what === 'hours') return { ...hours, value: { ...hours.value, data } }
    const { body } = await system('calendars')
    const held = (body['settings'] as { id: string; version: number }[]).find(({ id }) => id === 'agency-bach-mai')
    const own = { name: 'Giờ riêng', data: { ...data, basedOn: 'hanoi-office', days: change.days }, agency: 'bach-mai' }
    return { id: held === undefined ? null : held.id, version: held?.version ?? 0, value: own }
  }

  /** Inserts drawn cases; settled ones have the deadlines that the present rules give. */
  const insertDrawn = async (drawn: readonly AnyCase[]) => {
    const rules = await reference()
    round += 1
    const rows = drawn.map((one, n) => {
      const row = rowOf(`r${round}-${n}`, one)
      if (!one.settled || one.policy === 'lost') return row
      return { ...(structuredClone(recomputed(row, rules)) as CaseRowV1), rowVersion: row.rowVersion }
    })
    await insertRuled(serverOf(), rows)
  }

  it('lists exactly the cases that change after saving, from and to what they do', async () => {
    const seed = runSeed()
    console.info(`property "preview equals effect" (${serverOf().engine}): seed ${seed}`)
    const seen = new Set<string>()
    const property = fc.asyncProperty(
      fc.array(anyCase, { minLength: 1, maxLength: 12 }),
      anyChange,
      async (drawn, change) => {
        await insertDrawn(drawn)
        const request = await requestOf(change)
        const before = await allCases()
        const preview = await inTx(async (tx) =>
          recomputationOf(
            tx,
            await referenceOf(tx, serverOf().context.database, serverOf().clock.nowMs),
            request as Parameters<typeof recomputationOf>[2],
          ),
        )
        const saved = await (change.what === 'own' ? ward : system)('calendars', { ...request, reason: 'Thử' })
        if (saved.status !== 200) {
          expect(saved.body).toMatchObject({ code: 'config_invalid', current: { problems: [{ code: 'unchanged' }] } })
          return
        }
        await runRecompute(serverOf().context)
        const after = new Map((await allCases()).map((row) => [row.id, row]))
        const moves = before.flatMap((row) => {
          const now = after.get(row.id) ?? row
          const move = deadlineMove(row, now)
          expect(now.flowVersion).toBe(row.flowVersion)
          expect(now.rowVersion).toBe(row.rowVersion + (move === null ? 0 : 1))
          const { clocks, coordination, extensions, questions, proposal, rowVersion } = row
          const same = { clocks, coordination, extensions, questions, proposal, rowVersion }
          expect({ ...now, ...same }).toEqual(row)
          for (const { kind } of move?.others ?? []) seen.add(kind)
          return move === null ? [] : [[row.id, move]]
        })
        expect(preview.moved.map(({ before: row, move }) => [row.id, move])).toEqual(moves)
      },
    )
    await fc.assert(property, { seed, numRuns: 15 })
    expect([...seen].toSorted()).toEqual(subDeadlineKinds.toSorted())
  }, 240_000)
})
