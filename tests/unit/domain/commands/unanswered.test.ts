import { describe, expect, it } from 'vitest'
import type { Complaint } from '../../../../shared/domain/complaint.ts'
import { askedOf, caseIn, hanoi } from '../../../support/domain/case-fixtures.ts'
import { CaseStory } from '../../../support/domain/case-story.ts'

const answered = {
  ...askedOf('SGD'),
  answer: 'Sở bảo trì',
  answeredBy: 'third',
  answeredAtMs: hanoi('2026-01-07 08:30'),
}
const coordination = [askedOf('STP'), answered]
const answer = { name: 'answerCoordination', args: { id: 'ask-STP', answer: 'Muộn' } } as const
const approve = {
  name: 'approveReply',
  args: { revision: 3, hash: 'hash-1', personalDataReason: null, missingFilesReason: null },
} as const
const closings = ({ coordination: asked }: Complaint) => asked.map(({ closedAtMs }) => closedAtMs)

describe('a question to another agency that is never answered', () => {
  it('closes with the reply, and stays in the ledger beside those that were answered', () => {
    const { complaint } = new CaseStory(caseIn('reply_submitted', { coordination })).does(
      '2026-01-07 10:00',
      'approver',
      approve,
    )
    expect(closings(complaint)).toEqual([hanoi('2026-01-07 10:00'), null])
    expect(complaint.coordination).toMatchObject([{ question: askedOf('STP').question, answer: null }, answered])
  })

  it('closes with a refusal', () => {
    const { complaint } = new CaseStory(caseIn('refusal_submitted', { coordination })).does(
      '2026-01-07 10:00',
      'approver',
      {
        name: 'approveRefusal',
        args: {},
      },
    )
    expect(closings(complaint)).toEqual([hanoi('2026-01-07 10:00'), null])
  })

  it('is not answered any more when the case is worked on again; the agency may be asked anew', () => {
    const story = new CaseStory(caseIn('reply_submitted', { coordination }))
      .does('2026-01-07 10:00', 'approver', approve)
      .does('2026-01-08 10:00', 'oversight', {
        name: 'orderRecheck',
        args: { reason: 'Kiểm tra lại', dueDate: '2026-01-15' },
      })
    expect(story.wouldGet('2026-01-08 11:00', 'receiver', answer)).toBe('nothing_asked')
    const again = { name: 'requestCoordination', args: { id: 'ask-2', agency: 'STP', question: 'Lần nữa?' } } as const
    story.does('2026-01-08 11:00', 'officer', again)
    expect(story.wouldGet('2026-01-08 12:00', 'receiver', answer)).toBe('nothing_asked')
    const second = { name: 'answerCoordination', args: { id: 'ask-2', answer: 'Sở' } } as const
    expect(story.wouldGet('2026-01-08 12:00', 'receiver', second)).toBe('ok')
  })

  it('closes while the case follows another one, and is open again once it is separated', () => {
    const mergeTarget = { id: 'main-1', state: 'in_progress', agency: 'SXD' } as const
    const story = new CaseStory(caseIn('in_progress', { coordination }), { mergeTarget }).does(
      '2026-01-07 10:00',
      'intake',
      { name: 'merge', args: { target: 'main-1' } },
    )
    expect(closings(story.complaint)).toEqual([hanoi('2026-01-07 10:00'), null])
    const { complaint } = story.does('2026-01-08 10:00', 'intake', { name: 'unmerge', args: { reason: 'Khác nơi' } })
    expect(closings(complaint)).toEqual([null, null])
  })

  it('goes with the case to another agency, where its date follows the new deadline', () => {
    const story = new CaseStory(caseIn('in_progress', { coordination }))
      .does('2026-01-07 09:00', 'officer', {
        name: 'proposeTransfer',
        args: { targetAgency: 'SGD', ground: 'other_area', text: 'x' },
      })
      .does('2026-01-07 09:30', 'approver', { name: 'approveTransfer', args: { targetAgency: 'SGD' } })
      .does('2026-01-07 10:00', 'third', { name: 'acceptTransfer', args: {} })
    expect(closings(story.complaint)).toEqual([null, null])
    expect(story.complaint.coordination[0]?.dueAtMs).toBe(askedOf('STP').dueAtMs)
    const { complaint } = story.does('2026-01-09 10:00', 'third', {
      name: 'receive',
      args: { level: 'normal', category: 'road_damage', area: '00004', duplicatesLookedAt: true },
    })
    expect(complaint.coordination[0]?.dueAtMs).toBeGreaterThan(askedOf('STP').dueAtMs)
    expect(complaint.coordination[0]?.dueAtMs).toBeLessThan(complaint.clocks.dueAtMs ?? 0)
  })
})
