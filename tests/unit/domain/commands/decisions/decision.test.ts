import { describe, expect, it } from 'vitest'
import { officialCommands } from '../../../../../shared/domain/command-table.ts'
import { availableCommands } from '../../../../../shared/domain/decision.ts'
import type { Command } from '../../../../../shared/domain/command.ts'
import type { DecisionContext } from '../../../../../shared/domain/decision-context.ts'
import { actor, caseIn, context, hanoi, nowMs, organisation } from '../../../../support/domain/case-fixtures.ts'
import { command, decide, codeOf, nextOf, receive } from '../../../../support/domain/decide.ts'

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
