import { describe, expect, it } from 'vitest'
import { decideCommand } from '../../../../../shared/domain/decision.ts'
import { actor, caseIn, context, nowMs, organisation } from '../../../../support/domain/case-fixtures.ts'
import type { DecisionContext } from '../../../../../shared/domain/decision-context.ts'
import type { Args as ArgsOf } from '../../../../support/domain/decide.ts'
import { command, decide, codeOf, nextOf, reply, submit } from '../../../../support/domain/decide.ts'

describe('replying', () => {
  it('lets the assignee start and submit, with the submitter as author', () => {
    const started = nextOf(decide('officer', command('start', {}), caseIn('assigned')))
    const submitted = nextOf(decide('officer', submit, started))
    expect(submitted.state).toBe('reply_submitted')
    expect(submitted.reply).toMatchObject({ author: 'officer', revision: 3, text: reply, approvedBy: null })
  })

  it('holds a reply back that the gate finds fault with, until it is mended or a reason is given', () => {
    const asWritten = {
      revision: 3,
      text: reply,
      hash: 'hash-1',
      overrideReason: null,
      noEvidence: null,
      gateShown: true,
    }
    const given = (change: Partial<ArgsOf<'submitReply'>>, files: DecisionContext['handlingFiles'] = []) =>
      decide('officer', command('submitReply', { ...asWritten, ...change }), caseIn('in_progress'), {
        handlingFiles: files,
      })
    expect(codeOf(given({}))).toBe('reply_gate')
    expect(codeOf(given({ overrideReason: ' ' }))).toBe('reply_gate')
    const overridden = given({ overrideReason: ' Đã trao đổi trực tiếp ' })
    expect(nextOf(overridden).reply?.gate).toEqual({
      shown: true,
      overrideReason: 'Đã trao đổi trực tiếp',
      noEvidence: null,
    })
    expect(overridden).toMatchObject({ events: [{ text: 'Đã trao đổi trực tiếp' }] })
    const whole = {
      text: 'Sáng 05/11 phường kiểm tra, thấy vỉa hè vỡ trước số 22 phố Tràng Tiền. Đội duy tu đã lát lại xong. Cần hỏi, xin gọi phòng.',
    }
    expect(codeOf(given(whole))).toBe('reply_gate')
    expect(codeOf(given(whole, ['photo_before']))).toBe('reply_gate')
    expect(codeOf(given(whole, ['photo_after']))).toBe('ok')
    expect(nextOf(given({ ...whole, noEvidence: 'private_place' })).reply?.gate).toMatchObject({
      overrideReason: null,
      noEvidence: 'private_place',
    })
  })

  it('takes the reply of an app that knew no gate, and says so', () => {
    const next = nextOf(decide('officer', submit, caseIn('in_progress'), { handlingFiles: [] }))
    expect(next.reply?.gate).toEqual({ shown: false, overrideReason: null, noEvidence: null })
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
  const asIs = { revision: 3, hash: 'hash-1', personalDataReason: null, missingFilesReason: null }
  const approve = command('approveReply', asIs)

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
          command('approveReply', { revision: 2, hash: 'hash-1', personalDataReason: null, missingFilesReason: null }),
          caseIn('reply_submitted'),
        ),
      ),
    ).toBe('revision_mismatch')
    expect(
      codeOf(
        decide(
          'approver',
          command('approveReply', { revision: 3, hash: 'hash-2', personalDataReason: null, missingFilesReason: null }),
          caseIn('reply_submitted'),
        ),
      ),
    ).toBe('reply_changed')
  })

  it('waits for the files, unless somebody says why it goes without them, and for the server', () => {
    const given = (missingFilesReason: string | null) =>
      decide('approver', command('approveReply', { ...asIs, missingFilesReason }), caseIn('reply_submitted'), {
        filesMissing: 1,
      })
    expect(codeOf(given(null))).toBe('file_missing')
    expect(codeOf(given(' '))).toBe('file_missing')
    const decision = given('Máy chụp ảnh đã mất')
    expect(decision).toMatchObject({ ok: true, events: [{ text: 'Máy chụp ảnh đã mất' }] })
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
