import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  assignRights,
  foldedFilter,
  heldGrants,
  teamChoices,
} from '../../../renderer/features/case/commands/choices.ts'
import { officersFor } from '../../../renderer/features/case/commands/officer-choices.ts'
import { similarTo } from '../../../renderer/features/case/commands/duplicates-list.tsx'
import { eventKeyOf } from '../../../renderer/features/case/content/event-words.ts'
import { clocksOf, sharesOf } from '../../../renderer/features/case/deadline/deadline-view.ts'
import {
  countWords,
  openingText,
  replyHash,
  replyModeOf,
  revisionsOf,
} from '../../../renderer/features/case/reply/reply-view.ts'
import { caseDetailFake, offer } from '../../support/renderer/case-detail-fake.ts'
import { referenceFake, rowFake, workerStateFake } from '../../support/renderer/desk-services-fake.ts'
import { organisationOf } from '../../../shared/domain/organisation.ts'
import type { CaseDetailV1 } from '../../../shared/ipc/worker-contract.ts'

const detailOf = (over: Parameters<typeof rowFake>[1] = {}): CaseDetailV1 => {
  const detail = caseDetailFake(workerStateFake([rowFake('1', over)]), '1')
  if (detail === null) throw new Error('the fake has no case 1')
  return detail
}

describe('choices of a dialog', () => {
  it('are found as one types, with or without accents', () => {
    const options = [
      { value: '1', label: 'Phường Hoàng Mai' },
      { value: '2', label: 'Phường Ô Chợ Dừa' },
      { value: '3', label: 'Xã Đan Phượng' },
    ]
    const found = (search: string) =>
      foldedFilter({ options, search, limit: 10 }).map((option) => 'value' in option && option.value)
    expect(found('hoang mai')).toEqual(['1'])
    expect(found('Đan')).toEqual(['3'])
    expect(found('phuo')).toEqual(['1', '2', '3'])
    expect(found('xyz')).toEqual([])
  })
})

describe('choices for assigning', () => {
  it('offers active case and field officers of the team only', () => {
    const known = organisationOf(referenceFake, Date.UTC(2026, 10, 24, 2))
    const offered = (team: string) => officersFor(known, { id: team, agency: 'a1' }).map(({ id }) => id)
    expect(offered('t1')).toEqual(['o1', 'o2'])
    expect(offered('t2')).toEqual([])
    const teams = (data: typeof referenceFake, today: string) =>
      teamChoices(data, 'a1', today).map((choice) => choice.value)
    expect(teams(referenceFake, '2026-11-24')).toEqual(['t1', 't2'])
    // A team whose end is ordered for a later day is there until that day, and its heir from then on.
    const planned = {
      ...referenceFake,
      teams: referenceFake.teams.map((team) =>
        team.id === 't1' ? { ...team, validTo: '2027-06-30' } : { ...team, validFrom: '2027-07-01' },
      ),
    }
    expect(teams(planned, '2027-06-30')).toEqual(['t1'])
    expect(teams(planned, '2027-07-01')).toEqual(['t2'])
  })

  it('gives intake the team, the supervisor the officer and an approver both', () => {
    const me = (role: 'intake_officer' | 'team_supervisor' | 'approver') => [{ role, agency: 'a1', team: null }]
    expect(assignRights(me('intake_officer'), 'a1')).toEqual({ team: true, officer: false })
    expect(assignRights(me('team_supervisor'), 'a1')).toEqual({ team: false, officer: true })
    expect(assignRights(me('approver'), 'a1')).toEqual({ team: true, officer: true })
    expect(assignRights(me('approver'), 'a2')).toEqual({ team: false, officer: false })
  })

  it('gives whoever takes an absent supervisor’s place the officer to choose, while the absence lasts', () => {
    const lead = { id: 'o9', username: 'lead', displayName: 'Lê Thị Lan', active: true }
    const officials = [
      ...referenceFake.officials,
      { ...lead, grants: [{ role: 'team_supervisor' as const, agency: 'a1', team: 't1' }] },
    ]
    const absences = [{ id: 'w1', official: 'o9', fromMs: 100, toMs: 200, substitute: 'o1' }]
    const data = { ...referenceFake, officials, absences }
    const rightsAt = (nowMs: number) => assignRights(heldGrants(data, organisationOf(data, nowMs)), 'a1')
    expect([rightsAt(99), rightsAt(100), rightsAt(200)]).toEqual([
      { team: false, officer: false },
      { team: false, officer: true },
      { team: false, officer: false },
    ])
  })

  it('shows as possible duplicates the cases of the same area, never the case itself', () => {
    const rows = [rowFake('1'), rowFake('2'), rowFake('3', { area: 'x' })]
    expect(similarTo({ id: '1', area: '00070' }, rows).map((row) => row.id)).toEqual(['2'])
  })
})

describe('both clocks', () => {
  it('run reception until it is received, then processing', () => {
    const now = workerStateFake().nowMs
    const [reception, processing] = clocksOf(detailOf({ receivedAtMs: null, receptionDueAtMs: now - 1 }).case, now)
    expect(reception).toMatchObject({ phase: 'running', late: true })
    expect(processing).toMatchObject({ phase: 'not_started', elapsedMs: null })
    const received = clocksOf(detailOf().case, now)
    expect(received[0]).toMatchObject({ phase: 'done', late: false })
    expect(received[1]).toMatchObject({ phase: 'running', elapsedMs: 26 * 3_600_000 })
  })

  it('fill the bar of the clock that runs by legal time', () => {
    expect(sharesOf(detailOf({ workingMsLeft: 10 * 3_600_000 }))).toEqual({ reception: 1, processing: 0.75 })
    expect(sharesOf(detailOf({ workingMsLeft: null }))).toEqual({ reception: 1, processing: 0 })
  })
})

describe('the reply', () => {
  it('is edited by the assignee while the case is in hand, and read otherwise', () => {
    const modeOf = (over: Parameters<typeof detailOf>[0], me: string) =>
      replyModeOf({ ...detailOf(over), commands: [] }, me)
    expect(modeOf({}, 'o1')).toBe('edit')
    expect(modeOf({ state: 'reply_returned' }, 'o1')).toBe('edit')
    expect(modeOf({}, 'o3')).toBe('not_yours')
    expect(modeOf({ state: 'received', assignee: null }, 'o1')).toBe('not_yet')
    expect(modeOf({ state: 'reply_submitted' }, 'o1')).toBe('submitted')
    expect(modeOf({ state: 'answered' }, 'o3')).toBe('published')
  })

  it('is edited by whoever takes the absent assignee’s place: to submit is offered to them', () => {
    const offered = (allowed: boolean) => [offer('submitReply', allowed)]
    expect(replyModeOf({ ...detailOf(), commands: offered(true) }, 'o3')).toBe('edit')
    expect(replyModeOf({ ...detailOf({ state: 'reply_returned' }), commands: offered(false) }, 'o3')).toBe('edit')
    expect(replyModeOf({ ...detailOf({ state: 'received', assignee: null }), commands: [] }, 'o3')).toBe('not_yet')
  })

  it('opens with the draft, else with the reply that was returned', () => {
    const returned = detailOf({ state: 'reply_returned' })
    expect(openingText(returned)).toContain('đơn vị đã kiểm tra')
    expect(openingText({ ...returned, draft: { text: 'nháp', baseRevision: 1, savedAtMs: 0 } })).toBe('nháp')
    expect(openingText(detailOf())).toBe('')
    expect(revisionsOf(returned)).toEqual({ base: 1, submitted: 2 })
  })

  it('counts words as people do and hashes like the server', async () => {
    expect(countWords('Đã xử lý – xong.\n\n[[file:1]] ')).toBe(5)
    expect(countWords('  ')).toBe(0)
    expect(await replyHash('Đã xử lý')).toBe(createHash('sha256').update('Đã xử lý').digest('hex'))
  })
})

describe('a line of the timeline', () => {
  it('is named by what the command did, the command, the code or the kind, in that order', () => {
    expect(eventKeyOf({ kind: 'command', code: 'approveReply' })).toBe('standing.did.approveReply')
    expect(eventKeyOf({ kind: 'command', code: 'receive' })).toBe('command.name.receive')
    expect(eventKeyOf({ kind: 'note', code: 'addNote' })).toBe('case.event.note')
    expect(eventKeyOf({ kind: 'citizen', code: 'submitted' })).toBe('case.event.submitted')
    expect(eventKeyOf({ kind: 'system', code: 'never_heard_of' })).toBe('case.event.system')
    expect(eventKeyOf({ kind: 'toString', code: 'constructor' })).toBe('case.event.system')
  })
})
