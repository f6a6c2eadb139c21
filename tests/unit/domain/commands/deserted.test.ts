import { describe, expect, it } from 'vitest'
import type { Absence } from '../../../../shared/domain/organisation.ts'
import { caseIn, hanoi, organisation, people } from '../../../support/domain/case-fixtures.ts'
import { refusalBy, transferAt } from '../../../support/domain/case-situations.ts'
import { CaseStory } from '../../../support/domain/case-story.ts'

const propose = (targetAgency: string) =>
  ({ name: 'proposeTransfer', args: { targetAgency, ground: 'other_area', text: 'Cơ quan không có người' } }) as const
const approve = (targetAgency: string) => ({ name: 'approveTransfer', args: { targetAgency } }) as const
const accept = { name: 'acceptTransfer', args: {} } as const
const giveBack = { name: 'returnTransfer', args: { reason: 'Không phải địa bàn' } } as const
const deny = { name: 'denyTransfer', args: { reason: 'Đã có người' } } as const

const gone = (official: string, substitute: string | null = null): Absence => ({
  official,
  fromMs: 0,
  toMs: hanoi('2027-01-01 00:00'),
  substitute,
})
const staff = Object.keys(people).filter((who) => people[who]?.some((grant) => grant.agency === 'SXD'))
/** Nobody of the agency is there but some. */
const only = (...there: readonly string[]) => ({
  organisation: organisation({ absences: staff.filter((who) => !there.includes(who)).map((who) => gone(who)) }),
})
const told = (
  complaint: ReturnType<typeof caseIn>,
  known: Readonly<{ organisation: ReturnType<typeof organisation> }>,
) => new CaseStory(complaint, known).wouldGet('2026-01-07 09:00', 'coordinator', propose('STP'))

describe('a case at an agency where nobody is there to move it on', () => {
  it.each([
    'awaiting_reception',
    'verifying',
    'received',
    'assigned',
    'in_progress',
    'reply_returned',
    'rework',
  ] as const)('that is %s is handed over by the city’s coordinator', (state) => {
    expect(told(caseIn(state), only())).toBe('ok')
    expect(told(caseIn(state), { organisation: organisation() })).toMatch(/not_permitted|wrong_state/)
  })

  it('stays the agency’s while its intake officer or an approver is there, or somebody in their place', () => {
    for (const state of ['awaiting_reception', 'verifying', 'received', 'in_progress'] as const) {
      expect(told(caseIn(state), only('intake'))).toBe('not_permitted')
      expect(told(caseIn(state), only('double'))).toBe('not_permitted')
      const replaced = [...staff.filter((who) => who !== 'officer2' && who !== 'intake').map((who) => gone(who))]
      const inPlace = { organisation: organisation({ absences: [...replaced, gone('intake', 'officer2')] }) }
      expect(told(caseIn(state), inPlace)).toBe('not_permitted')
      expect(told(caseIn(state), only('officer2'))).toBe('ok')
    }
  })

  it('stays with its team’s supervisor or its assignee once it has them, not with those of other teams', () => {
    expect(told(caseIn('received'), only('supervisor'))).toBe('ok')
    expect(told(caseIn('assigned'), only('supervisor'))).toBe('not_permitted')
    expect(told(caseIn('assigned'), only('supervisorOther', 'officerOther'))).toBe('ok')
    expect(told(caseIn('in_progress'), only('officer'))).toBe('not_permitted')
    expect(told(caseIn('rework', { assignee: 'officer2' }), only('officer2'))).toBe('not_permitted')
    expect(told(caseIn('rework', { assignee: 'officer' }), only('officer'))).toBe('ok')
  })

  it('is not moved by the coordinator in any other state', () => {
    for (const state of ['answered', 'refused', 'closed', 'merged', 'reply_submitted', 'awaiting_citizen'] as const)
      expect(told(caseIn(state), only()), state).toBe('wrong_state')
    expect(told(refusalBy('officer'), only())).toBe('wrong_state')
    expect(told(transferAt('receiver'), only())).toBe('wrong_state')
  })
})

describe('the coordinator’s own transfer', () => {
  const proposed = (known = only()) =>
    new CaseStory(caseIn('awaiting_reception'), known).does('2026-01-07 09:00', 'coordinator', propose('STP'))

  it('waits at the receiver, whose intake officer is the second person', () => {
    const story = proposed()
    expect(story.complaint).toMatchObject({
      state: 'transfer_proposed',
      proposal: {
        stage: 'receiver',
        targetAgency: 'STP',
        proposedBy: 'coordinator',
        approvedBy: null,
        answerDueAtMs: hanoi('2026-01-07 14:00'),
      },
    })
    expect(story.wouldGet('2026-01-07 10:00', 'coordinator', approve('STP'))).toBe('transfer_approved')
    const { complaint } = story.does('2026-01-07 10:00', 'receiver', accept)
    expect(complaint).toMatchObject({
      state: 'awaiting_reception',
      agency: 'STP',
      transfers: [{ proposedBy: 'coordinator', approvedBy: 'receiver', acceptedBy: 'receiver' }],
    })
  })

  it('goes straight to the receiver from a second hop as well', () => {
    const moved = caseIn('received', {
      transfers: proposed().does('2026-01-07 10:00', 'receiver', accept).complaint.transfers,
    })
    const { complaint } = new CaseStory(moved, only()).does('2026-01-07 11:00', 'coordinator', propose('SGD'))
    expect(complaint.proposal).toMatchObject({ stage: 'receiver', targetAgency: 'SGD' })
  })

  it('is not taken by the coordinator at the receiver, in another role or in somebody’s place there', () => {
    const both = [
      { role: 'intake_officer' as const, agency: 'STP', team: null },
      { role: 'city_coordinator' as const, agency: 'VP', team: null },
    ]
    const absences = [...staff.map((who) => gone(who)), gone('both', 'receiverOfficer')]
    const known = { organisation: organisation({ absences, officials: [{ id: 'both', active: true, grants: both }] }) }
    const { complaint } = proposed(known)
    const { proposal } = complaint
    const byBoth = { ...complaint, proposal: proposal === null ? null : { ...proposal, proposedBy: 'both' } }
    expect(new CaseStory(byBoth, known).wouldGet('2026-01-07 10:00', 'receiverOfficer', accept)).toBe('own_proposal')
    expect(new CaseStory(byBoth, known).wouldGet('2026-01-07 10:00', 'receiver', accept)).toBe('ok')
  })

  it('returned by the receiver is withdrawn and proposed to another agency, with one coordinator alone', () => {
    const story = proposed().does('2026-01-07 10:00', 'receiver', giveBack)
    expect(story.complaint.proposal).toMatchObject({ stage: 'coordinator', returnReason: 'Không phải địa bàn' })
    expect(story.wouldGet('2026-01-07 10:30', 'coordinator', approve('SGD'))).toBe('own_proposal')
    story
      .does('2026-01-07 10:30', 'coordinator', deny)
      .does('2026-01-07 10:40', 'coordinator', propose('SGD'))
      .does('2026-01-07 11:00', 'third', accept)
    expect(story.complaint).toMatchObject({ agency: 'SGD', state: 'awaiting_reception' })
  })

  it('is called back by its coordinator from a receiver that does not answer', () => {
    const before = caseIn('awaiting_reception')
    const { complaint } = proposed().does('2026-01-07 16:00', 'coordinator', deny)
    expect(complaint).toEqual({ ...before, rowVersion: before.rowVersion + 2, flowVersion: before.flowVersion + 2 })
  })

  it('is taken back by an approver of the agency who is there again', () => {
    const back = { name: 'assign', args: { team: 'SXD-1', officer: null } } as const
    const { complaint } = proposed()
    const again = new CaseStory(complaint)
    expect(again.wouldGet('2026-01-07 16:00', 'approver', back)).toBe('ok')
    expect(again.wouldGet('2026-01-07 16:00', 'intake', back)).toBe('transfer_approved')
  })
})
