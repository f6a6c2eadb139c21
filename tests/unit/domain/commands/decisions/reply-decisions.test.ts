import { describe, expect, it } from 'vitest'
import { decideCommand } from '../../../../../shared/domain/decision.ts'
import { actor, caseIn, context, nowMs, organisation } from '../../../../support/domain/case-fixtures.ts'
import { command, decide, codeOf, nextOf, reply, submit } from '../../../../support/domain/decide.ts'

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
    const given = command('submitReply', {
      revision: 3,
      text,
      hash: 'hash-1',
      overrideReason: null,
      noEvidence: null,
      gateShown: false,
    })
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
      noEvidence: null,
      gateShown: false,
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
