import { describe, expect, it } from 'vitest'
import { publicStatus } from '../../../../shared/domain/public-status.ts'
import { bucketsOfCase } from '../../../../shared/domain/scope.ts'
import { sourceTarget } from '../../../../shared/domain/time/policy.ts'
import { caseIn, hanoi, organisation } from '../../../support/domain/case-fixtures.ts'
import { heldByField, wishBy } from '../../../support/domain/case-situations.ts'
import { CaseStory } from '../../../support/domain/case-story.ts'

const propose = (targetAgency: string, ground = 'other_authority') =>
  ({ name: 'proposeTransfer', args: { targetAgency, ground, text: 'Đường của sở' } }) as const
const approve = (targetAgency: string) => ({ name: 'approveTransfer', args: { targetAgency } }) as const
const accept = { name: 'acceptTransfer', args: {} } as const
const giveBack = { name: 'returnTransfer', args: { reason: 'Không phải địa bàn' } } as const
const deny = { name: 'denyTransfer', args: { reason: 'Đúng thẩm quyền' } } as const
const receive = {
  name: 'receive',
  args: { level: 'normal', category: 'road_damage', area: '00004', duplicatesLookedAt: true },
} as const

const inHand = (): CaseStory => new CaseStory(caseIn('in_progress'))
const proposed = (): CaseStory => inHand().does('2026-01-07 09:00', 'officer', propose('STP'))
const atReceiver = (): CaseStory => proposed().does('2026-01-07 10:00', 'approver', approve('STP'))
const taken = (): CaseStory => atReceiver().does('2026-01-08 14:00', 'receiver', accept)

describe('a first transfer', () => {
  it('waits for the agency’s approver without a term of its own, the public seeing no change', () => {
    const { complaint } = proposed()
    expect(complaint).toMatchObject({
      state: 'transfer_proposed',
      agency: 'SXD',
      assignee: 'officer',
      proposal: {
        kind: 'transfer',
        stage: 'approver',
        targetAgency: 'STP',
        stateBefore: 'in_progress',
        answerDueAtMs: null,
      },
    })
    expect(publicStatus(complaint)).toBe('processing')
    expect(complaint.clocks).toEqual(caseIn('in_progress').clocks)
    expect(bucketsOfCase(complaint)).not.toContain('agency:STP:open')
  })

  it('once approved waits at the receiver, who sees it and has four working hours', () => {
    const { complaint } = atReceiver()
    expect(complaint).toMatchObject({
      state: 'transfer_proposed',
      agency: 'SXD',
      proposal: { stage: 'receiver', approvedBy: 'approver', answerDueAtMs: hanoi('2026-01-07 15:00') },
    })
    expect(bucketsOfCase(complaint)).toContain('agency:STP:open')
    expect(complaint.clocks).toEqual(caseIn('in_progress').clocks)
  })

  it('approved in the evening gives the receiver the next morning', () => {
    const { complaint } = proposed().does('2026-01-07 18:00', 'approver', approve('STP'))
    expect(complaint.proposal?.answerDueAtMs).toBe(hanoi('2026-01-08 12:00'))
  })

  it('once accepted arrives at the receiver: its reception clock runs, the citizen’s overall clock never resets', () => {
    const { complaint } = taken()
    expect(complaint).toMatchObject({
      state: 'awaiting_reception',
      agency: 'STP',
      team: null,
      assignee: null,
      proposal: null,
      flowVersion: 4 + 2,
    })
    expect(complaint.clocks).toEqual({
      policy: 'hanoi-1207',
      submittedAtMs: hanoi('2026-01-05 08:00'),
      arrivedAtMs: hanoi('2026-01-08 14:00'),
      receptionDueAtMs: hanoi('2026-01-09 14:00'),
      receivedAtMs: null,
      dueAtMs: null,
      dueIsProvisional: true,
      pauses: [],
      answeredAtMs: null,
      closedAtMs: null,
    })
    expect(bucketsOfCase(complaint)).toEqual(['agency:STP:open', 'field:STP:open', 'city:open'])
  })

  it('leaves the time lost at the sender in the ledger', () => {
    expect(taken().complaint.transfers).toEqual([
      {
        from: 'SXD',
        to: 'STP',
        ground: 'other_authority',
        proposedBy: 'officer',
        approvedBy: 'approver',
        acceptedBy: 'receiver',
        arrivedAtMs: hanoi('2026-01-05 08:00'),
        leftAtMs: hanoi('2026-01-08 14:00'),
        // Three whole days and Thursday's five hours.
        workingMs: (3 * 8 + 5) * 3_600_000,
      },
    ])
  })

  it('gives the receiver a processing clock of its own from its own reception', () => {
    const { complaint } = taken().does('2026-01-09 08:00', 'receiver', receive)
    expect(complaint.clocks).toMatchObject({
      receivedAtMs: hanoi('2026-01-09 08:00'),
      dueAtMs: hanoi('2026-01-16 17:00'),
      submittedAtMs: hanoi('2026-01-05 08:00'),
    })
  })

  it('leaves the sender’s people nothing to do, and its hold and its undecided wish behind', () => {
    const story = new CaseStory(caseIn('in_progress', { checkout: heldByField, extensions: [wishBy('officer')] }))
      .does('2026-01-07 09:00', 'officer', propose('STP'))
      .does('2026-01-07 10:00', 'approver', approve('STP'))
      .does('2026-01-07 11:00', 'receiver', accept)
    expect(story.complaint.checkout).toBeNull()
    expect(story.complaint.extensions).toMatchObject([{ decision: 'lapsed', decidedAtMs: hanoi('2026-01-07 11:00') }])
    for (const who of ['officer', 'intake', 'approver'])
      expect(story.wouldGet('2026-01-07 12:00', who, propose('SGD')), who).toBe('not_permitted')
    expect(story.wouldGet('2026-01-07 12:00', 'approver', { name: 'grantExtension', args: {} })).toBe('not_permitted')
  })

  it('keeps a deadline that the source gave', () => {
    const { clocks } = caseIn('in_progress')
    const story = new CaseStory(caseIn('in_progress', { clocks: { ...clocks, policy: sourceTarget.id, dueAtMs: 123 } }))
      .does('2026-01-07 09:00', 'officer', propose('STP'))
      .does('2026-01-07 10:00', 'approver', approve('STP'))
      .does('2026-01-07 11:00', 'receiver', accept)
    expect(story.complaint.clocks).toMatchObject({ dueAtMs: 123, receptionDueAtMs: null })
    expect(story.does('2026-01-07 12:00', 'receiver', receive).complaint.clocks.dueAtMs).toBe(123)
  })

  it.each(['awaiting_reception', 'verifying', 'received', 'assigned', 'in_progress', 'rework'] as const)(
    'denied from %s restores that state and its clock',
    (state) => {
      const before = caseIn(state)
      const { complaint } = new CaseStory(before)
        .does('2026-01-07 09:00', 'intake', propose('STP'))
        .does('2026-01-07 10:00', 'approver', deny)
      expect(complaint).toEqual({ ...before, rowVersion: before.rowVersion + 2, flowVersion: before.flowVersion + 2 })
    },
  )

  it('denied goes back to its own approver when it is proposed again', () => {
    const story = proposed()
      .does('2026-01-07 10:00', 'approver', deny)
      .does('2026-01-07 11:00', 'officer', propose('STP'))
    expect(story.complaint.proposal?.stage).toBe('approver')
  })

  it.each([
    ['unknown_agency', propose('SXD')],
    ['unknown_agency', propose('nowhere')],
    ['unknown_ground', propose('STP', 'not_in_scope')],
  ])('is refused with %s for a wrong target or ground', (code, step) => {
    expect(inHand().wouldGet('2026-01-07 09:00', 'officer', step)).toBe(code)
  })

  it('goes to the agency proposed: only the coordinator names another one', () => {
    expect(proposed().wouldGet('2026-01-07 10:00', 'approver', approve('SGD'))).toBe('not_permitted')
    expect(proposed().wouldGet('2026-01-07 10:00', 'coordinator', approve('SXD'))).toBe('unknown_agency')
    const { complaint } = proposed().does('2026-01-07 10:00', 'coordinator', approve('SGD'))
    expect(complaint.proposal).toMatchObject({ targetAgency: 'SGD', approvedBy: 'coordinator', stage: 'receiver' })
  })

  it('can be taken back by the approver, or called back by the coordinator, while the receiver does not answer', () => {
    const back = { name: 'assign', args: { team: 'SXD-1', officer: 'officer2' } } as const
    const { complaint } = atReceiver().does('2026-01-08 09:00', 'approver', back)
    expect(complaint).toMatchObject({ state: 'assigned', assignee: 'officer2', proposal: null, transfers: [] })
    expect(atReceiver().does('2026-01-08 09:00', 'coordinator', deny).complaint.state).toBe('in_progress')
  })
})

describe('a returned transfer', () => {
  const returned = (): CaseStory => atReceiver().does('2026-01-07 13:30', 'receiver', giveBack)

  it('goes to the coordinator, who has one working hour', () => {
    expect(returned().complaint).toMatchObject({
      state: 'transfer_proposed',
      agency: 'SXD',
      proposal: { stage: 'coordinator', returnReason: 'Không phải địa bàn', answerDueAtMs: hanoi('2026-01-07 14:30') },
    })
    expect(bucketsOfCase(returned().complaint)).not.toContain('agency:STP:open')
  })

  it('is not the approver’s any more', () => {
    expect(returned().wouldGet('2026-01-07 14:00', 'approver', approve('STP'))).toBe('not_permitted')
    expect(returned().wouldGet('2026-01-07 14:00', 'approver', deny)).toBe('not_permitted')
  })

  it('is given to another receiver, never to the same one again', () => {
    expect(returned().wouldGet('2026-01-07 14:00', 'coordinator', approve('STP'))).toBe('already_returned')
    const second = returned().does('2026-01-07 14:00', 'coordinator', approve('SGD'))
    expect(second.complaint.proposal).toMatchObject({
      stage: 'receiver',
      targetAgency: 'SGD',
      answerDueAtMs: hanoi('2026-01-08 09:00'),
    })
    expect(second.wouldGet('2026-01-07 15:00', 'receiver', accept)).toBe('not_permitted')
    expect(second.does('2026-01-07 15:00', 'third', accept).complaint).toMatchObject({
      agency: 'SGD',
      transfers: [{ from: 'SXD', to: 'SGD', approvedBy: 'coordinator', acceptedBy: 'third' }],
    })
  })

  it('denied by the coordinator restores the state before and its clock', () => {
    const before = caseIn('in_progress')
    expect(returned().does('2026-01-07 14:00', 'coordinator', deny).complaint).toMatchObject({
      state: 'in_progress',
      clocks: before.clocks,
      assignee: 'officer',
      proposal: null,
    })
  })
})

describe('a second transfer', () => {
  const second = (): CaseStory =>
    taken().does('2026-01-09 08:00', 'receiver', receive).does('2026-01-09 08:30', 'receiver', propose('SGD'))

  it('goes straight to the coordinator', () => {
    expect(second().complaint.proposal).toMatchObject({
      stage: 'coordinator',
      answerDueAtMs: hanoi('2026-01-09 09:30'),
      returnReason: null,
    })
    expect(second().wouldGet('2026-01-09 09:00', 'receiverApprover', approve('SGD'))).toBe('not_permitted')
    expect(second().wouldGet('2026-01-09 09:00', 'receiverApprover', deny)).toBe('not_permitted')
  })

  it('adds its hop where the first one ended', () => {
    const { complaint } = second()
      .does('2026-01-09 09:00', 'coordinator', approve('SGD'))
      .does('2026-01-09 10:00', 'third', accept)
    expect(complaint.transfers.map((hop) => [hop.from, hop.to, hop.workingMs / 3_600_000])).toEqual([
      ['SXD', 'STP', 29],
      ['STP', 'SGD', 5],
    ])
    expect(complaint.transfers[1]?.arrivedAtMs).toBe(complaint.transfers[0]?.leftAtMs)
    expect(complaint.clocks).toMatchObject({
      submittedAtMs: hanoi('2026-01-05 08:00'),
      arrivedAtMs: hanoi('2026-01-09 10:00'),
    })
  })
})

describe('the second pair of eyes', () => {
  const proposedBy = (who: string): CaseStory =>
    new CaseStory(caseIn('in_progress', { assignee: who })).does('2026-01-07 09:00', who, propose('STP'))

  it('is not the proposer’s own, in another role either', () => {
    expect(proposedBy('double').wouldGet('2026-01-07 10:00', 'double', approve('STP'))).toBe('own_proposal')
    expect(proposedBy('double').wouldGet('2026-01-07 10:00', 'approver', approve('STP'))).toBe('ok')
  })

  it('is not that of somebody who decides only in the proposer’s place', () => {
    const absences = [{ official: 'double', fromMs: 0, toMs: hanoi('2027-01-01 00:00'), substitute: 'supervisor' }]
    const story = new CaseStory(proposedBy('double').complaint, { organisation: organisation({ absences }) })
    expect(story.wouldGet('2026-01-07 10:00', 'supervisor', approve('STP'))).toBe('own_proposal')
    expect(story.wouldGet('2026-01-07 10:00', 'supervisor', deny)).toBe('own_proposal')
  })

  it('is not an approver’s at the coordinator’s step, where the proposer is the coordinator replaced', () => {
    const grants = [
      { role: 'intake_officer' as const, agency: 'SXD', team: null },
      { role: 'city_coordinator' as const, agency: 'VP', team: null },
    ]
    const absences = [{ official: 'both', fromMs: 0, toMs: hanoi('2027-01-01 00:00'), substitute: 'approver' }]
    const known = { organisation: organisation({ absences, officials: [{ id: 'both', active: true, grants }] }) }
    const { proposal } = caseIn('transfer_proposed')
    const complaint = caseIn('transfer_proposed', {
      proposal: proposal === null ? null : { ...proposal, proposedBy: 'both', stage: 'coordinator' },
    })
    expect(new CaseStory(complaint, known).wouldGet('2026-01-07 10:00', 'approver', approve('STP'))).toBe(
      'own_proposal',
    )
    expect(new CaseStory(complaint, known).wouldGet('2026-01-07 10:00', 'coordinator', approve('STP'))).toBe('ok')
  })
})
