import { describe, expect, it } from 'vitest'
import { complaintKinds } from '../../../../../shared/domain/states.ts'
import { caseIn, hanoi, nowMs, organisation } from '../../../../support/domain/case-fixtures.ts'
import { away, transferAt } from '../../../../support/domain/case-situations.ts'
import { command, decide, codeOf, nextOf, receive } from '../../../../support/domain/decide.ts'
import type { Args } from '../../../../support/domain/decide.ts'

describe('receiving', () => {
  it('starts the processing clock and computes the deadline of the level', () => {
    const next = nextOf(decide('intake', receive, caseIn('awaiting_reception')))
    expect(next.state).toBe('received')
    expect(next.clocks.receivedAtMs).toBe(nowMs)
    expect(next.clocks.dueAtMs).toBe(hanoi('2026-01-14 17:00'))
    expect(next.clocks.dueIsProvisional).toBe(true)
  })

  it('leaves the overall clock of the citizen untouched', () => {
    const before = caseIn('verifying')
    expect(nextOf(decide('intake', receive, before)).clocks.submittedAtMs).toBe(before.clocks.submittedAtMs)
  })

  it.each([
    ['unknown_category', { category: 'none' }],
    ['unknown_area', { area: '99999' }],
    ['area_required', { area: null }],
    ['duplicates_not_checked', { duplicatesLookedAt: false }],
  ])('refuses with %s when the classification is %o', (code, change) => {
    const given = command('receive', { ...receive.args, ...change } as Args<'receive'>)
    expect(codeOf(decide('intake', given, caseIn('awaiting_reception')))).toBe(code)
  })

  it('never lowers an urgent report, which is its supervisor’s to do with a reason, and raises any other', () => {
    const at = (level: Args<'receive'>['level']) => command('receive', { ...receive.args, level } as Args<'receive'>)
    for (const state of ['awaiting_reception', 'verifying'] as const) {
      const urgent = caseIn(state, { level: 'urgent' })
      expect(codeOf(decide('intake', at('normal'), urgent))).toBe('urgent_kept')
      expect(codeOf(decide('intake', at('complex'), urgent))).toBe('urgent_kept')
      expect(nextOf(decide('intake', at('urgent'), urgent)).level).toBe('urgent')
      expect(nextOf(decide('intake', at('urgent'), caseIn(state))).level).toBe('urgent')
      expect(nextOf(decide('intake', at('normal'), caseIn(state, { level: 'complex' }))).level).toBe('normal')
    }
  })

  it('asks an area of every kind of report; only an imported case may lack one, as its source has none of ours', () => {
    const given = command('receive', { level: 'normal', category: 'road_damage', area: null, duplicatesLookedAt: true })
    for (const kind of complaintKinds)
      expect(codeOf(decide('intake', given, caseIn('awaiting_reception', { kind }))), kind).toBe('area_required')
    expect(codeOf(decide('intake', given, caseIn('awaiting_reception', { source: 'import:boston311' })))).toBe('ok')
  })

  it('keeps the deadline the source gave', () => {
    const imported = caseIn('awaiting_reception', { source: 'import:boston311' })
    const clocks = { ...imported.clocks, policy: 'source-target', receptionDueAtMs: null, dueAtMs: 12_345 }
    expect(nextOf(decide('intake', receive, { ...imported, clocks })).clocks.dueAtMs).toBe(12_345)
  })
})

describe('verifying', () => {
  it('goes there and back with a note each time', () => {
    const there = nextOf(
      decide(
        'field',
        command('startVerification', { note: 'Đi xem' }),
        caseIn('awaiting_reception', { team: 'SXD-1' }),
      ),
    )
    expect(there.state).toBe('verifying')
    expect(nextOf(decide('intake', command('finishVerification', { note: 'Đúng' }), there)).state).toBe(
      'awaiting_reception',
    )
  })

  it('refuses a blank note', () => {
    expect(codeOf(decide('intake', command('startVerification', { note: ' \n' }), caseIn('awaiting_reception')))).toBe(
      'text_required',
    )
  })
})

describe('assigning', () => {
  it('lets the intake officer name the team and not the officer', () => {
    const complaint = caseIn('received')
    expect(nextOf(decide('intake', command('assign', { team: 'SXD-1', officer: null }), complaint)).team).toBe('SXD-1')
    expect(codeOf(decide('intake', command('assign', { team: 'SXD-1', officer: 'officer' }), complaint))).toBe(
      'not_permitted',
    )
  })

  it('lets the supervisor of the team name its officer and nobody of another team', () => {
    const complaint = caseIn('assigned', { assignee: null })
    expect(
      nextOf(decide('supervisor', command('assign', { team: 'SXD-1', officer: 'officer2' }), complaint)).assignee,
    ).toBe('officer2')
    expect(codeOf(decide('supervisor', command('assign', { team: 'SXD-2', officer: 'officerOther' }), complaint))).toBe(
      'not_permitted',
    )
    expect(
      codeOf(decide('supervisorOther', command('assign', { team: 'SXD-2', officer: 'officerOther' }), complaint)),
    ).toBe('not_permitted')
  })

  it.each([
    ['a person who has left', 'gone'],
    ['an unknown person', 'nobody'],
    ['an officer of another team', 'officerOther'],
    ['somebody who handles no cases', 'approver2'],
  ])('refuses %s as assignee', (_who, officer) => {
    expect(codeOf(decide('approver', command('assign', { team: 'SXD-1', officer }), caseIn('received')))).toBe(
      'assignee_unavailable',
    )
  })

  it('refuses an absent assignee and accepts the substitute', () => {
    const absences = [{ official: 'officer', fromMs: nowMs - 1, toMs: nowMs + 1, substitute: 'officer2' }]
    const change = { organisation: organisation({ absences }) }
    expect(
      codeOf(decide('approver', command('assign', { team: 'SXD-1', officer: 'officer' }), caseIn('received'), change)),
    ).toBe('assignee_unavailable')
    expect(
      codeOf(decide('approver', command('assign', { team: 'SXD-1', officer: 'officer2' }), caseIn('received'), change)),
    ).toBe('ok')
  })

  it('gives a case to a supervisor in an absent officer’s place, who then does the work', () => {
    const change = { organisation: organisation({ absences: [away('officer', 'supervisor')] }) }
    const given = command('assign', { team: 'SXD-1', officer: 'supervisor' })
    const next = nextOf(decide('approver', given, caseIn('received'), change))
    expect(next.assignee).toBe('supervisor')
    expect(codeOf(decide('supervisor', command('start', {}), next, change))).toBe('ok')
    expect(codeOf(decide('approver', given, caseIn('received')))).toBe('assignee_unavailable')
  })

  it.each(['STP-1', 'SXD-0', 'none'])('refuses team %s: of another agency, ended, or unknown', (team) => {
    expect(codeOf(decide('approver', command('assign', { team, officer: null }), caseIn('received')))).toBe(
      'unknown_team',
    )
  })

  it('refuses what is so already', () => {
    expect(
      codeOf(decide('approver', command('assign', { team: 'SXD-1', officer: 'officer' }), caseIn('assigned'))),
    ).toBe('already_so')
  })

  it.each(['awaiting_reception', 'verifying'] as const)('counts as reception while a case is %s', (state) => {
    const given = command('assign', { team: 'SXD-1', officer: null })
    for (const who of ['intake', 'approver'])
      expect(nextOf(decide(who, given, caseIn(state))).clocks).toMatchObject({
        receivedAtMs: nowMs,
        dueAtMs: hanoi('2026-01-14 17:00'),
      })
    const atTeam = caseIn(state, { team: 'SXD-1' })
    const officer = command('assign', { team: 'SXD-1', officer: 'officer' })
    expect(nextOf(decide('supervisor', officer, atTeam))).toMatchObject({ state: 'assigned', assignee: 'officer' })
  })

  it('asks for the area before it counts as reception, but of an approver, who may be the only one there', () => {
    const given = command('assign', { team: 'SXD-1', officer: null })
    const complaint = caseIn('awaiting_reception', { area: null })
    expect(codeOf(decide('intake', given, complaint))).toBe('area_required')
    expect(codeOf(decide('intake', given, caseIn('received', { area: null })))).toBe('ok')
    expect(codeOf(decide('approver', given, complaint))).toBe('ok')
  })

  it('ends an open pause and moves the deadline by the working time it took', () => {
    const waiting = caseIn('awaiting_citizen')
    const pauses = [{ fromMs: hanoi('2026-01-06 09:00'), toMs: null, reason: 'citizen' }]
    const next = nextOf(
      decide('supervisor', command('assign', { team: 'SXD-1', officer: 'officer2' }), {
        ...waiting,
        clocks: { ...waiting.clocks, pauses },
      }),
    )
    expect(next.clocks.pauses).toEqual([{ fromMs: hanoi('2026-01-06 09:00'), toMs: nowMs, reason: 'citizen' }])
    expect(next.clocks.dueAtMs).toBe(hanoi('2026-01-13 17:00'))
  })

  it.each([
    ['intake', 'SXD-1', null],
    ['supervisor', 'SXD-1', 'officer'],
    ['approver', 'SXD-1', 'officer'],
  ])('withdraws a transfer that nobody has decided when %s keeps the case', (who, team, officer) => {
    for (const stage of ['approver', 'coordinator'] as const) {
      const next = nextOf(decide(who, command('assign', { team, officer }), transferAt(stage)))
      expect(next).toMatchObject({ proposal: null, state: 'assigned', team, assignee: officer })
    }
  })

  it('takes back an approved transfer only by an approver', () => {
    const given = command('assign', { team: 'SXD-1', officer: null })
    expect(codeOf(decide('intake', given, transferAt('receiver')))).toBe('transfer_approved')
    expect(codeOf(decide('supervisor', given, transferAt('receiver')))).toBe('transfer_approved')
    expect(nextOf(decide('approver', given, transferAt('receiver'))).proposal).toBeNull()
  })
})

describe('changing the level', () => {
  const toUrgent = command('setLevel', { level: 'urgent', reason: 'Có người ngã' })

  it('counts the deadline anew from reception', () => {
    const next = nextOf(decide('intake', toUrgent, caseIn('in_progress')))
    expect(next.clocks.receivedAtMs).toBe(hanoi('2026-01-05 10:00'))
    expect(next.clocks.dueAtMs).toBe(hanoi('2026-01-05 15:00'))
    expect(next.flowVersion).toBe(5)
  })

  it('keeps the pauses', () => {
    const complaint = caseIn('in_progress')
    const pauses = [{ fromMs: hanoi('2026-01-05 11:00'), toMs: hanoi('2026-01-05 14:00'), reason: 'citizen' }]
    const next = nextOf(decide('intake', toUrgent, { ...complaint, clocks: { ...complaint.clocks, pauses } }))
    expect(next.clocks.pauses).toEqual(pauses)
    expect(next.clocks.dueAtMs).toBe(hanoi('2026-01-05 17:00'))
  })

  it('leaves lowering from urgent to the team supervisor', () => {
    const urgent = caseIn('in_progress', { level: 'urgent' })
    const lower = command('setLevel', { level: 'normal', reason: 'Không khẩn' })
    expect(codeOf(decide('intake', lower, urgent))).toBe('not_permitted')
    expect(nextOf(decide('supervisor', lower, urgent)).level).toBe('normal')
  })

  it('needs a reason and a change', () => {
    expect(codeOf(decide('intake', command('setLevel', { level: 'urgent', reason: '' }), caseIn('received')))).toBe(
      'reason_required',
    )
    expect(codeOf(decide('intake', command('setLevel', { level: 'normal', reason: 'x' }), caseIn('received')))).toBe(
      'already_so',
    )
  })
})
