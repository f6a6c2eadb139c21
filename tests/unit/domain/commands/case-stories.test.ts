import { describe, expect, it } from 'vitest'
import { publicStatus } from '../../../../shared/domain/public-status.ts'
import { refusalGrounds } from '../../../../shared/domain/refusal.ts'
import { bucketsOfCase } from '../../../../shared/domain/scope.ts'
import { endedAtMs, deadlineStatus } from '../../../../shared/domain/time/deadline-status.ts'
import { caseIn, hanoi } from '../../../support/domain/case-fixtures.ts'
import { CaseStory } from '../../../support/domain/case-story.ts'

const receive = (level: 'urgent' | 'complex' | 'normal' = 'normal') =>
  ({ name: 'receive', args: { level, category: 'road_damage', area: '00004', duplicatesLookedAt: true } }) as const
const assign = (officer: string | null, team = 'SXD-1') => ({ name: 'assign', args: { team, officer } }) as const
const start = { name: 'start', args: {} } as const
const submit = (revision: number, text: string) =>
  ({
    name: 'submitReply',
    args: { revision, text, hash: `hash of ${text}`, overrideReason: null, noEvidence: null, gateShown: false },
  }) as const
const approve = (revision: number, text: string) =>
  ({
    name: 'approveReply',
    args: { revision, hash: `hash of ${text}`, personalDataReason: null, missingFilesReason: null },
  }) as const
const returnReply = (comment: string) => ({ name: 'returnReply', args: { comment, passage: 'Đã vá' } }) as const
const note = (id: string, text: string) => ({ name: 'addNote', args: { id, text } }) as const

const newCase = (): CaseStory => new CaseStory(caseIn('awaiting_reception'))

const inHand = (): CaseStory =>
  newCase()
    .does('2026-01-05 09:00', 'intake', receive())
    .does('2026-01-05 09:10', 'intake', assign(null))
    .does('2026-01-05 10:00', 'supervisor', assign('officer'))
    .does('2026-01-05 13:30', 'officer', start)

describe('an ordinary report', () => {
  const story = inHand()
    .does('2026-01-06 09:00', 'field', note('n1', 'Hố sâu 14 cm'))
    .does('2026-01-07 10:00', 'officer', submit(2, 'Đã vá'))
    .does('2026-01-07 11:00', 'approver', returnReply('Thiếu ảnh sau xử lý'))
    .does('2026-01-07 13:15', 'officer', start)
    .does('2026-01-08 08:30', 'officer', submit(5, 'Đã vá, có ảnh'))
    .does('2026-01-08 09:00', 'approver', approve(5, 'Đã vá, có ảnh'))

  it('ends answered in time, and the citizen is told so', () => {
    const { clocks } = story.complaint
    expect(story.complaint.state).toBe('answered')
    expect(publicStatus(story.complaint)).toBe('done')
    expect(clocks.dueAtMs).toBe(hanoi('2026-01-12 17:00'))
    expect(
      deadlineStatus({
        dueAtMs: clocks.dueAtMs,
        soonFromMs: null,
        pausedFromMs: null,
        endedAtMs: endedAtMs(clocks),
        nowMs: hanoi('2026-02-01 00:00'),
      }),
    ).toBe('ended_on_time')
  })

  it('tells its whole story in the timeline, in order, each entry with its own id', () => {
    expect(story.timeline.map((entry) => [entry.code, entry.actor])).toEqual([
      ['receive', 'intake'],
      ['assign', 'intake'],
      ['assign', 'supervisor'],
      ['start', 'officer'],
      ['addNote', 'field'],
      ['submitReply', 'officer'],
      ['returnReply', 'approver'],
      ['start', 'officer'],
      ['submitReply', 'officer'],
      ['approveReply', 'approver'],
    ])
    expect(new Set(story.timeline.map((entry) => entry.id)).size).toBe(story.timeline.length)
    expect(story.timeline.map((entry) => entry.atMs)).toEqual(
      story.timeline.map((entry) => entry.atMs).toSorted((a, b) => a - b),
    )
  })

  it('raised the flow version once per step but the note, the row version with every step', () => {
    const first = caseIn('awaiting_reception')
    expect(story.complaint.flowVersion - first.flowVersion).toBe(9)
    expect(story.complaint.rowVersion - first.rowVersion).toBe(10)
  })

  it('stays in the open buckets of its team until it closes', () => {
    expect(bucketsOfCase(story.complaint)).toEqual(['agency:SXD:open', 'team:SXD-1:open', 'city:open'])
  })

  it('takes a note still, and nothing else', () => {
    expect(story.wouldGet('2026-01-09 09:00', 'field', note('n2', 'Đã kiểm tra lại'))).toBe('ok')
    expect(story.wouldGet('2026-01-09 09:00', 'officer', start)).toBe('wrong_state')
    expect(story.wouldGet('2026-01-09 09:00', 'approver', returnReply('x'))).toBe('wrong_state')
    expect(story.wouldGet('2026-01-09 09:00', 'approver', approve(5, 'Đã vá, có ảnh'))).toBe('wrong_state')
  })
})

describe('a reply sent back', () => {
  const returned = inHand()
    .does('2026-01-07 10:00', 'officer', submit(2, 'Đã vá'))
    .does('2026-01-07 11:00', 'approver', returnReply('Thiếu ảnh'))

  it('keeps its text and the comment until the next one is submitted', () => {
    expect(returned.complaint).toMatchObject({
      state: 'reply_returned',
      assignee: 'officer',
      reply: { text: 'Đã vá', returnComment: 'Thiếu ảnh' },
    })
    const again = new CaseStory(returned.complaint)
      .does('2026-01-07 13:00', 'officer', start)
      .does('2026-01-07 14:00', 'officer', submit(3, 'Mới'))
    expect(again.complaint.reply).toMatchObject({ text: 'Mới', returnComment: null })
  })

  it('cannot be approved by somebody who still has the earlier one open', () => {
    const again = new CaseStory(returned.complaint)
      .does('2026-01-07 13:00', 'officer', start)
      .does('2026-01-07 14:00', 'officer', submit(3, 'Mới'))
    expect(again.wouldGet('2026-01-07 14:10', 'approver', approve(2, 'Đã vá'))).toBe('revision_mismatch')
    expect(again.wouldGet('2026-01-07 14:10', 'approver', approve(3, 'Đã vá'))).toBe('reply_changed')
    expect(again.wouldGet('2026-01-07 14:10', 'approver', approve(3, 'Mới'))).toBe('ok')
  })

  it('can be given to another officer, who becomes the author', () => {
    const moved = new CaseStory(returned.complaint)
      .does('2026-01-07 13:00', 'supervisor', assign('officer2'))
      .does('2026-01-07 13:30', 'officer2', start)
      .does('2026-01-07 15:00', 'officer2', submit(1, 'Mới'))
    expect(moved.complaint.reply?.author).toBe('officer2')
    expect(moved.wouldGet('2026-01-07 16:00', 'officer', start)).toBe('not_permitted')
  })
})

describe('a report that becomes urgent', () => {
  it('is due four working hours after its reception, even if that has passed already', () => {
    const story = inHand().does('2026-01-06 09:00', 'intake', {
      name: 'setLevel',
      args: { level: 'urgent', reason: 'Có người ngã' },
    })
    expect(story.complaint.clocks.dueAtMs).toBe(hanoi('2026-01-05 14:00'))
    expect(story.complaint.state).toBe('in_progress')
  })

  it('goes back to its first deadline when the supervisor lowers it again', () => {
    const story = inHand()
    const first = story.complaint.clocks.dueAtMs
    story
      .does('2026-01-06 09:00', 'intake', { name: 'setLevel', args: { level: 'urgent', reason: 'Có người ngã' } })
      .does('2026-01-06 10:00', 'supervisor', { name: 'setLevel', args: { level: 'normal', reason: 'Nhầm địa điểm' } })
    expect(story.complaint.clocks.dueAtMs).toBe(first)
  })

  it('before its reception changes no deadline yet', () => {
    const story = newCase()
    const before = story.complaint.clocks
    story.does('2026-01-05 08:30', 'intake', { name: 'setLevel', args: { level: 'urgent', reason: 'Ngập' } })
    expect(story.complaint.clocks).toEqual(before)
    story.does('2026-01-05 08:40', 'intake', receive('urgent'))
    expect(story.complaint.clocks.dueAtMs).toBe(hanoi('2026-01-05 13:40'))
  })
})

describe('a report that is refused', () => {
  const approve = { name: 'approveRefusal', args: {} } as const

  it.each(refusalGrounds)('on the ground %s stands refused with that ground until it closes', (ground) => {
    const story = newCase()
      .does('2026-01-05 09:00', 'intake', {
        name: 'proposeRefusal',
        args: { ground, text: 'Mời gửi tới nơi có thẩm quyền' },
      })
      .does('2026-01-05 10:00', ground === 'outside_city_authority' ? 'coordinator' : 'approver', approve)
    expect(story.complaint).toMatchObject({ state: 'refused', proposal: { ground, stateBefore: 'awaiting_reception' } })
    expect(publicStatus(story.complaint)).toBe('refused')
    expect(publicStatus({ ...story.complaint, state: 'closed' })).toBe('refused')
    expect(story.complaint.clocks.answeredAtMs).toBe(hanoi('2026-01-05 10:00'))
  })

  it('and denied from verification goes on being verified under the reception clock', () => {
    const story = newCase().does('2026-01-05 09:00', 'intake', { name: 'startVerification', args: { note: 'Đi xem' } })
    const before = story.complaint
    story
      .does('2026-01-05 10:00', 'intake', { name: 'proposeRefusal', args: { ground: 'unclear_content', text: 'x' } })
      .does('2026-01-05 11:00', 'approver', { name: 'denyRefusal', args: { reason: 'Rõ rồi' } })
    expect(story.complaint).toMatchObject({ state: 'verifying', clocks: before.clocks, proposal: null })
    expect(publicStatus(story.complaint)).toBe('awaiting')
  })

  it('twice is judged by its newest ground', () => {
    const propose = (ground: string) => ({ name: 'proposeRefusal', args: { ground, text: 'x' } }) as const
    const story = inHand()
      .does('2026-01-06 09:00', 'officer', propose('unclear_content'))
      .does('2026-01-06 10:00', 'approver', { name: 'denyRefusal', args: { reason: 'Rõ rồi' } })
      .does('2026-01-06 11:00', 'officer', propose('not_in_scope'))
    expect(story.complaint.proposal).toMatchObject({ ground: 'not_in_scope', stateBefore: 'in_progress' })
  })
})

describe('two officials at the same case', () => {
  it('do not overwrite each other: the second one’s step is a conflict', () => {
    const story = inHand()
    const seen = story.complaint.flowVersion
    story.does('2026-01-06 09:00', 'supervisor', assign('officer2'))
    expect(story.complaint.flowVersion).toBe(seen + 1)
    expect(story.wouldGet('2026-01-06 09:01', 'officer', submit(1, 'Đã vá'), seen)).toBe('stale_flow')
    expect(story.wouldGet('2026-01-06 09:01', 'officer', submit(1, 'Đã vá'))).toBe('not_permitted')
  })

  it('write notes side by side', () => {
    const story = inHand()
    const { flowVersion } = story.complaint
    story.does('2026-01-06 09:00', 'officer', note('a', 'một')).does('2026-01-06 09:00', 'supervisor', note('b', 'hai'))
    expect(story.complaint.flowVersion).toBe(flowVersion)
    expect(story.timeline.slice(-2).map((entry) => entry.id)).toEqual(['a', 'b'])
  })
})

describe('the intake officer’s hand', () => {
  it('moves a case to another team, which takes it from the officer', () => {
    const story = inHand().does('2026-01-06 09:00', 'intake', assign(null, 'SXD-2'))
    expect(story.complaint).toMatchObject({ state: 'assigned', team: 'SXD-2', assignee: null })
    expect(bucketsOfCase(story.complaint)).toContain('team:SXD-2:open')
    expect(story.wouldGet('2026-01-06 10:00', 'supervisor', assign('officer'))).toBe('not_permitted')
    expect(story.wouldGet('2026-01-06 10:00', 'supervisorOther', assign('officerOther', 'SXD-2'))).toBe('ok')
  })

  it('never moves the deadline by assigning', () => {
    const story = inHand()
    const { dueAtMs } = story.complaint.clocks
    story
      .does('2026-01-06 09:00', 'intake', assign(null, 'SXD-2'))
      .does('2026-01-06 10:00', 'approver', assign('officer'))
    expect(story.complaint.clocks.dueAtMs).toBe(dueAtMs)
  })
})
