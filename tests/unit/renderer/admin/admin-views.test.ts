import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rightsOf } from '../../../../renderer/features/admin/admin-rights.ts'
import { changeLines } from '../../../../renderer/features/admin/history/change-lines.ts'
import { calendarsInOrder, nextYear, ownHours } from '../../../../renderer/features/admin/calendar/calendar-choices.ts'
import {
  dateByKey,
  dayProblems,
  daysOf,
  draftOf,
  entryFrom,
  monthWeeks,
  opensOn,
  periodsOf,
  periodsText,
  weekFrom,
  weekTexts,
  withDay,
  withoutDay,
} from '../../../../renderer/features/admin/calendar/calendar-data.ts'
import { nameTaken, routeOf } from '../../../../renderer/features/admin/lists/list-choices.ts'
import {
  keptAmount,
  policyLeaves,
  policyProblems,
  shownAmount,
  withLeaf,
} from '../../../../renderer/features/admin/policy/policy-leaves.ts'
import { groundChoices, groundText, routedTeam } from '../../../../renderer/features/case/commands/choices.ts'
import { filledFor, templatesFor } from '../../../../renderer/features/case/templates.ts'
import { directoryOf } from '../../../../renderer/platform/use-reference.ts'
import { recomputingCases } from '../../../../renderer/app/frame/status-view.ts'
import { hanoi1207 } from '../../../../shared/domain/time/policy.ts'
import { policiesOf } from '../../../../shared/domain/time/files/policy-file.ts'
import { filledTemplate, unknownTokens } from '../../../../shared/text/template-tokens.ts'
import { shippedCalendars } from '../../../support/domain/calendar-files.ts'
import { holds } from '../../../support/seeded-property.ts'
import { referenceFake } from '../../../support/renderer/desk-services-fake.ts'
import { caseRow } from '../../../support/worker/sync-server.ts'

describe('rights', () => {
  it('tells an agency’s administrator what is theirs and names the agency', () => {
    const me = { ...referenceFake.me, grants: [{ role: 'agency_admin' as const, agency: 'a1', team: null }] }
    const rights = rightsOf({ ...referenceFake, me }, Date.UTC(2026, 10, 24))
    expect(rights.agencies).toEqual(['a1'])
    expect([rights.may('template', 'a1'), rights.may('template', null), rights.may('policy', null)]).toEqual([
      true,
      false,
      false,
    ])
  })
})

describe('policy', () => {
  const data: Readonly<Record<string, unknown>> = structuredClone(hanoi1207)

  it('finds every value with a standing, also ones this build does not know', () => {
    const paths = policyLeaves({ ...data, later: { limit: { value: 3, status: 'provisional', ref: null } } }).map(
      (leaf) => leaf.path,
    )
    expect(paths).toEqual(
      expect.arrayContaining([
        'reception',
        'processing.urgent',
        'voterPetition.own',
        'dueSoon.workingDays',
        'later.limit',
      ]),
    )
  })

  it('writes a value back in its place and leaves a policy that the rules read', () => {
    for (const leaf of policyLeaves(data)) expect(withLeaf(data, leaf)).toEqual(data)
    const leaf = policyLeaves(data).find(({ path }) => path === 'processing.normal')
    expect(leaf?.kind).toBe('term')
    if (leaf?.kind !== 'term') return
    const changed = withLeaf(data, { ...leaf, amount: 7 })
    expect(policiesOf([{ id: 'hanoi-1207', data: changed }]).get('hanoi-1207')?.processing.normal.term.amount).toBe(7)
    expect(data).toEqual(hanoi1207)
  })

  it('says what is wrong while it is written', () => {
    const today = '2026-11-27'
    const valid = { ...data, validFrom: today }
    expect(policyProblems('Tên', valid, today)).toEqual([])
    expect(policyProblems(' ', { ...data, validFrom: '2026-11-26' }, today).map(({ code }) => code)).toEqual([
      'nameMissing',
      'dateWrong',
    ])
    const [reception] = policyLeaves(valid)
    if (reception?.kind !== 'term') throw new Error('the first value is a term')
    const broken = withLeaf(valid, { ...reception, amount: Number.NaN, ref: null })
    expect(policyProblems('Tên', broken, today)).toEqual([
      { code: 'amountWrong', path: 'reception' },
      { code: 'documentMissing', path: 'reception' },
    ])
  })

  it('shows working time in hours and keeps it in minutes', () => {
    expect([
      shownAmount('working_minutes', 480),
      keptAmount('working_minutes', 7.5),
      keptAmount('working_days', 5),
    ]).toEqual([8, 450, 5])
  })
})

describe('calendar', () => {
  const year = shippedCalendars().find(({ id }) => id === 'vn-2026')?.data as Readonly<Record<string, unknown>>
  const hours = shippedCalendars().find(({ id }) => id === 'hanoi-office')?.data as Readonly<Record<string, unknown>>

  it('lays every day of a year out once, Mondays first', () => {
    const all = Array.from({ length: 12 }, (_, month) => monthWeeks(2026, month + 1)).flat()
    expect(all.every((week) => week.length === 7)).toBe(true)
    const dates = all.flat().filter((date) => date !== null)
    expect([dates.length, dates[0], dates.at(-1)]).toEqual([365, '2026-01-01', '2026-12-31'])
    expect(monthWeeks(2026, 6)[0]?.[0]).toBe('2026-06-01')
  })

  it('moves with the arrow keys and stays within the year', () => {
    expect([dateByKey('2026-01-31', 'ArrowRight'), dateByKey('2026-03-01', 'ArrowUp')]).toEqual([
      '2026-02-01',
      '2026-02-22',
    ])
    expect([dateByKey('2026-12-31', 'ArrowRight'), dateByKey('2026-05-01', 'a')]).toEqual([null, null])
  })

  it('sets, replaces and removes a day and keeps what else the file says', () => {
    const draft = { ...draftOf(undefined), name: 'Ngập', ref: 'CĐ 1' }
    const closed = withDay(year, entryFrom('2026-08-07', draft))
    expect(daysOf(closed)).toHaveLength(daysOf(year).length + 1)
    const again = withDay(closed, entryFrom('2026-08-07', { ...draft, name: 'Ngập lụt' }))
    expect(daysOf(again).find(({ date }) => date === '2026-08-07')).toEqual({
      date: '2026-08-07',
      kind: 'closure',
      name: 'Ngập lụt',
      ref: 'CĐ 1',
      status: 'official',
    })
    expect({ ...withoutDay(again, '2026-08-07'), days: [] }).toEqual({ ...year, days: [] })
    expect(daysOf(withoutDay(again, '2026-08-07'))).toEqual(daysOf(year))
  })

  it('closes a day in part, and keeps hours only where the kind of day has any', () => {
    const draft = { ...draftOf(undefined), name: 'Bão', ref: 'CĐ 2', periods: '08:00-12:00' }
    expect(entryFrom('2026-08-10', draft)).toMatchObject({ kind: 'closure', periods: [['08:00', '12:00']] })
    const shut = entryFrom('2026-08-10', { ...draft, kind: 'holiday', standsFor: '2026-08-11' })
    expect('periods' in shut || 'standsFor' in shut).toBe(false)
  })

  it('knows which days open', () => {
    const entry = daysOf(year).find(({ date }) => date === '2026-01-10')
    expect([opensOn('2026-01-10', entry), opensOn('2026-01-10', undefined), opensOn('2026-01-12', undefined)]).toEqual([
      true,
      false,
      true,
    ])
  })

  it('asks for a name and a source, and for hours it can read', () => {
    expect(dayProblems(draftOf(undefined))).toEqual(['nameMissing', 'sourceMissing'])
    const draft = { ...draftOf(undefined), name: 'a', ref: 'b' }
    expect(dayProblems({ ...draft, periods: '12:00-08:00', standsFor: '2026-02-30' })).toEqual([
      'standsForWrong',
      'periodsWrong',
    ])
  })

  it('reads hours as it writes them, and refuses overlaps', () => {
    const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 1440 }), { minLength: 2, maxLength: 8 })
    const clock = (minute: number) =>
      `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
    holds(
      'hours survive writing and reading',
      fc.property(minutes, (drawn) => {
        const sorted = drawn.toSorted((a, b) => a - b)
        const periods = Array.from({ length: Math.floor(sorted.length / 2) }, (_, n) => [
          clock(sorted[n * 2] ?? 0),
          clock(sorted[n * 2 + 1] ?? 0),
        ])
        expect(periodsOf(periodsText(periods))).toEqual(periods)
      }),
    )
    for (const wrong of ['8-12', '08:00-12:00, 11:00-13:00', '08:00', '25:00-26:00', '08:61-09:00'])
      expect(periodsOf(wrong), wrong).toBeNull()
    expect(weekFrom(weekTexts(hours))).toEqual(hours['week'])
    expect(weekFrom(['x', '', '', '', '', '', ''])).toBeNull()
  })

  it('offers the newest year first and the one after it, and hours of an agency’s own', () => {
    const settings = shippedCalendars().map(({ id, data }) => ({
      id,
      version: 1,
      value: { name: id, data: data as Record<string, unknown>, agency: null },
    }))
    expect(
      calendarsInOrder(settings)
        .map(({ id }) => id)
        .slice(0, 2),
    ).toEqual(['vn-2027', 'vn-2026'])
    expect(nextYear(settings)).toMatchObject({
      id: 'vn-2028',
      version: 0,
      value: { data: { kind: 'year', series: 'vn', year: 2028, days: [] } },
    })
    const office = settings.find(({ id }) => id === 'hanoi-office')
    if (office === undefined) throw new Error('the city has office hours')
    expect(ownHours(office, 'UB-1', 'Giờ riêng')).toMatchObject({
      id: 'agency-UB-1',
      version: 0,
      value: { agency: 'UB-1', data: { basedOn: 'hanoi-office', series: 'vn', week: hours['week'], days: [] } },
    })
  })
})

describe('changes', () => {
  it('names each place that differs, days by their date', () => {
    const before = { name: 'a', days: [{ date: '2026-01-01', kind: 'holiday' }], week: [['08:00']] }
    const after = { name: 'b', days: [{ date: '2026-01-02', kind: 'closure' }], week: [['08:00']] }
    expect(changeLines(before, after)).toEqual([
      { path: 'name', before: 'a', after: 'b' },
      { path: 'days.2026-01-01.date', before: '2026-01-01', after: null },
      { path: 'days.2026-01-01.kind', before: 'holiday', after: null },
      { path: 'days.2026-01-02.date', before: null, after: '2026-01-02' },
      { path: 'days.2026-01-02.kind', before: null, after: 'closure' },
    ])
    expect(changeLines(before, structuredClone(before))).toEqual([])
    expect(changeLines(null, { a: 1 })).toEqual([{ path: 'a', before: null, after: '1' }])
  })
})

describe('texts and routing in the case', () => {
  const directory = directoryOf(referenceFake)
  const row = caseRow('1', {
    caseNumber: 'HN-2026-000001',
    category: 'road_damage',
    agency: 'a1',
    place: 'Phố Tràng Tiền',
  })

  it('offers grounds in use, and those the rules know before any has arrived', () => {
    expect(groundChoices(referenceFake)).toEqual([{ value: 'unclear_content', label: 'Nội dung không rõ ràng' }])
    expect(groundChoices({ ...referenceFake, grounds: [] })).toHaveLength(8)
    expect(groundText(referenceFake, 'unclear_content')).toBe(
      'Nội dung phản ánh chưa đủ rõ.\n\nBổ sung mô tả trong cùng hồ sơ này.',
    )
  })

  it('offers a refusal’s templates by ground and fills in what the case tells, never the reporter', () => {
    expect(templatesFor(directory, row, { kind: 'refusal', ground: 'not_in_scope' })).toEqual([])
    expect(templatesFor(directory, row, { kind: 'reply', ground: null })).toEqual([])
    const [template] = templatesFor(directory, row, { kind: 'refusal', ground: 'unclear_content' })
    if (template === undefined) throw new Error('the ground has a template')
    expect(filledFor(template, row, directory)).toBe(
      'Kính gửi {{người phản ánh}}, về HN-2026-000001 tại Phố Tràng Tiền.',
    )
  })

  it('fills text in as it is and finds marks that nothing fills', () => {
    const facts = { caseNumber: '$&', category: 'b', place: 'c', agency: 'd' }
    expect(filledTemplate('{{mã hồ sơ}} {{mã hồ sơ}}', facts)).toBe('$& $&')
    expect(unknownTokens('{{mã hồ sơ}} {{tên}} {{tên}} {x}')).toEqual(['{{tên}}'])
  })

  it('preselects the team a category goes to while the team exists', () => {
    expect(routedTeam(referenceFake, { agency: 'a1', category: 'road_damage' }, '2026-11-24')).toBe('t1')
    expect(routedTeam(referenceFake, { agency: 'a1', category: 'waste_collection' }, '2026-11-24')).toBeNull()
    const ended = referenceFake.teams.map((team) => ({ ...team, validTo: '2026-01-01' }))
    expect(
      routedTeam({ ...referenceFake, teams: ended }, { agency: 'a1', category: 'road_damage' }, '2026-11-24'),
    ).toBeNull()
  })

  it('finds the rule of the city and that of an agency, and names that are taken', () => {
    const city = { id: 'city:x', version: 1, value: { category: 'x', agency: 'a1', team: null } }
    const own = { id: 'a1:x', version: 1, value: { category: 'x', agency: 'a1', team: 't1' } }
    expect([routeOf([own, city], 'x', null), routeOf([city, own], 'x', 'a1'), routeOf([own], 'x', 'a2')]).toEqual([
      city,
      own,
      undefined,
    ])
    const taken = [{ id: 'x', version: 1, value: { name: 'Đường', kind: 'field' as const, source: 's' } }]
    expect([nameTaken(taken, null, taken[0]!.value), nameTaken(taken, 'x', taken[0]!.value)]).toEqual([true, false])
  })

  it('counts the cases whose deadlines are being computed', () => {
    expect(
      recomputingCases([
        { code: 'deadline_recompute', count: 3 },
        { code: 'import_running', count: 9 },
      ]),
    ).toBe(3)
  })
})
