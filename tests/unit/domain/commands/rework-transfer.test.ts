import { describe, expect, it } from 'vitest'
import type { Complaint } from '../../../../shared/domain/complaint.ts'
import { activeDueAtMs, activeStartAtMs, runningClocks } from '../../../../shared/domain/time/deadline-status.ts'
import { explainDeadline } from '../../../../shared/domain/time/explain-deadline.ts'
import { processingInput } from '../../../../shared/domain/time/clocks.ts'
import {
  actor,
  caseIn,
  context,
  hanoi,
  organisation,
  reworkAfterRating,
} from '../../../support/domain/case-fixtures.ts'
import { CaseStory } from '../../../support/domain/case-story.ts'
import { availableCommands } from '../../../../shared/domain/decision.ts'

const propose = {
  name: 'proposeTransfer',
  args: { targetAgency: 'STP', ground: 'other_authority', text: 'Đường do Sở quản lý' },
} as const
const receive = {
  name: 'receive',
  args: { level: 'normal', category: 'road_damage', area: '00004', duplicatesLookedAt: true },
} as const
const submit = {
  name: 'submitReply',
  args: { revision: 1, text: 'Đã làm lại', hash: 'h', overrideReason: null, noEvidence: null, gateShown: false },
} as const
const approve = {
  name: 'approveReply',
  args: { revision: 1, hash: 'h', personalDataReason: null, missingFilesReason: null },
} as const

const accepted = (rework: Complaint['rework']): CaseStory =>
  new CaseStory(caseIn('rework', { rework }))
    .does('2026-01-07 09:00', 'officer2', propose)
    .does('2026-01-07 10:00', 'approver', { name: 'approveTransfer', args: { targetAgency: 'STP' } })
    .does('2026-01-07 11:00', 'receiver', { name: 'acceptTransfer', args: {} })

const recheck = {
  ...reworkAfterRating,
  cause: 'recheck',
  orderedBy: 'oversight',
  dueAtMs: hanoi('2026-01-07 23:59'),
  formerAssignee: null,
} as const

const officers = (story: CaseStory): CaseStory =>
  story
    .does('2026-01-08 09:00', 'receiver', receive)
    .does('2026-01-08 09:10', 'foreign', { name: 'assign', args: { team: 'STP-1', officer: 'receiverOfficer' } })
    .does('2026-01-08 09:20', 'receiverOfficer', { name: 'start', args: {} })
    .does('2026-01-08 10:00', 'receiverOfficer', submit)

describe('a case in rework that goes to another agency', () => {
  it('keeps why it is worked on again, by whose order and who did it before', () => {
    for (const rework of [reworkAfterRating, recheck]) {
      expect(accepted(rework).complaint).toMatchObject({ state: 'awaiting_reception', agency: 'STP', rework })
    }
  })

  it('lay at the sender since the rework was opened: what it was answered and closed for is no time lost', () => {
    // Opened on Tuesday 06/01 at 10:00, gone on Wednesday at 11:00.
    expect(accepted(reworkAfterRating).complaint.transfers).toMatchObject([
      { arrivedAtMs: reworkAfterRating.openedAtMs, leftAtMs: hanoi('2026-01-07 11:00'), workingMs: 9 * 3_600_000 },
    ])
    const back = { name: 'proposeTransfer', args: { targetAgency: 'SGD', ground: 'other_area', text: 'Nhầm' } } as const
    const { complaint } = accepted(reworkAfterRating)
      .does('2026-01-08 09:00', 'receiver', back)
      .does('2026-01-08 10:00', 'coordinator', { name: 'approveTransfer', args: { targetAgency: 'SGD' } })
      .does('2026-01-08 11:00', 'third', { name: 'acceptTransfer', args: {} })
    // Where it came in rework it lay since it came.
    expect(complaint.transfers[1]).toMatchObject({ arrivedAtMs: hanoi('2026-01-07 11:00'), workingMs: 8 * 3_600_000 })
  })

  it('is under the reception clock there, then under the rework’s own term counted from reception', () => {
    const story = accepted(reworkAfterRating)
    expect(runningClocks(story.complaint)).toBe(story.complaint.clocks)
    expect(activeDueAtMs(story.complaint.clocks)).toBe(hanoi('2026-01-08 11:00'))
    const { complaint } = story.does('2026-01-08 09:00', 'receiver', receive)
    expect(activeStartAtMs(runningClocks(complaint))).toBe(hanoi('2026-01-08 09:00'))
    // Three working days, not the five of a new report; Saturday 10/01/2026 is off here.
    expect(complaint.clocks.dueAtMs).toBe(hanoi('2026-01-13 17:00'))
  })

  it('keeps the date of an order, however long the agencies took over the transfer', () => {
    const { complaint } = accepted(recheck).does('2026-01-08 09:00', 'receiver', receive)
    expect(complaint.clocks.dueAtMs).toBe(recheck.dueAtMs)
    const input = processingInput(complaint, context())
    if (input === null) throw new Error('a received case has a clock')
    const { spans, startMs, dueMs } = explainDeadline(input)
    expect([startMs, dueMs]).toEqual([recheck.openedAtMs, recheck.dueAtMs])
    expect(spans.reduce((atMs, span) => atMs + span.toMs - span.fromMs, startMs)).toBe(dueMs)
  })

  it('is handled and decided by the people there, whom no bar of the former agency meets', () => {
    const story = officers(accepted(reworkAfterRating))
    expect(story.wouldGet('2026-01-08 11:00', 'receiverApprover', approve)).toBe('ok')
  })

  it('is still decided by another approver than before, where the former one approves there as well', () => {
    const both = [
      { role: 'approver', agency: 'SXD', team: null },
      { role: 'approver', agency: 'STP', team: null },
    ] as const
    const { complaint } = officers(accepted(reworkAfterRating))
    const moved = organisation({ officials: [{ id: 'approver', active: true, grants: both }] })
    const buttons = availableCommands(
      { ...actor('approver'), grants: both },
      complaint,
      context({ organisation: moved }),
    )
    expect(buttons.find(({ name }) => name === 'approveReply')?.code).toBe('same_approver')
  })

  it('that comes back is again under the bars it left with', () => {
    const back = { name: 'proposeTransfer', args: { targetAgency: 'SXD', ground: 'other_area', text: 'Nhầm' } } as const
    const story = accepted(reworkAfterRating)
      .does('2026-01-08 09:00', 'receiver', back)
      .does('2026-01-08 10:00', 'coordinator', { name: 'approveTransfer', args: { targetAgency: 'SXD' } })
      .does('2026-01-08 11:00', 'intake', { name: 'acceptTransfer', args: {} })
      .does('2026-01-08 13:00', 'intake', receive)
    const assign = { name: 'assign', args: { team: 'SXD-1', officer: 'officer' } } as const
    expect(story.wouldGet('2026-01-08 14:00', 'approver2', assign)).toBe('same_assignee')
  })
})
