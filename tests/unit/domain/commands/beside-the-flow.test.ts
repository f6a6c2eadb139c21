import { describe, expect, it } from 'vitest'
import type { Command } from '../../../../shared/domain/command.ts'
import { decideCommand } from '../../../../shared/domain/decision.ts'
import { openStates } from '../../../../shared/domain/states.ts'
import { bucketsOfCase } from '../../../../shared/domain/scope.ts'
import { actor, agency, askedOf, caseIn, context, hanoi, nowMs } from '../../../support/domain/case-fixtures.ts'
import { heldByField, openPromise } from '../../../support/domain/case-situations.ts'
import { CaseStory } from '../../../support/domain/case-story.ts'

const answer = (id: string) => ({ name: 'answerCoordination', args: { id, answer: ' Của sở ' } }) as const
const merge = (target = 'main-1') => ({ name: 'merge', args: { target } }) as const
const unmerge = { name: 'unmerge', args: { reason: 'Khác địa điểm' } } as const
const checkOut = (untilMs: number) => ({ name: 'checkOut', args: { untilMs } }) as const
const checkIn = { name: 'checkIn', args: {} } as const
const settle = (id: string) => ({ name: 'settleCommitment', args: { id, note: ' Đã thảm ' } }) as const

describe('a question to another agency', () => {
  const asked = caseIn('in_progress', { coordination: [askedOf('STP'), askedOf('SGD')] })

  it('shows the case to that agency, as long as the case lives', () => {
    expect(bucketsOfCase(asked)).toEqual(expect.arrayContaining(['agency:STP:open', 'agency:SGD:open']))
  })

  it('is answered by the agency it was put to, and the lead goes on', () => {
    const story = new CaseStory(asked).does('2026-01-07 10:00', 'receiver', answer('ask-STP'))
    expect(story.complaint.coordination).toMatchObject([
      { agency: 'STP', answer: 'Của sở', answeredBy: 'receiver', answeredAtMs: hanoi('2026-01-07 10:00') },
      { agency: 'SGD', answer: null, answeredBy: null, answeredAtMs: null },
    ])
    expect(story.complaint).toMatchObject({ state: 'in_progress', assignee: 'officer', flowVersion: 4, rowVersion: 8 })
    expect(story.wouldGet('2026-01-07 11:00', 'receiver', answer('ask-STP'))).toBe('already_so')
  })

  it('is not answered for another agency, nor where none was put', () => {
    expect(new CaseStory(asked).wouldGet('2026-01-07 10:00', 'receiver', answer('ask-SGD'))).toBe('not_permitted')
    expect(new CaseStory(asked).wouldGet('2026-01-07 10:00', 'receiver', answer('none'))).toBe('unknown_request')
    const done = caseIn('in_progress', { coordination: [{ ...askedOf('STP'), answeredAtMs: nowMs }] })
    expect(new CaseStory(done).wouldGet('2026-01-07 10:00', 'receiver', answer('ask-STP'))).toBe('nothing_asked')
  })
})

describe('merging', () => {
  const target = { id: 'main-1', state: 'assigned' as const, agency }

  it.each(openStates)('from %s and back leaves the case as it was', (state) => {
    const before = caseIn(state)
    const story = new CaseStory(before, { mergeTarget: target }).does('2026-01-07 10:00', 'intake', merge())
    expect(story.complaint).toMatchObject({
      state: 'merged',
      mergedInto: 'main-1',
      stateBeforeMerge: state,
      clocks: { closedAtMs: hanoi('2026-01-07 10:00') },
    })
    story.does('2026-01-08 10:00', 'intake', unmerge)
    expect(story.complaint).toEqual({
      ...before,
      rowVersion: before.rowVersion + 2,
      flowVersion: before.flowVersion + 2,
    })
  })

  it.each([
    ['nothing known of it', undefined, 'main-1'],
    ['itself', { ...target, id: 'case-1' }, 'case-1'],
    ['another case than the one looked up', target, 'main-2'],
    ['a merged case, so that no chain is built', { ...target, state: 'merged' as const }, 'main-1'],
    ['a refused case', { ...target, state: 'refused' as const }, 'main-1'],
    ['a closed case', { ...target, state: 'closed' as const }, 'main-1'],
    ['a case of another agency, which nobody agreed to', { ...target, agency: 'STP' }, 'main-1'],
  ])('goes not into %s', (_what, mergeTarget, named) => {
    const known = mergeTarget === undefined ? {} : { mergeTarget }
    expect(new CaseStory(caseIn('assigned'), known).wouldGet('2026-01-07 10:00', 'intake', merge(named))).toBe(
      'merge_target_wrong',
    )
  })

  it('goes into an answered case', () => {
    const known = { mergeTarget: { ...target, state: 'answered' as const } }
    expect(new CaseStory(caseIn('assigned'), known).wouldGet('2026-01-07 10:00', 'intake', merge())).toBe('ok')
  })

  it('is not for a case that others follow, so that no chain is built', () => {
    const known = { mergeTarget: target, mergedHere: 1 }
    expect(new CaseStory(caseIn('assigned'), known).wouldGet('2026-01-07 10:00', 'intake', merge())).toBe(
      'has_merged_cases',
    )
  })

  it('undone without a remembered state begins at reception', () => {
    const { complaint } = new CaseStory(caseIn('merged', { stateBeforeMerge: null })).does(
      '2026-01-07 10:00',
      'intake',
      unmerge,
    )
    expect(complaint).toMatchObject({ state: 'awaiting_reception', mergedInto: null })
  })
})

describe('holding a case offline', () => {
  const days = (count: number): number => hanoi('2026-01-07 10:00') + count * 86_400_000

  it('is seen by colleagues, raises no flow version, and keeps nobody from working', () => {
    const story = new CaseStory(caseIn('in_progress')).does('2026-01-07 10:00', 'field', checkOut(days(2)))
    expect(story.complaint).toMatchObject({
      checkout: { by: 'field', atMs: hanoi('2026-01-07 10:00'), untilMs: days(2) },
      flowVersion: 4,
      rowVersion: 8,
    })
    const submit = {
      name: 'submitReply',
      args: { revision: 1, text: 'Đã vá', hash: 'h', overrideReason: null, noEvidence: null, gateShown: false },
    } as const
    expect(story.wouldGet('2026-01-07 11:00', 'officer', submit)).toBe('ok')
    expect(story.wouldGet('2026-01-07 11:00', 'officer', checkOut(days(1)))).toBe('checked_out')
    expect(story.wouldGet('2026-01-07 11:00', 'field', checkOut(days(5)))).toBe('ok')
    expect(story.wouldGet('2026-01-09 10:00', 'officer', checkOut(days(4)))).toBe('ok')
  })

  it.each([
    ['date_past', 0],
    ['date_past', -1],
    ['ok', 21],
    ['too_long', 21.001],
  ])('is %s for %d days', (code, count) => {
    expect(new CaseStory(caseIn('in_progress')).wouldGet('2026-01-07 10:00', 'field', checkOut(days(count)))).toBe(code)
  })

  it('ends by the holder, even when the case was given to somebody else, or by who leads', () => {
    const held = caseIn('in_progress', { checkout: { ...heldByField, by: 'officer' }, assignee: 'officer2' })
    expect(new CaseStory(held).does('2026-01-07 10:00', 'officer', checkIn).complaint.checkout).toBeNull()
    for (const who of ['supervisor', 'approver'])
      expect(new CaseStory(held).wouldGet('2026-01-07 10:00', who, checkIn)).toBe('ok')
    for (const who of ['officer2', 'field', 'intake', 'supervisorOther'])
      expect(new CaseStory(held).wouldGet('2026-01-07 10:00', who, checkIn), who).toBe('not_permitted')
    expect(new CaseStory(caseIn('in_progress')).wouldGet('2026-01-07 10:00', 'field', checkIn)).toBe('not_checked_out')
  })
})

describe('promises', () => {
  const promised = caseIn('answered', { commitments: [openPromise, { ...openPromise, id: 'event-0-c2' }] })

  it('are made by the author when the reply is approved, beside those made before', () => {
    const { reply } = caseIn('reply_submitted')
    const complaint = caseIn('reply_submitted', {
      commitments: [openPromise],
      reply: reply === null ? null : { ...reply, text: 'Đã vá tạm. Thảm lại trước ngày 20/01/2026.' },
    })
    const approve = {
      name: 'approveReply',
      args: { revision: 3, hash: 'hash-1', personalDataReason: null, missingFilesReason: null },
    } as const
    const story = new CaseStory(complaint).does('2026-01-07 10:00', 'approver', approve)
    expect(story.complaint.commitments).toMatchObject([
      openPromise,
      { text: 'Thảm lại trước ngày 20/01/2026.', promisedBy: 'officer', dueAtMs: hanoi('2026-01-21 00:00') - 1 },
    ])
  })

  it('are settled one by one', () => {
    const story = new CaseStory(promised).does('2026-01-19 10:00', 'officer', settle(openPromise.id))
    expect(story.complaint.commitments).toMatchObject([
      { settledBy: 'officer', settledAtMs: hanoi('2026-01-19 10:00'), settledNote: 'Đã thảm' },
      { settledBy: null, settledAtMs: null },
    ])
    expect(story.wouldGet('2026-01-19 11:00', 'officer', settle(openPromise.id))).toBe('already_so')
    expect(story.wouldGet('2026-01-19 11:00', 'officer', settle('none'))).toBe('unknown_request')
    story.does('2026-01-19 11:00', 'supervisor', settle('event-0-c2'))
    expect(story.wouldGet('2026-01-19 12:00', 'officer', settle('event-0-c2'))).toBe('nothing_asked')
  })
})

describe('field work', () => {
  const decide = (command: Command) =>
    decideCommand({ command, actor: actor('field'), complaint: caseIn('in_progress'), context: context() })
  const file = {
    id: 'f1',
    name: 'a.jpg',
    type: 'image/jpeg',
    sizeBytes: 1,
    hash: 'a'.repeat(64),
    role: 'photo_after' as const,
  }

  it('shows its files and where it was, under the id the device gave it', () => {
    const evidence = decide({ name: 'addEvidence', caseId: 'case-1', args: { id: 'e1', text: ' ', files: [file] } })
    expect(evidence.ok && evidence.events).toMatchObject([
      { id: 'e1', kind: 'evidence', text: '', extra: { files: ['f1'], point: null, occurredAtMs: null } },
    ])
    const visit = decide({
      name: 'recordVisit',
      caseId: 'case-1',
      args: { id: 'v1', text: 'Hố sâu', occurredAtMs: 5, point: { lng: 105.8, lat: 21 } },
    })
    expect(visit.ok && visit.events).toMatchObject([
      { id: 'v1', kind: 'visit', atMs: nowMs, extra: { files: [], point: { lng: 105.8, lat: 21 }, occurredAtMs: 5 } },
    ])
  })

  it('says something: evidence is a text, files, or both', () => {
    expect(decide({ name: 'addEvidence', caseId: 'case-1', args: { id: 'e1', text: ' ', files: [] } })).toEqual({
      ok: false,
      code: 'text_required',
    })
  })
})
