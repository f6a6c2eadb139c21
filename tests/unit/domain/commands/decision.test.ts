import { describe, expect, it } from 'vitest'
import { officialCommands } from '../../../../shared/domain/command-table.ts'
import { availableCommands, decideCommand } from '../../../../shared/domain/decision.ts'
import type { Command } from '../../../../shared/domain/command.ts'
import type { Decision, DecisionContext } from '../../../../shared/domain/decision-context.ts'
import type { Complaint } from '../../../../shared/domain/complaint.ts'
import { actor, caseIn, context, hanoi, nowMs, organisation } from '../../../support/domain/case-fixtures.ts'

type Args<N extends Command['name']> = Extract<Command, { name: N }>['args']

const command = <N extends Command['name']>(name: N, args: Args<N>): Command =>
  ({ name, caseId: 'case-1', args }) as Extract<Command, { name: N }>

const decide = (who: string, given: Command, complaint: Complaint, change: Partial<DecisionContext> = {}): Decision =>
  decideCommand({ command: given, actor: actor(who), complaint, context: context(change) })

const codeOf = (decision: Decision): string => (decision.ok ? 'ok' : decision.code)

const nextOf = (decision: Decision): Complaint => {
  if (!decision.ok) throw new Error(`refused: ${decision.code}`)
  return decision.next
}

const receive = command('receive', {
  level: 'normal',
  category: 'road_damage',
  area: '00004',
  duplicatesLookedAt: true,
})
const reply = 'Tổ tuần đường đã vá ổ gà lúc 15 giờ.'
const submit = command('submitReply', { revision: 3, text: reply, hash: 'hash-1', overrideReason: null })

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
    ['unknown_area', { area: null }],
    ['duplicates_not_checked', { duplicatesLookedAt: false }],
  ])('refuses with %s when the classification is %o', (code, change) => {
    const given = command('receive', { ...receive.args, ...change } as Args<'receive'>)
    expect(codeOf(decide('intake', given, caseIn('awaiting_reception')))).toBe(code)
  })

  it('asks no area of an imported case or of one that is not a field report', () => {
    const given = command('receive', { level: 'normal', category: 'road_damage', area: null, duplicatesLookedAt: true })
    expect(codeOf(decide('intake', given, caseIn('awaiting_reception', { source: 'import:boston311' })))).toBe('ok')
    expect(codeOf(decide('intake', given, caseIn('awaiting_reception', { kind: 'initiative' })))).toBe('ok')
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

  it('leaves the step before reception to an approver, and then starts the processing clock', () => {
    const complaint = caseIn('awaiting_reception')
    const given = command('assign', { team: 'SXD-1', officer: null })
    expect(codeOf(decide('intake', given, complaint))).toBe('wrong_state')
    expect(nextOf(decide('approver', given, complaint)).clocks.dueAtMs).toBe(hanoi('2026-01-14 17:00'))
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

  it('withdraws a proposed transfer when an approver takes the case back', () => {
    const next = nextOf(
      decide('approver', command('assign', { team: 'SXD-1', officer: 'officer' }), caseIn('transfer_proposed')),
    )
    expect(next.proposal).toBeNull()
    expect(next.state).toBe('assigned')
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

describe('replying', () => {
  it('lets the assignee start and submit, with the submitter as author', () => {
    const started = nextOf(decide('officer', command('start', {}), caseIn('assigned')))
    const submitted = nextOf(decide('officer', submit, started))
    expect(submitted.state).toBe('reply_submitted')
    expect(submitted.reply).toMatchObject({ author: 'officer', revision: 3, text: reply, approvedBy: null })
  })

  it('lets the substitute of an absent assignee start, and nobody else', () => {
    const absences = [{ official: 'officer', fromMs: nowMs - 1, toMs: nowMs + 1, substitute: 'officer2' }]
    const change = { organisation: organisation({ absences }) }
    expect(codeOf(decide('officer2', command('start', {}), caseIn('assigned')))).toBe('not_permitted')
    expect(codeOf(decide('officer2', command('start', {}), caseIn('assigned'), change))).toBe('ok')
  })

  it.each(['', ' \n\t', '\u200b\u200d', '** **', '[[file:1]]', '---'])('refuses the empty text %j', (text) => {
    const given = command('submitReply', { revision: 3, text, hash: 'hash-1', overrideReason: null })
    expect(codeOf(decide('officer', given, caseIn('in_progress')))).toBe('reply_empty')
  })

  it('refuses a text whose hash is not the one named, and one without a hash computed', () => {
    expect(codeOf(decide('officer', submit, caseIn('in_progress'), { replyHash: 'other' }))).toBe('reply_changed')
    const { replyHash: _unused, ...without } = context()
    const request = { command: submit, actor: actor('officer'), complaint: caseIn('in_progress'), context: without }
    expect(codeOf(decideCommand(request))).toBe('reply_changed')
  })

  it('refuses a revision that is not the newest draft', () => {
    expect(codeOf(decide('officer', submit, caseIn('in_progress'), { draftRevision: 4 }))).toBe('revision_mismatch')
  })

  it('stores the canonical form of the text', () => {
    const given = command('submitReply', {
      revision: 1,
      text: ' Đa\u0303 va\u0301 \r\n\r\n\r\n xong\u200b ',
      hash: 'hash-1',
      overrideReason: null,
    })
    expect(nextOf(decide('officer', given, caseIn('in_progress'))).reply?.text).toBe('Đã vá\n\n xong')
  })

  it('gives a returned reply back to the assignee, or to the author where nobody is assigned', () => {
    const given = command('returnReply', { comment: 'Thiếu ảnh', passage: 'Đã vá' })
    const decision = decide('approver', given, caseIn('reply_submitted'))
    expect(nextOf(decision)).toMatchObject({
      state: 'reply_returned',
      assignee: 'officer',
      reply: { returnComment: 'Thiếu ảnh' },
    })
    expect(decision.ok && decision.events[0]?.text).toBe('> Đã vá\nThiếu ảnh')
    expect(nextOf(decide('supervisor', given, caseIn('reply_submitted', { assignee: null }))).assignee).toBe('officer')
  })

  it('refuses to return without a comment', () => {
    expect(
      codeOf(decide('approver', command('returnReply', { comment: ' ', passage: null }), caseIn('reply_submitted'))),
    ).toBe('text_required')
  })
})

describe('approving a reply', () => {
  const approve = command('approveReply', { revision: 3, hash: 'hash-1', personalDataReason: null })

  it('answers the case and stops the clock', () => {
    const next = nextOf(decide('approver', approve, caseIn('reply_submitted')))
    expect(next.state).toBe('answered')
    expect(next.reply?.approvedBy).toBe('approver')
    expect(next.clocks.answeredAtMs).toBe(nowMs)
  })

  it('refuses the author who is also an approver', () => {
    const own = caseIn('reply_submitted', { assignee: 'double' })
    const byDouble = { ...own, reply: own.reply === null ? null : { ...own.reply, author: 'double' } }
    expect(codeOf(decide('double', approve, byDouble))).toBe('own_reply')
    expect(codeOf(decide('approver', approve, byDouble))).toBe('ok')
  })

  it('refuses the author who takes the place of the absent approver', () => {
    const absences = [{ official: 'approver', fromMs: nowMs - 1, toMs: nowMs + 1, substitute: 'officer' }]
    expect(
      codeOf(decide('officer', approve, caseIn('reply_submitted'), { organisation: organisation({ absences }) })),
    ).toBe('own_reply')
  })

  it('refuses whoever could approve only in the place of the absent author', () => {
    const own = caseIn('reply_submitted')
    const byDouble = { ...own, reply: own.reply === null ? null : { ...own.reply, author: 'double' } }
    const absences = [{ official: 'double', fromMs: nowMs - 1, toMs: nowMs + 1, substitute: 'officer2' }]
    expect(codeOf(decide('officer2', approve, byDouble, { organisation: organisation({ absences }) }))).toBe(
      'own_reply',
    )
  })

  it('refuses another revision and another text than the one read', () => {
    expect(
      codeOf(
        decide(
          'approver',
          command('approveReply', { revision: 2, hash: 'hash-1', personalDataReason: null }),
          caseIn('reply_submitted'),
        ),
      ),
    ).toBe('revision_mismatch')
    expect(
      codeOf(
        decide(
          'approver',
          command('approveReply', { revision: 3, hash: 'hash-2', personalDataReason: null }),
          caseIn('reply_submitted'),
        ),
      ),
    ).toBe('reply_changed')
  })

  it('waits for the files and for the server', () => {
    expect(codeOf(decide('approver', approve, caseIn('reply_submitted'), { filesMissing: 1 }))).toBe('file_missing')
    expect(codeOf(decide('approver', approve, caseIn('reply_submitted'), { online: false }))).toBe('online_only')
  })
})

describe('refusing a report', () => {
  const propose = command('proposeRefusal', { ground: 'not_in_scope', text: 'Hướng dẫn nơi nhận' })

  it('remembers the state before and restores it with its clock when denied', () => {
    const before = caseIn('assigned')
    const proposed = nextOf(decide('officer', propose, before))
    expect(proposed).toMatchObject({
      state: 'refusal_submitted',
      proposal: { stateBefore: 'assigned', proposedBy: 'officer' },
    })
    const denied = nextOf(decide('approver', command('denyRefusal', { reason: 'Đúng thẩm quyền' }), proposed))
    expect(denied).toMatchObject({ state: 'assigned', proposal: null, clocks: before.clocks })
  })

  it('ends the case when approved and keeps ground and guidance', () => {
    const next = nextOf(decide('approver', command('approveRefusal', {}), caseIn('refusal_submitted')))
    expect(next).toMatchObject({
      state: 'refused',
      proposal: { ground: 'not_in_scope' },
      clocks: { answeredAtMs: nowMs },
    })
  })

  it('is never decided by the proposer', () => {
    const proposed = nextOf(decide('double', propose, caseIn('in_progress', { assignee: 'double' })))
    expect(codeOf(decide('double', command('approveRefusal', {}), proposed))).toBe('own_proposal')
    expect(codeOf(decide('double', command('denyRefusal', { reason: 'x' }), proposed))).toBe('own_proposal')
  })

  it('needs a known ground and guidance for the citizen', () => {
    expect(
      codeOf(decide('intake', command('proposeRefusal', { ground: 'bored', text: 'x' }), caseIn('received'))),
    ).toBe('unknown_ground')
    expect(
      codeOf(decide('intake', command('proposeRefusal', { ground: 'not_in_scope', text: '' }), caseIn('received'))),
    ).toBe('text_required')
  })
})

describe('notes, drafts and marks', () => {
  const note = command('addNote', { id: 'note-1', text: ' Đã gọi điện ' })

  it('keeps a note in every state without a conflict', () => {
    const decision = decide('officer', note, caseIn('closed'), { ifVersion: 1 })
    expect(decision.ok && decision.events).toEqual([
      {
        id: 'note-1',
        caseId: 'case-1',
        kind: 'note',
        code: 'addNote',
        actor: 'officer',
        atMs: nowMs,
        text: 'Đã gọi điện',
        late: false,
        extra: null,
      },
    ])
    expect(nextOf(decision)).toMatchObject({ rowVersion: 8, flowVersion: 4 })
  })

  it('marks a note late when the case moved on, and keeps it when the case was the officer’s at the time', () => {
    const moved = caseIn('assigned', { team: 'SXD-2', assignee: 'officerOther' })
    expect(codeOf(decide('officer', note, moved))).toBe('not_permitted')
    const decision = decide('officer', note, moved, { heldBefore: true, movedOn: true })
    expect(decision.ok && decision.events[0]?.late).toBe(true)
  })

  it('leaves the case row alone for drafts and marks', () => {
    const complaint = caseIn('in_progress')
    const saved = decide('officer', command('saveDraft', { baseRevision: 0, text: 'Nháp' }), complaint)
    expect(saved).toEqual({ ok: true, next: complaint, events: [] })
    expect(decide('oversight', command('mark', { read: 7, pinned: null }), complaint)).toEqual({
      ok: true,
      next: complaint,
      events: [],
    })
  })
})

describe('every command', () => {
  it('is refused on another flow version when it is a workflow command', () => {
    expect(codeOf(decide('officer', command('start', {}), caseIn('assigned'), { ifVersion: 3 }))).toBe('stale_flow')
    expect(codeOf(decide('officer', command('start', {}), caseIn('assigned'), { ifVersion: 4 }))).toBe('ok')
  })

  it('is refused by name when the table does not know it', () => {
    const unknown = { name: 'toString', caseId: 'case-1', args: {} } as unknown as Command
    expect(codeOf(decide('officer', unknown, caseIn('assigned')))).toBe('unknown_command')
  })

  it('raises both versions and writes one entry with the moment of the decision', () => {
    const decision = decide('officer', command('start', {}), caseIn('assigned'))
    expect(nextOf(decision)).toMatchObject({ rowVersion: 8, flowVersion: 5, state: 'in_progress' })
    expect(decision.ok && decision.events).toEqual([
      {
        id: 'event-1',
        caseId: 'case-1',
        kind: 'command',
        code: 'start',
        actor: 'officer',
        atMs: nowMs,
        text: '',
        late: false,
        extra: null,
      },
    ])
  })

  it('never changes the case it is given', () => {
    const before = caseIn('awaiting_reception')
    const copy = structuredClone(before)
    decide('intake', receive, before)
    expect(before).toEqual(copy)
  })

  it('judges validity and absence at the moment of the decision, not when the reference data was read', () => {
    const stale = { organisation: { ...organisation(), nowMs: hanoi('2020-01-01 00:00') } }
    expect(codeOf(decide('officer', command('start', {}), caseIn('assigned'), stale))).toBe('ok')
  })
})

describe('the buttons', () => {
  it('say per command whether it is possible and why not', () => {
    const buttons = new Map(
      availableCommands(actor('officer'), caseIn('assigned'), context()).map((entry) => [entry.name, entry]),
    )
    expect(buttons.get('start')).toEqual({ name: 'start', allowed: true, code: null })
    expect(buttons.get('submitReply')).toEqual({ name: 'submitReply', allowed: false, code: 'wrong_state' })
    expect(buttons.get('approveReply')).toEqual({ name: 'approveReply', allowed: false, code: 'not_permitted' })
    expect([...buttons.keys()]).toEqual(officialCommands)
  })

  it('name the own reply and the missing server', () => {
    const own = caseIn('reply_submitted')
    const byDouble = { ...own, reply: own.reply === null ? null : { ...own.reply, author: 'double' } }
    const find = (who: string, change: Partial<DecisionContext>) =>
      availableCommands(actor(who), byDouble, context(change)).find((entry) => entry.name === 'approveReply')?.code
    expect(find('double', {})).toBe('own_reply')
    expect(find('approver', { online: false })).toBe('online_only')
    expect(find('approver', {})).toBeNull()
  })
})
