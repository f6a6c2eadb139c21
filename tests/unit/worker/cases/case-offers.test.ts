import { describe, expect, it } from 'vitest'
import { offersFor } from '../../../../renderer/worker/cases/case-offers.ts'
import { MergedCases } from '../../../../renderer/worker/cases/merged-cases.ts'
import { lastExtensionDate } from '../../../../shared/domain/commands/extension-limit.ts'
import { requestExtensionGuard } from '../../../../shared/domain/commands/extension.ts'
import { actor, caseIn, context, nowMs } from '../../../support/domain/case-fixtures.ts'

const offerOf = (who: string, state: Parameters<typeof caseIn>[0], name: string, online = true) =>
  offersFor(actor(who), caseIn(state), context({ online })).find((offer) => offer.name === name)
const primaryOf = (who: string, complaint: ReturnType<typeof caseIn>) =>
  offersFor(actor(who), complaint, context()).find((offer) => offer.primary)?.name

describe('the buttons of a case', () => {
  it('leave out drafts and read marks, which the app gives by itself', () => {
    const names = offersFor(actor('officer'), caseIn('in_progress'), context()).map(({ name }) => name)
    expect(names).toContain('submitReply')
    expect(names.filter((name) => name === 'saveDraft' || name === 'mark')).toEqual([])
  })

  it('hide what the role never has', () => {
    expect(offerOf('officer', 'in_progress', 'approveReply')).toBeUndefined()
    expect(offerOf('approver', 'in_progress', 'submitReply')).toBeUndefined()
  })

  it('lead with the next sensible step of the state, never with handing it on again', () => {
    expect(primaryOf('officer', caseIn('in_progress'))).toBe('submitReply')
    expect(primaryOf('approver', caseIn('in_progress'))).toBeUndefined()
    expect(primaryOf('approver', caseIn('received'))).toBe('assign')
    expect(primaryOf('intake', caseIn('verifying'))).toBe('receive')
    expect(primaryOf('approver', caseIn('awaiting_reception'))).toBeUndefined()
    for (const who of ['intake', 'supervisor'])
      expect(primaryOf(who, caseIn('transfer_proposed', { assignee: null })), who).toBeUndefined()
  })

  it('put what others wait for before the own work', () => {
    const extension = {
      reason: 'x',
      requestedBy: 'officer',
      requestedAtMs: nowMs - 1,
      dueAtMs: nowMs,
      addedMs: 1,
      decision: 'requested' as const,
      decidedBy: null,
      decidedAtMs: null,
      decisionReason: null,
    }
    expect(primaryOf('approver', caseIn('in_progress', { extensions: [extension] }))).toBe('grantExtension')
  })

  it('name the missing server only where nothing else stands in the way', () => {
    expect(offerOf('officer', 'in_progress', 'requestCoordination', false)?.code).toBe('online_only')
    expect(offerOf('officer', 'closed', 'requestCoordination', false)?.code).toBe('wrong_state')
    expect(offerOf('officer', 'in_progress', 'askCitizen', false)?.allowed).toBe(true)
  })

  it('are none while the rules of the case have not arrived', () => {
    const bare = { ...context(), calendars: new Map(), policies: new Map() }
    expect(offersFor(actor('officer'), caseIn('in_progress'), bare)).toEqual([])
  })
})

describe('the furthest day of an extension', () => {
  it('is the last working day the guard accepts', () => {
    const complaint = caseIn('in_progress')
    const last = lastExtensionDate(complaint, context())
    expect(last).not.toBeNull()
    const problem = (dueDate: string) =>
      requestExtensionGuard({ actor: actor('officer'), complaint, context: context(), args: { dueDate, reason: 'x' } })
    expect(problem(last ?? '')).toBeNull()
    const later = new Date(Date.parse(`${last}T00:00:00Z`) + 4 * 86_400_000).toISOString().slice(0, 10)
    expect(problem(later)).toBe('too_long')
  })

  it('does not exist before there is a deadline', () => {
    expect(lastExtensionDate(caseIn('awaiting_reception'), context())).toBeNull()
  })
})

describe('merged cases', () => {
  it('are found from their main one, and forgotten when separated or gone', () => {
    const merged = new MergedCases()
    merged.put('b', 'a')
    merged.put('c', 'a')
    merged.put('d', null)
    expect(merged.into('a')).toEqual(['b', 'c'])
    merged.put('b', null)
    merged.remove('c')
    expect(merged.into('a')).toEqual([])
    merged.put('b', 'd')
    expect(merged.into('d')).toEqual(['b'])
  })
})
