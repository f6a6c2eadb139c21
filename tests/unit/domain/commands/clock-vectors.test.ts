import { describe, expect, it } from 'vitest'
import type { Complaint } from '../../../../shared/domain/complaint.ts'
import { processingInput } from '../../../../shared/domain/time/clocks.ts'
import { explainDeadline } from '../../../../shared/domain/time/explain-deadline.ts'
import type { SpanKind } from '../../../../shared/domain/time/explain-deadline.ts'
import { calendarsOf } from '../../../../shared/domain/time/files/calendar-file.ts'
import { shippedCalendars } from '../../../support/domain/calendar-files.ts'
import { askedOf, caseIn, hanoi } from '../../../support/domain/case-fixtures.ts'
import { CaseStory } from '../../../support/domain/case-story.ts'
import { walkContext, walkPolicies } from '../../../support/domain/case-walk.ts'

// The calendar the product ships: 01/01/2026 and 02/01/2026 are off, Saturday 10/01/2026 is worked, Tết runs from 16/02 to 20/02/2026.
const rules = {
  policies: new Map(walkPolicies.map((policy) => [policy.id, policy])),
  calendars: calendarsOf(shippedCalendars()),
}
const hour = 3_600_000

const receive = (level: 'urgent' | 'complex' | 'normal') =>
  ({ name: 'receive', args: { level, category: 'road_damage', area: '00004', duplicatesLookedAt: true } }) as const
const assign = (officer: string) => ({ name: 'assign', args: { team: 'SXD-1', officer } }) as const
const start = { name: 'start', args: {} } as const
const setLevel = (level: 'urgent' | 'complex' | 'normal') =>
  ({ name: 'setLevel', args: { level, reason: 'Xem lại' } }) as const
const wish = (dueDate: string) => ({ name: 'requestExtension', args: { dueDate, reason: 'Chờ vật tư' } }) as const
const grant = { name: 'grantExtension', args: {} } as const
const ask = { name: 'askCitizen', args: { question: 'Số nhà nào?' } } as const
const answer = { name: 'citizenAnswered', args: { text: 'Số 12' } } as const

const arrived = (at: string, change: Partial<Complaint> = {}, policy = 'hanoi-1207'): CaseStory => {
  const plain = caseIn('awaiting_reception', change)
  const clocks = { ...plain.clocks, policy, submittedAtMs: hanoi(at), arrivedAtMs: hanoi(at) }
  return new CaseStory({ ...plain, clocks }, rules)
}
/** A report received at 09:00 on Wednesday 07/01/2026 and in the officer's hands at 10:00. */
const inHand = (level: 'urgent' | 'complex' | 'normal' = 'normal', policy = 'hanoi-1207', change = {}): CaseStory =>
  arrived('2026-01-07 08:00', change, policy)
    .does('2026-01-07 09:00', 'intake', receive(level))
    .does('2026-01-07 09:30', 'approver', assign('officer'))
    .does('2026-01-07 10:00', 'officer', start)

const due = ({ complaint }: CaseStory): string => {
  const { dueAtMs } = complaint.clocks
  return dueAtMs === null ? 'none' : new Date(dueAtMs + 7 * hour).toISOString().slice(0, 16).replace('T', ' ')
}

/** The time of each kind in the explanation of the stored deadline, in hours; the whole must be the deadline. */
const hoursOf = ({ complaint }: CaseStory): Partial<Record<SpanKind, number>> => {
  const input = processingInput(complaint, walkContext(rules))
  if (input === null) throw new Error('no clock runs')
  const { spans, dueMs } = explainDeadline(input)
  expect(dueMs).toBe(complaint.clocks.dueAtMs)
  const hours: Partial<Record<SpanKind, number>> = {}
  for (const span of spans) hours[span.kind] = (hours[span.kind] ?? 0) + (span.toMs - span.fromMs) / hour
  expect(Object.values(hours).reduce((sum, part) => sum + part, 0)).toBeCloseTo((dueMs - input.startMs) / hour, 6)
  return hours
}

describe('the deadline at reception', () => {
  it.each([
    ['urgent', '2025-12-31 16:30', '2026-01-05 11:30'],
    ['normal', '2026-01-07 09:00', '2026-01-13 17:00'],
    ['complex', '2026-01-07 09:00', '2026-01-20 17:00'],
    ['normal', '2026-02-13 16:00', '2026-02-27 17:00'],
    ['urgent', '2026-01-09 16:00', '2026-01-10 11:00'],
  ] as const)('of a %s report received at %s is %s', (level, at, expected) => {
    expect(due(arrived(at).does(at, 'intake', receive(level)))).toBe(expected)
  })

  it('of a voter’s petition is 40 days, and 50 once another agency is asked', () => {
    const story = arrived('2026-01-07 08:00', { kind: 'voter_petition' }).does(
      '2026-01-07 09:00',
      'intake',
      receive('normal'),
    )
    expect(due(story)).toBe('2026-02-16 23:59')
    story.does('2026-01-08 09:00', 'approver', {
      name: 'requestCoordination',
      args: { id: 'a', agency: 'STP', question: 'Ai quản lý?' },
    })
    expect(due(story)).toBe('2026-02-26 23:59')
  })
})

describe('a change of level', () => {
  it('counts the new term from reception, not from the change', () => {
    const story = inHand('normal').does('2026-01-08 10:00', 'intake', setLevel('complex'))
    expect(due(story)).toBe('2026-01-20 17:00')
    expect(due(story.does('2026-01-08 11:00', 'intake', setLevel('urgent')))).toBe('2026-01-07 14:00')
    expect(due(story.does('2026-01-08 11:30', 'supervisor', setLevel('normal')))).toBe('2026-01-13 17:00')
  })

  it('keeps a pause and the time granted', () => {
    const story = inHand('normal', 'pausing')
      .does('2026-01-08 08:00', 'officer', ask)
      .does('2026-01-09 08:00', 'citizen', answer)
      .does('2026-01-09 09:00', 'officer', wish('2026-01-15'))
      .does('2026-01-09 10:00', 'approver', grant)
    expect(due(story)).toBe('2026-01-15 17:00')
    // Ten working days end on 20/01; a working day of pause and one granted follow.
    expect(due(story.does('2026-01-09 11:00', 'intake', setLevel('complex')))).toBe('2026-01-22 17:00')
  })
})

describe('a pause for the citizen', () => {
  it('moves nothing where the policy does not stop the clock', () => {
    const story = inHand().does('2026-01-08 08:00', 'officer', ask).does('2026-01-12 08:00', 'citizen', answer)
    expect(due(story)).toBe('2026-01-13 17:00')
    expect(story.complaint.clocks.pauses).toEqual([])
  })

  it('moves the deadline by the office time it took, nights and Sunday left out', () => {
    // From Friday 15:00 over the worked Saturday to Monday 10:00: 2 + 8 + 2 hours.
    const story = inHand('normal', 'pausing')
      .does('2026-01-09 15:00', 'officer', ask)
      .does('2026-01-12 10:00', 'citizen', answer)
    expect(due(story)).toBe('2026-01-15 12:00')
    expect(hoursOf(story)).toMatchObject({ paused: 12, counted: 40, start_day: 7 })
  })

  it('ends by silence only after its five working days, and by an assignment at once', () => {
    const story = inHand('normal', 'pausing').does('2026-01-08 09:00', 'officer', ask)
    const silent = { name: 'citizenSilent', args: {} } as const
    expect(story.complaint.questions[0]?.answerDueAtMs).toBe(hanoi('2026-01-14 17:00'))
    expect(story.wouldGet('2026-01-14 16:59', 'system', silent)).toBe('too_early')
    const assigned = new CaseStory(story.complaint, rules).does('2026-01-08 11:00', 'approver', assign('officer2'))
    expect(assigned.complaint.questions).toMatchObject([{ outcome: 'withdrawn', endedAtMs: hanoi('2026-01-08 11:00') }])
    expect(due(assigned)).toBe('2026-01-14 10:00')
    story.does('2026-01-14 17:00', 'system', silent)
    expect(story.complaint).toMatchObject({ state: 'in_progress', questions: [{ outcome: 'silent' }] })
    // Thursday 09:00 to Wednesday 17:00 with the worked Saturday: 7 + 5 * 8 hours.
    expect(due(story)).toBe('2026-01-21 16:00')
  })

  it('still open lets nobody be too late with a wish for more time', () => {
    const story = inHand('normal', 'pausing').does('2026-01-09 15:00', 'officer', ask)
    expect(story.wouldGet('2026-01-14 09:00', 'officer', wish('2026-01-16'))).toBe('ok')
    const running = inHand('normal').does('2026-01-09 15:00', 'officer', ask)
    expect(running.wouldGet('2026-01-14 09:00', 'officer', wish('2026-01-16'))).toBe('too_late')
  })

  it('goes on as it stood when the case was merged meanwhile and separated again', () => {
    const merge = { name: 'merge', args: { target: 'main-1' } } as const
    const known = { ...rules, mergeTarget: { id: 'main-1', state: 'assigned' as const, agency: 'SXD' } }
    const asked = inHand('normal', 'pausing').does('2026-01-09 15:00', 'officer', ask).complaint
    const story = new CaseStory(asked, known)
      .does('2026-01-09 16:00', 'intake', merge)
      .does('2026-01-12 09:00', 'intake', { name: 'unmerge', args: { reason: 'Khác nơi' } })
    expect(story.complaint).toEqual({ ...asked, rowVersion: asked.rowVersion + 2, flowVersion: asked.flowVersion + 2 })
    expect(due(story.does('2026-01-12 10:00', 'citizen', answer))).toBe('2026-01-15 12:00')
  })
})

describe('an extension', () => {
  it('ends with the office hours of the day asked for, and is told as extended time', () => {
    const story = inHand().does('2026-01-12 09:00', 'officer', wish('2026-01-16'))
    expect(due(story)).toBe('2026-01-13 17:00')
    expect(story.complaint.extensions).toMatchObject([{ addedMs: 24 * hour, dueAtMs: hanoi('2026-01-16 17:00') }])
    story.does('2026-01-12 10:00', 'approver', grant)
    expect(due(story)).toBe('2026-01-16 17:00')
    expect(hoursOf(story)).toMatchObject({ counted: 40, extended: 24, start_day: 7 })
    expect(story.complaint.extensions).toMatchObject([{ decision: 'granted', decidedBy: 'approver' }])
  })

  it('of a deadline in hours may end within the day of its own term', () => {
    const story = inHand('urgent')
    expect(due(story)).toBe('2026-01-07 14:00')
    expect(story.wouldGet('2026-01-07 11:00', 'officer', wish('2026-01-08'))).toBe('too_long')
    story.does('2026-01-07 11:00', 'officer', wish('2026-01-07')).does('2026-01-07 11:30', 'approver', grant)
    expect(due(story)).toBe('2026-01-07 17:00')
  })

  it('is at most as long as the clock was, counted in office time', () => {
    // The clock ran from Wednesday 09:00 to Tuesday 17:00: 47 hours of office time.
    expect(inHand().wouldGet('2026-01-12 09:00', 'officer', wish('2026-01-20'))).toBe('ok')
    expect(inHand().wouldGet('2026-01-12 09:00', 'officer', wish('2026-01-21'))).toBe('too_long')
  })

  it.each([
    ['date_not_later', '2026-01-13'],
    ['date_not_later', '2026-01-12'],
    ['date_wrong', '2026-02-30'],
    ['date_wrong', '2099-01-01'],
  ])('is refused with %s for %s', (code, date) => {
    expect(inHand().wouldGet('2026-01-12 09:00', 'officer', wish(date))).toBe(code)
  })

  it('is asked until the deadline itself and not later, and given even after it', () => {
    expect(inHand().wouldGet('2026-01-13 17:00', 'officer', wish('2026-01-15'))).toBe('ok')
    expect(inHand().wouldGet('2026-01-13 17:01', 'officer', wish('2026-01-15'))).toBe('too_late')
    const late = inHand()
      .does('2026-01-13 16:00', 'officer', wish('2026-01-15'))
      .does('2026-01-14 09:00', 'approver', grant)
    expect(due(late)).toBe('2026-01-15 17:00')
  })

  it('is asked once by this policy; a denied one leaves the deadline and the count', () => {
    const deny = { name: 'denyExtension', args: { reason: 'Đủ thời gian' } } as const
    const story = inHand()
      .does('2026-01-08 09:00', 'officer', wish('2026-01-15'))
      .does('2026-01-08 10:00', 'approver', deny)
    expect(due(story)).toBe('2026-01-13 17:00')
    expect(story.complaint.extensions).toMatchObject([{ decision: 'denied', decisionReason: 'Đủ thời gian' }])
    story.does('2026-01-08 11:00', 'officer', wish('2026-01-15')).does('2026-01-08 13:00', 'approver', grant)
    expect(story.wouldGet('2026-01-09 09:00', 'officer', wish('2026-01-16'))).toBe('limit_reached')
  })

  it('is given by another person than asked', () => {
    const story = new CaseStory(inHand().complaint, rules)
      .does('2026-01-07 10:30', 'approver', assign('double'))
      .does('2026-01-07 11:00', 'double', start)
      .does('2026-01-08 09:00', 'double', wish('2026-01-15'))
    expect(story.wouldGet('2026-01-08 10:00', 'double', grant)).toBe('own_proposal')
    expect(story.wouldGet('2026-01-08 10:00', 'approver', grant)).toBe('ok')
  })
})

const closed = caseIn('closed', { assignee: 'officer' })

describe('rework', () => {
  it('after an unsatisfied rating has three working days from the rating', () => {
    const story = new CaseStory(caseIn('answered'), rules).does('2026-01-07 15:00', 'citizen', {
      name: 'rate',
      args: { rating: 'unsatisfied', text: 'Chưa xong' },
    })
    expect(due(story)).toBe('2026-01-10 17:00')
    expect(hoursOf(story)).toMatchObject({ counted: 24, start_day: 2 })
  })

  it('by order is due when the office closes on the day named, and on the working day before where that is a Sunday', () => {
    const order = (dueDate: string) => ({ name: 'orderRecheck', args: { reason: 'Dân phản ánh', dueDate } }) as const
    const story = new CaseStory(closed, rules).does('2026-01-07 15:00', 'oversight', order('2026-01-15'))
    expect(due(story)).toBe('2026-01-15 17:00')
    expect(hoursOf(story)).toMatchObject({ counted: 58 })
    expect(hoursOf(story).start_day).toBeUndefined()
    expect(due(new CaseStory(closed, rules).does('2026-01-07 15:00', 'coordinator', order('2026-01-11')))).toBe(
      '2026-01-10 17:00',
    )
    expect(new CaseStory(closed, rules).wouldGet('2026-01-07 15:00', 'oversight', order('2026-01-06'))).toBe(
      'date_past',
    )
    expect(new CaseStory(closed, rules).wouldGet('2026-01-07 17:00', 'oversight', order('2026-01-07'))).toBe(
      'date_past',
    )
    expect(new CaseStory(closed, rules).wouldGet('2026-01-07 15:00', 'oversight', order('2026-13-01'))).toBe(
      'date_wrong',
    )
  })

  it('by order is not moved by level or pause, and may be extended once like any clock', () => {
    const order = { name: 'orderRecheck', args: { reason: 'Dân phản ánh', dueDate: '2026-01-15' } } as const
    const paused = { ...closed, clocks: { ...closed.clocks, policy: 'pausing' } }
    const story = new CaseStory(paused, rules)
      .does('2026-01-07 15:00', 'oversight', order)
      .does('2026-01-07 16:00', 'officer', start)
      .does('2026-01-08 08:00', 'officer', ask)
      .does('2026-01-09 08:00', 'citizen', answer)
      .does('2026-01-09 09:00', 'intake', setLevel('urgent'))
    expect(due(story)).toBe('2026-01-15 17:00')
    story.does('2026-01-09 10:00', 'officer', wish('2026-01-19')).does('2026-01-09 11:00', 'approver2', grant)
    expect(due(story)).toBe('2026-01-19 17:00')
    expect(hoursOf(story)).toMatchObject({ extended: 16 })
  })

  it('starts a count of extensions of its own', () => {
    const story = inHand()
      .does('2026-01-08 09:00', 'officer', wish('2026-01-15'))
      .does('2026-01-08 10:00', 'approver', grant)
    const answered: Complaint = {
      ...caseIn('answered'),
      extensions: story.complaint.extensions,
      clocks: { ...story.complaint.clocks, answeredAtMs: hanoi('2026-01-09 10:00') },
    }
    const again = new CaseStory(answered, rules)
      .does('2026-01-12 09:00', 'citizen', { name: 'rate', args: { rating: 'unsatisfied', text: '' } })
      .does('2026-01-12 10:00', 'approver', assign('officer2'))
    expect(due(again)).toBe('2026-01-15 17:00')
    expect(again.wouldGet('2026-01-12 11:00', 'officer2', wish('2026-01-16'))).toBe('ok')
  })

  it('ordered for a day is sure, though the policy’s own term is not', () => {
    const sure = new Map([...rules.calendars].map(([id, one]) => [id, { ...one, hoursStatus: 'confirmed' as const }]))
    const known = { ...rules, calendars: sure }
    const order = { name: 'orderRecheck', args: { reason: 'Dân phản ánh', dueDate: '2026-01-15' } } as const
    const ordered = new CaseStory(closed, known).does('2026-01-07 15:00', 'oversight', order)
    expect(ordered.complaint.clocks.dueIsProvisional).toBe(false)
    const rated = new CaseStory(caseIn('answered'), known).does('2026-01-07 15:00', 'citizen', {
      name: 'rate',
      args: { rating: 'unsatisfied', text: '' },
    })
    expect(rated.complaint.clocks.dueIsProvisional).toBe(true)
  })
})

describe('the sub-deadline of a coordinating agency', () => {
  const request = { name: 'requestCoordination', args: { id: 'a', agency: 'STP', question: 'Ai quản lý?' } } as const

  it('is six tenths of the office time left to the lead', () => {
    // 40 hours are left from Thursday 08:00 to Tuesday 17:00 with the worked Saturday: 24 of them later it is Saturday 17:00.
    const story = inHand().does('2026-01-08 08:00', 'officer', request)
    expect(story.complaint.coordination).toMatchObject([{ agency: 'STP', dueAtMs: hanoi('2026-01-10 17:00') }])
    expect(due(story)).toBe('2026-01-13 17:00')
  })

  it('is six tenths of the whole clock once the lead’s own deadline has passed', () => {
    // The whole clock was 47 hours; of 28.2 hours 24 are done by Friday, and on Monday 19/01 the lunch hour does not count.
    const story = inHand().does('2026-01-14 08:00', 'officer', request)
    expect(story.complaint.coordination[0]?.dueAtMs).toBe(hanoi('2026-01-19 13:12'))
  })

  it('is whole in milliseconds, however little is left', () => {
    const dueAtMs = inHand().complaint.clocks.dueAtMs ?? 0
    const story = new CaseStory({ ...inHand().complaint, coordination: [] }, { ...rules, nowMs: dueAtMs - 7 })
    story.does('2026-01-13 16:59', 'officer', request)
    expect(story.complaint.coordination[0]?.dueAtMs).toBe(dueAtMs - 7 + 4)
  })

  it('is asked once at a time of one agency, under a name of its own', () => {
    const asked = new CaseStory(caseIn('in_progress', { coordination: [askedOf('STP')] }))
    expect(asked.wouldGet('2026-01-07 09:00', 'officer', request)).toBe('already_asked')
    const again = { name: 'requestCoordination', args: { id: 'ask-STP', agency: 'SGD', question: 'x' } } as const
    expect(asked.wouldGet('2026-01-07 09:00', 'officer', again)).toBe('already_asked')
    expect(
      inHand().wouldGet('2026-01-07 11:00', 'officer', { ...request, args: { ...request.args, agency: 'SXD' } }),
    ).toBe('unknown_agency')
  })
})
