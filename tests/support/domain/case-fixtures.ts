import { organisationOf } from '../../../shared/domain/organisation.ts'
import type { Absence, Official, Organisation } from '../../../shared/domain/organisation.ts'
import type { Complaint } from '../../../shared/domain/complaint.ts'
import type { DecisionContext } from '../../../shared/domain/decision-context.ts'
import type { Actor, Role } from '../../../shared/domain/roles.ts'
import { compileCalendar } from '../../../shared/domain/time/compile-calendar.ts'
import type { Calendar, DayFact } from '../../../shared/domain/time/calendar.ts'
import { seedGrounds } from '../../../shared/domain/refusal.ts'
import { seedPolicies } from '../../../shared/domain/time/policy.ts'
import { dayOfDate, hanoiZone } from '../../../shared/domain/time/zone.ts'
import type { Zone } from '../../../shared/domain/time/zone.ts'
import { untouchedParts } from '../../../shared/domain/complaint.ts'

/** An instant from Hanoi's wall clock, `2026-01-07 09:00`. */
export const hanoi = (text: string): number => Date.parse(`${text.replace(' ', 'T')}:00+07:00`)

export const dayNumber = (date: string): number => dayOfDate(date) ?? Number.NaN

const officeDay = [
  { fromMin: 8 * 60, toMin: 12 * 60 },
  { fromMin: 13 * 60, toMin: 17 * 60 },
]

export const officeWeek = [officeDay, officeDay, officeDay, officeDay, officeDay, [], []]

export const calendarOf = (facts: readonly DayFact[] = [], zone: Zone = hanoiZone): Calendar =>
  compileCalendar({
    hours: { id: 'hanoi-office', zone, status: 'provisional', week: officeWeek },
    facts,
    firstDay: dayNumber('2023-01-01'),
    lastDay: dayNumber('2030-12-31'),
  })

const always = { validFrom: '2025-07-01', validTo: null, successors: [] }

export const agency = 'SXD'
export const team = 'SXD-1'

/** One person per case role in `SXD` (officers and supervisors in team `SXD-1`), second ones of some, people of two other agencies, and the city's. */
export const people: Readonly<
  Record<string, readonly Readonly<{ role: Role; agency: string; team: string | null }>[]>
> = {
  intake: [{ role: 'intake_officer', agency, team: null }],
  officer: [{ role: 'case_officer', agency, team }],
  officer2: [{ role: 'case_officer', agency, team }],
  officerOther: [{ role: 'case_officer', agency, team: 'SXD-2' }],
  field: [{ role: 'field_officer', agency, team }],
  supervisor: [{ role: 'team_supervisor', agency, team }],
  supervisorOther: [{ role: 'team_supervisor', agency, team: 'SXD-2' }],
  approver: [{ role: 'approver', agency, team: null }],
  approver2: [{ role: 'approver', agency, team: null }],
  double: [
    { role: 'case_officer', agency, team },
    { role: 'approver', agency, team: null },
  ],
  foreign: [
    { role: 'intake_officer', agency: 'STP', team: null },
    { role: 'case_officer', agency: 'STP', team: 'STP-1' },
    { role: 'team_supervisor', agency: 'STP', team: 'STP-1' },
    { role: 'approver', agency: 'STP', team: null },
  ],
  receiver: [{ role: 'intake_officer', agency: 'STP', team: null }],
  receiverOfficer: [{ role: 'case_officer', agency: 'STP', team: 'STP-1' }],
  receiverApprover: [{ role: 'approver', agency: 'STP', team: null }],
  third: [
    { role: 'intake_officer', agency: 'SGD', team: null },
    { role: 'case_officer', agency: 'SGD', team: null },
  ],
  thirdApprover: [{ role: 'approver', agency: 'SGD', team: null }],
  warningEditor: [{ role: 'warning_editor', agency, team: null }],
  warningApprover: [{ role: 'warning_approver', agency, team: null }],
  admin: [{ role: 'agency_admin', agency, team: null }],
  coordinator: [{ role: 'city_coordinator', agency: 'VP', team: null }],
  oversight: [{ role: 'oversight_officer', agency: 'SNV', team: null }],
  security: [{ role: 'security_monitor', agency: 'SKHCN', team: null }],
  system: [{ role: 'system_admin', agency: 'SKHCN', team: null }],
}

export const actor = (id: string): Actor => ({ id, grants: people[id] ?? [] })

export const nowMs = hanoi('2026-01-07 09:00')

/** What the organisation of the tests may be given besides its people. */
export type OrganisationChange = Readonly<{ absences?: readonly Absence[]; officials?: readonly Official[] }>

export const organisation = (change: OrganisationChange = {}): Organisation =>
  organisationOf(
    {
      agencies: ['SXD', 'STP', 'SGD', 'VP', 'SNV', 'SKHCN'].map((id) => ({
        id,
        timeZone: 'Asia/Ho_Chi_Minh',
        calendar: 'hanoi-office',
        ...always,
      })),
      teams: [
        { id: 'SXD-1', agency: 'SXD', ...always },
        { id: 'SXD-2', agency: 'SXD', ...always },
        { id: 'SXD-0', agency: 'SXD', ...always, validTo: '2025-12-31' },
        { id: 'STP-1', agency: 'STP', ...always },
        { id: 'SGD-1', agency: 'SGD', ...always },
      ],
      officials: [
        ...Object.entries(people).map(([id, grants]) => ({ id, active: true, grants })),
        { id: 'gone', active: false, grants: [{ role: 'case_officer', agency, team }] },
        ...(change.officials ?? []),
      ],
      absences: change.absences ?? [],
      categories: [{ id: 'road_damage' }],
      areas: [{ id: '00004' }],
    },
    nowMs,
  )

const office = calendarOf()
const everyone = organisation()
const policies = new Map(seedPolicies.map((policy) => [policy.id, policy]))

export const context = (change: Partial<DecisionContext> = {}): DecisionContext => ({
  nowMs,
  eventId: 'event-1',
  organisation: everyone,
  policies,
  calendars: new Map([['hanoi-office', office]]),
  grounds: seedGrounds,
  replyHash: 'hash-1',
  ...change,
})

const withReply: readonly Complaint['state'][] = ['reply_submitted', 'reply_returned', 'answered', 'rework', 'closed']

/** A rework after an unsatisfied rating of a reply by `officer` that `approver` approved. */
export const reworkAfterRating: NonNullable<Complaint['rework']> = {
  cause: 'unsatisfied',
  reason: 'Chưa xử lý xong',
  orderedBy: null,
  openedAtMs: hanoi('2026-01-06 10:00'),
  dueAtMs: null,
  formerAssignee: 'officer',
  formerApprover: 'approver',
}

/** The parts that only some states have. */
const partsOf = (state: Complaint['state']): Partial<Complaint> => {
  switch (state) {
    case 'rework':
      return { rework: reworkAfterRating, assignee: 'officer2', rating: 'unsatisfied' }
    case 'merged':
      return { mergedInto: 'main-1', stateBeforeMerge: 'in_progress' }
    case 'awaiting_citizen':
      return { questions: [openQuestion] }
    default:
      return {}
  }
}

/** A question to the citizen that waits until 13/01/2026. */
export const openQuestion: Complaint['questions'][number] = {
  text: 'Ổ gà ở số nhà nào?',
  askedBy: 'officer',
  askedAtMs: hanoi('2026-01-06 09:00'),
  answerDueAtMs: hanoi('2026-01-13 17:00'),
  outcome: 'open',
  endedAtMs: null,
}

/**
 * A field report as it stands in a state: received and assigned where the state implies it, with a reply, a proposal (a transfer goes
 * to `STP`), a question or a rework where it needs one.
 */
export const caseIn = (state: Complaint['state'], change: Partial<Complaint> = {}): Complaint => {
  const isNew = state === 'awaiting_reception' || state === 'verifying'
  const hasTeam = !isNew && state !== 'received'
  const isApproved = state === 'answered' || state === 'rework' || state === 'closed'
  const isTransfer = state === 'transfer_proposed'
  const hasProposal = state === 'refusal_submitted' || state === 'refused' || state === 'transfer_proposed'
  return {
    id: 'case-1',
    caseNumber: 'HN-2026-000001',
    kind: 'field',
    reporterKind: 'citizen',
    level: 'normal',
    state,
    title: 'Ổ gà sâu',
    body: 'Đường hỏng',
    category: 'road_damage',
    area: '00004',
    place: 'Phố Huế',
    point: null,
    source: 'ihanoi',
    agency,
    team: hasTeam ? team : null,
    assignee: hasTeam ? 'officer' : null,
    clocks: {
      policy: 'hanoi-1207',
      submittedAtMs: hanoi('2026-01-05 08:00'),
      arrivedAtMs: hanoi('2026-01-05 08:00'),
      receptionDueAtMs: hanoi('2026-01-05 17:00'),
      receivedAtMs: isNew ? null : hanoi('2026-01-05 10:00'),
      dueAtMs: isNew ? null : hanoi(state === 'rework' ? '2026-01-09 17:00' : '2026-01-12 17:00'),
      dueIsProvisional: true,
      pauses: [],
      answeredAtMs:
        state === 'answered' || state === 'refused' || state === 'closed' ? hanoi('2026-01-06 10:00') : null,
      closedAtMs: state === 'closed' || state === 'merged' ? hanoi('2026-01-06 11:00') : null,
    },
    reply: withReply.includes(state)
      ? {
          revision: 3,
          text: 'Đã vá',
          hash: 'hash-1',
          author: 'officer',
          submittedAtMs: nowMs - 1,
          approvedBy: isApproved ? 'approver' : null,
          returnComment: null,
          returnPassage: null,
          gate: null,
        }
      : null,
    proposal: hasProposal
      ? {
          kind: isTransfer ? 'transfer' : 'refusal',
          ground: isTransfer ? 'other_authority' : 'not_in_scope',
          text: 'x',
          targetAgency: isTransfer ? 'STP' : null,
          proposedBy: 'officer',
          proposedAtMs: 1,
          waitingSinceMs: 1,
          stateBefore: 'in_progress',
          stage: 'approver',
          answerDueAtMs: null,
          approvedBy: state === 'refused' ? 'approver' : null,
          returnReason: null,
          mayResume: false,
        }
      : null,
    ...untouchedParts,
    publication: 'unpublished',
    rating: null,
    rowVersion: 7,
    flowVersion: 4,
    ...partsOf(state),
    ...change,
  }
}

/** A question to another agency that is still open. */
export const askedOf = (other: string): Complaint['coordination'][number] => ({
  id: `ask-${other}`,
  agency: other,
  question: 'Đường này do ai quản lý?',
  askedBy: 'officer',
  askedAtMs: nowMs - 1,
  dueAtMs: hanoi('2026-01-09 17:00'),
  answer: null,
  answeredBy: null,
  answeredAtMs: null,
  closedAtMs: null,
})
