import { describe, expect, it } from 'vitest'
import { publicStatus } from '../../../shared/domain/public-status.ts'
import { caseStates } from '../../../shared/domain/states.ts'
import { caseIn } from '../../support/domain/case-fixtures.ts'

describe('what the citizen is told', () => {
  it('follows the table of states', () => {
    expect(Object.fromEntries(caseStates.map((state) => [state, publicStatus(caseIn(state))]))).toEqual({
      awaiting_reception: 'awaiting',
      verifying: 'awaiting',
      received: 'processing',
      assigned: 'processing',
      in_progress: 'processing',
      awaiting_citizen: 'processing',
      reply_submitted: 'processing',
      reply_returned: 'processing',
      answered: 'done',
      refusal_submitted: 'processing',
      refused: 'refused',
      transfer_proposed: 'processing',
      merged: 'processing',
      rework: 'processing',
      closed: 'done',
    })
  })

  it('stays what it was while a transfer is proposed', () => {
    const { proposal } = caseIn('transfer_proposed')
    const from = (stateBefore: 'awaiting_reception' | 'verifying' | 'rework') =>
      publicStatus(caseIn('transfer_proposed', { proposal: proposal === null ? null : { ...proposal, stateBefore } }))
    expect([from('awaiting_reception'), from('verifying'), from('rework')]).toEqual([
      'awaiting',
      'awaiting',
      'processing',
    ])
  })

  it('is that of the main case for a merged one', () => {
    expect(publicStatus(caseIn('merged'), caseIn('answered'))).toBe('done')
    expect(publicStatus(caseIn('merged'), caseIn('refused'))).toBe('refused')
    expect(publicStatus(caseIn('merged'), caseIn('awaiting_reception'))).toBe('awaiting')
    expect(publicStatus(caseIn('merged'), caseIn('merged'))).toBe('processing')
  })

  it('is that of the outcome for a closed one', () => {
    const { proposal } = caseIn('refused')
    expect(publicStatus(caseIn('closed', { proposal, reply: null }))).toBe('refused')
    expect(publicStatus(caseIn('closed'))).toBe('done')
  })

  it('is refused where a case answered before was refused when it was worked on again', () => {
    const { proposal } = caseIn('refused')
    const { reply } = caseIn('answered')
    expect(reply?.approvedBy).toBe('approver')
    expect(publicStatus(caseIn('closed', { proposal, reply }))).toBe('refused')
  })
})
