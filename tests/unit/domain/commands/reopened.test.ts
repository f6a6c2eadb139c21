import { describe, expect, it } from 'vitest'
import type { Complaint } from '../../../../shared/domain/complaint.ts'
import type { Absence } from '../../../../shared/domain/organisation.ts'
import { publicStatus } from '../../../../shared/domain/public-status.ts'
import { bucketsOfCase } from '../../../../shared/domain/scope.ts'
import { sourceTarget } from '../../../../shared/domain/time/policy.ts'
import { caseIn, hanoi, organisation, reworkAfterRating } from '../../../support/domain/case-fixtures.ts'
import { heldByField, refusalBy, replyBy, wishBy } from '../../../support/domain/case-situations.ts'
import { CaseStory } from '../../../support/domain/case-story.ts'

const rate = (rating: 'satisfied' | 'acceptable' | 'unsatisfied', text = '') =>
  ({ name: 'rate', args: { rating, text } }) as const
const close = { name: 'close', args: {} } as const
const assign = (officer: string) => ({ name: 'assign', args: { team: 'SXD-1', officer } }) as const
const start = { name: 'start', args: {} } as const
const submit = {
  name: 'submitReply',
  args: { revision: 4, text: 'Đã vá lại', hash: 'h', overrideReason: null, noEvidence: null, gateShown: false },
} as const
const approve = {
  name: 'approveReply',
  args: { revision: 3, hash: 'hash-1', personalDataReason: null, missingFilesReason: null },
} as const
const approveRefusal = { name: 'approveRefusal', args: {} } as const
const order = { name: 'orderRecheck', args: { reason: 'Dân phản ánh', dueDate: '2026-01-15' } } as const

describe('a rating', () => {
  it.each(['satisfied', 'acceptable'] as const)('of %s closes the case and whoever held it offline', (rating) => {
    const story = new CaseStory(caseIn('answered', { checkout: heldByField })).does(
      '2026-01-07 10:00',
      'citizen',
      rate(rating),
    )
    expect(story.complaint).toMatchObject({
      state: 'closed',
      rating,
      checkout: null,
      clocks: { closedAtMs: hanoi('2026-01-07 10:00'), answeredAtMs: hanoi('2026-01-06 10:00') },
    })
    expect(publicStatus(story.complaint)).toBe('done')
    expect(bucketsOfCase(story.complaint)).toContain('agency:SXD:closed-2026-01')
    expect(story.timeline).toMatchObject([{ kind: 'citizen', code: 'rate', actor: null }])
  })

  it('of unsatisfied opens rework for another officer and another approver', () => {
    const { complaint } = new CaseStory(caseIn('answered')).does(
      '2026-01-07 10:00',
      'citizen',
      rate('unsatisfied', ' Chưa xong '),
    )
    expect(complaint).toMatchObject({
      state: 'rework',
      rating: 'unsatisfied',
      assignee: null,
      team: 'SXD-1',
      rework: {
        cause: 'unsatisfied',
        reason: 'Chưa xong',
        orderedBy: null,
        openedAtMs: hanoi('2026-01-07 10:00'),
        dueAtMs: null,
        formerAssignee: 'officer',
        formerApprover: 'approver',
      },
      clocks: { answeredAtMs: null, closedAtMs: null, submittedAtMs: hanoi('2026-01-05 08:00') },
    })
    expect(publicStatus(complaint)).toBe('processing')
  })

  it('bars the author of the reply, where a substitute wrote it', () => {
    const { reply } = caseIn('answered')
    const answered = caseIn('answered', { reply: reply === null ? null : { ...reply, author: 'officer2' } })
    const { complaint } = new CaseStory(answered).does('2026-01-07 10:00', 'citizen', rate('unsatisfied'))
    expect(complaint.rework?.formerAssignee).toBe('officer2')
  })
})

describe('rework after a rating', () => {
  const away = [{ official: 'officer2', fromMs: 0, toMs: hanoi('2027-01-01 00:00'), substitute: 'officer' }]
  const replaced = { organisation: organisation({ absences: away }) }

  it('is not given to the former officer, by nobody', () => {
    const story = new CaseStory(caseIn('rework', { assignee: null }))
    for (const who of ['supervisor', 'approver', 'approver2'])
      expect(story.wouldGet('2026-01-07 09:00', who, assign('officer')), who).toBe('same_assignee')
    expect(story.wouldGet('2026-01-07 09:00', 'supervisor', assign('officer2'))).toBe('ok')
  })

  it('is not done by the former officer in the place of the new one', () => {
    expect(new CaseStory(caseIn('rework'), replaced).wouldGet('2026-01-07 09:00', 'officer', start)).toBe(
      'same_assignee',
    )
    const begun = caseIn('in_progress', { assignee: 'officer2', rework: reworkAfterRating })
    expect(new CaseStory(begun, replaced).wouldGet('2026-01-07 09:00', 'officer', submit)).toBe('same_assignee')
    expect(new CaseStory(begun).wouldGet('2026-01-07 09:00', 'officer2', submit)).toBe('ok')
    const refuse = { name: 'proposeRefusal', args: { ground: 'not_in_scope', text: 'Mời gửi nơi khác' } } as const
    for (const complaint of [begun, caseIn('rework')]) {
      expect(new CaseStory(complaint, replaced).wouldGet('2026-01-07 09:00', 'officer', refuse)).toBe('same_assignee')
      expect(new CaseStory(complaint).wouldGet('2026-01-07 09:00', 'officer2', refuse)).toBe('ok')
    }
  })

  it('is done by the former officer where the agency has nobody else there who could do it', () => {
    const until = hanoi('2027-01-01 00:00')
    const gone = ['officer2', 'field', 'double'].map((official) => ({
      official,
      fromMs: 0,
      toMs: until,
      substitute: null,
    }))
    const refuse = { name: 'proposeRefusal', args: { ground: 'not_in_scope', text: 'Mời gửi nơi khác' } } as const
    const given = [
      ['supervisor', caseIn('rework', { assignee: null }), assign('officer')],
      ['officer', caseIn('rework', { assignee: 'officer' }), start],
      ['officer', caseIn('in_progress', { rework: reworkAfterRating }), submit],
      ['officer', caseIn('in_progress', { rework: reworkAfterRating }), refuse],
    ] as const
    const got = (...absences: readonly Absence[]) =>
      given.map(([who, complaint, step]) => {
        const story = new CaseStory(complaint, { organisation: organisation({ absences }) })
        return story.wouldGet('2026-01-07 09:00', who, step)
      })
    const barred = given.map(() => 'same_assignee')
    // An officer of another team of the agency is somebody else, and so is whoever takes the place of one.
    expect(got(...gone)).toEqual(barred)
    const other = { official: 'officerOther', fromMs: 0, toMs: until, substitute: null }
    expect(got(...gone, { ...other, substitute: 'intake' })).toEqual(barred)
    expect(got(...gone, { ...other, substitute: 'officer' })).toEqual(given.map(() => 'ok'))
    expect(got(...gone, other)).toEqual(given.map(() => 'ok'))
  })

  it('is approved by another than the former approver, however few are left', () => {
    const away = ['approver2', 'double', 'officer2', 'officerOther', 'field']
    const absences = away.map((official) => ({
      official,
      fromMs: 0,
      toMs: hanoi('2027-01-01 00:00'),
      substitute: null,
    }))
    const story = new CaseStory(replyBy('officer', { rework: reworkAfterRating }), {
      organisation: organisation({ absences }),
    })
    expect(story.wouldGet('2026-01-07 10:00', 'approver', approve)).toBe('same_approver')
    expect(story.wouldGet('2026-01-07 10:00', 'coordinator', approve)).toBe('ok')
  })

  it.each([
    ['reply', replyBy('officer2', { rework: reworkAfterRating }), approve],
    ['refusal', refusalBy('officer2', { rework: reworkAfterRating }), approveRefusal],
  ] as const)(
    'has its %s approved by another approver, who does not stand in for the former one',
    (_what, complaint, step) => {
      const absences = [{ official: 'approver', fromMs: 0, toMs: hanoi('2027-01-01 00:00'), substitute: 'supervisor' }]
      const standsIn = new CaseStory(complaint, { organisation: organisation({ absences }) })
      expect(new CaseStory(complaint).wouldGet('2026-01-07 10:00', 'approver', step)).toBe('same_approver')
      expect(standsIn.wouldGet('2026-01-07 10:00', 'supervisor', step)).toBe('same_approver')
      expect(standsIn.wouldGet('2026-01-07 10:00', 'approver2', step)).toBe('ok')
    },
  )

  it.each([
    ['reply', replyBy('double', { rework: reworkAfterRating }), approve],
    ['refusal', refusalBy('double', { rework: reworkAfterRating }), approveRefusal],
  ] as const)(
    'has its %s approved by nobody who only stands in for its author and the former approver',
    (_what, complaint, step) => {
      const away = ['approver', 'double'].map((official) => ({
        ...{ official, fromMs: 0, toMs: hanoi('2027-01-01 00:00'), substitute: 'supervisor' },
      }))
      const standsIn = new CaseStory(complaint, { organisation: organisation({ absences: away }) })
      expect(standsIn.wouldGet('2026-01-07 10:00', 'supervisor', step)).toBe('same_approver')
      expect(standsIn.wouldGet('2026-01-07 10:00', 'approver2', step)).toBe('ok')
    },
  )

  it('lets the former approver return a reply and deny a refusal: neither is an outcome', () => {
    const reply = new CaseStory(replyBy('officer2', { rework: reworkAfterRating }))
    const back = { name: 'returnReply', args: { comment: 'Thiếu ảnh', passage: 'Đã vá' } } as const
    expect(reply.wouldGet('2026-01-07 10:00', 'approver', back)).toBe('ok')
    const refusal = new CaseStory(refusalBy('officer2', { rework: reworkAfterRating }))
    expect(refusal.wouldGet('2026-01-07 10:00', 'approver', { name: 'denyRefusal', args: { reason: 'x' } })).toBe('ok')
  })

  it('done twice bars who did it last', () => {
    const { reply } = caseIn('answered')
    const second = caseIn('answered', {
      rework: reworkAfterRating,
      reply: reply === null ? null : { ...reply, author: 'officer2', approvedBy: 'approver2' },
    })
    const { complaint } = new CaseStory(second).does('2026-01-07 10:00', 'citizen', rate('unsatisfied'))
    expect(complaint.rework).toMatchObject({ formerAssignee: 'officer2', formerApprover: 'approver2' })
  })
})

describe('an ordered re-check', () => {
  it.each(['answered', 'refused', 'closed'] as const)('opens a case that is %s, its officer kept', (state) => {
    const before = caseIn(state)
    const { complaint } = new CaseStory(before).does('2026-01-07 10:00', 'oversight', order)
    expect(complaint).toMatchObject({
      state: 'rework',
      assignee: before.assignee,
      proposal: null,
      rework: { cause: 'recheck', orderedBy: 'oversight', formerAssignee: null, formerApprover: 'approver' },
      clocks: { answeredAtMs: null, closedAtMs: null, dueAtMs: hanoi('2026-01-15 17:00') },
    })
    expect(bucketsOfCase(complaint)).toContain('agency:SXD:open')
  })

  it('of a refused case bars who refused it, whoever answered it before', () => {
    const { reply } = caseIn('answered')
    const story = new CaseStory(refusalBy('officer2', { rework: reworkAfterRating, reply }))
      .does('2026-01-07 10:00', 'approver2', approveRefusal)
      .does('2026-01-08 10:00', 'oversight', order)
    expect(story.complaint.rework?.formerApprover).toBe('approver2')
  })

  it('starts the clock of a case whose source had never received it', () => {
    const plain = caseIn('closed')
    const clocks = { ...plain.clocks, policy: sourceTarget.id, receivedAtMs: null, dueAtMs: 1 }
    const { complaint } = new CaseStory({ ...plain, clocks }).does('2026-01-07 10:00', 'oversight', order)
    expect(complaint.clocks).toMatchObject({
      receivedAtMs: hanoi('2026-01-07 10:00'),
      dueAtMs: hanoi('2026-01-15 17:00'),
    })
  })
})

describe('closing', () => {
  it.each(['answered', 'refused'] as const)(
    'comes five days after a case was %s, when the fifth day is over',
    (state) => {
      const story = new CaseStory(caseIn(state, { checkout: heldByField }))
      expect(story.wouldGet('2026-01-11 23:59', 'system', close)).toBe('too_early')
      story.does('2026-01-12 00:00', 'system', close)
      expect(story.complaint).toMatchObject({
        state: 'closed',
        checkout: null,
        clocks: { closedAtMs: hanoi('2026-01-12 00:00') },
      })
      expect(story.timeline).toMatchObject([{ kind: 'system', code: 'close', actor: null }])
      expect(publicStatus(story.complaint)).toBe(state === 'refused' ? 'refused' : 'done')
    },
  )

  it('waits for an outcome that has a moment', () => {
    const plain = caseIn('answered')
    const odd = { ...plain, clocks: { ...plain.clocks, answeredAtMs: null } }
    expect(new CaseStory(odd).wouldGet('2027-01-12 00:00', 'system', close)).toBe('wrong_state')
  })

  it('lets a rating count until it is done', () => {
    expect(new CaseStory(caseIn('answered')).wouldGet('2026-01-20 00:00', 'citizen', rate('satisfied'))).toBe('ok')
    expect(new CaseStory(caseIn('closed')).wouldGet('2026-01-20 00:00', 'citizen', rate('satisfied'))).toBe(
      'wrong_state',
    )
  })
})

describe('taking a refused case up again', () => {
  const resume = { name: 'resume', args: { text: 'Số 12 phố Huế' } } as const
  const refusedOn = (mayResume: boolean, change: Partial<Complaint> = {}): CaseStory => {
    const { proposal } = caseIn('refused')
    return new CaseStory(
      caseIn('refused', { proposal: proposal === null ? null : { ...proposal, mayResume }, ...change }),
    )
  }

  it('is possible only where its ground said so', () => {
    expect(refusedOn(true).wouldGet('2026-01-07 10:00', 'citizen', resume)).toBe('ok')
    expect(refusedOn(false).wouldGet('2026-01-07 10:00', 'citizen', resume)).toBe('not_resumable')
  })

  it('starts reception anew, the citizen’s overall clock going on', () => {
    const { complaint } = refusedOn(true).does('2026-01-07 10:00', 'citizen', resume)
    expect(complaint).toMatchObject({
      state: 'awaiting_reception',
      team: null,
      assignee: null,
      proposal: null,
    })
    expect(complaint.clocks).toMatchObject({
      submittedAtMs: hanoi('2026-01-05 08:00'),
      arrivedAtMs: hanoi('2026-01-07 10:00'),
      receptionDueAtMs: hanoi('2026-01-08 10:00'),
      receivedAtMs: null,
      dueAtMs: null,
      answeredAtMs: null,
    })
  })
})

describe('taking up again a case that was refused in rework', () => {
  const resume = { name: 'resume', args: { text: 'Số 12 phố Huế' } } as const
  const classified = { level: 'normal', category: 'road_damage', area: '00004', duplicatesLookedAt: true } as const
  const proposal = caseIn('refused').proposal
  const resumed = (rework: Complaint['rework']): CaseStory =>
    new CaseStory(
      caseIn('refused', { rework, proposal: proposal === null ? null : { ...proposal, mayResume: true } }),
    ).does('2026-01-07 10:00', 'citizen', resume)

  it('leaves it in rework: why, by whose order and who did it before stay', () => {
    const order = { ...reworkAfterRating, cause: 'recheck', dueAtMs: hanoi('2026-01-15 17:00') } as const
    for (const rework of [reworkAfterRating, order]) expect(resumed(rework).complaint.rework).toEqual(rework)
  })

  it('bars the former officer and the former approver', () => {
    const story = resumed(reworkAfterRating).does('2026-01-07 11:00', 'intake', { name: 'receive', args: classified })
    expect(story.wouldGet('2026-01-07 11:00', 'approver', assign('officer'))).toBe('same_assignee')
    story
      .does('2026-01-07 11:10', 'approver', assign('officer2'))
      .does('2026-01-07 11:20', 'officer2', start)
      .does('2026-01-07 13:00', 'officer2', submit)
    const decide = {
      name: 'approveReply',
      args: { revision: 4, hash: 'h', personalDataReason: null, missingFilesReason: null },
    } as const
    expect(story.wouldGet('2026-01-07 14:00', 'approver', decide)).toBe('same_approver')
    expect(story.wouldGet('2026-01-07 14:00', 'approver2', decide)).toBe('ok')
  })

  it('counts the rework’s own term from the new reception, and keeps the date of an order', () => {
    const received = (rework: Complaint['rework']) =>
      resumed(rework).does('2026-01-07 11:00', 'intake', { name: 'receive', args: classified }).complaint.clocks
    expect(received(reworkAfterRating).dueAtMs).toBe(hanoi('2026-01-12 17:00'))
    const dueAtMs = hanoi('2026-01-15 17:00')
    expect(received({ ...reworkAfterRating, cause: 'recheck', dueAtMs }).dueAtMs).toBe(dueAtMs)
  })
})

describe('the end of a clock', () => {
  it('lets an undecided wish for more time lapse', () => {
    const { complaint } = new CaseStory(caseIn('reply_submitted', { extensions: [wishBy('officer')] })).does(
      '2026-01-07 10:00',
      'approver',
      approve,
    )
    expect(complaint.extensions).toMatchObject([
      { decision: 'lapsed', decidedBy: null, decidedAtMs: hanoi('2026-01-07 10:00') },
    ])
    const again = new CaseStory(complaint).does('2026-01-08 10:00', 'citizen', rate('unsatisfied'))
    expect(again.wouldGet('2026-01-08 11:00', 'approver', { name: 'grantExtension', args: {} })).toBe('nothing_asked')
  })
})

describe('publication', () => {
  const publish = (personalDataReason: string | null = null) =>
    ({ name: 'publish', args: { personalDataReason } }) as const
  const withhold = { name: 'withhold', args: { reason: 'Đời tư' } } as const
  const withText = (text: string): Complaint => {
    const { reply } = caseIn('answered')
    return caseIn('answered', { reply: reply === null ? null : { ...reply, text } })
  }

  it('shows the reply, or withholds it with a reason, and each once', () => {
    const story = new CaseStory(caseIn('answered')).does('2026-01-07 10:00', 'approver', publish())
    expect(story.complaint.publication).toBe('published')
    expect(story.wouldGet('2026-01-07 11:00', 'approver', publish())).toBe('already_so')
    story.does('2026-01-07 11:00', 'approver', withhold)
    expect(story.complaint.publication).toBe('withheld')
    expect(story.wouldGet('2026-01-07 12:00', 'approver', withhold)).toBe('already_so')
    expect(story.complaint.flowVersion).toBe(4)
  })

  it('and approval stop at personal data, unless somebody says why it may stand', () => {
    const hotline = withText('Gọi đường dây nóng 024 3825 3536')
    expect(new CaseStory(hotline).wouldGet('2026-01-07 10:00', 'approver', publish())).toBe('personal_data_found')
    expect(new CaseStory(hotline).wouldGet('2026-01-07 10:00', 'approver', publish('  '))).toBe('personal_data_found')
    const story = new CaseStory(hotline).does('2026-01-07 10:00', 'approver', publish(' Số của đơn vị '))
    expect(story.timeline).toMatchObject([{ code: 'publish', text: 'Số của đơn vị' }])
    const submitted: Complaint = {
      ...caseIn('reply_submitted'),
      reply: { ...hotline.reply, approvedBy: null } as Complaint['reply'],
    }
    expect(new CaseStory(submitted).wouldGet('2026-01-07 10:00', 'approver', approve)).toBe('personal_data_found')
    const reasoned = { ...approve, args: { ...approve.args, personalDataReason: 'Số của đơn vị' } } as const
    const approved = new CaseStory(submitted).does('2026-01-07 10:00', 'approver', reasoned)
    expect(approved.timeline).toMatchObject([{ code: 'approveReply', text: 'Số của đơn vị' }])
  })

  it('of an answer is not that of the reply that takes its place, while withholding stays', () => {
    const next = (publication: Complaint['publication']) =>
      new CaseStory(caseIn('in_progress', { publication })).does('2026-01-07 10:00', 'officer', submit).complaint
        .publication
    expect([next('published'), next('withheld'), next('unpublished')]).toEqual([
      'unpublished',
      'withheld',
      'unpublished',
    ])
  })
})
