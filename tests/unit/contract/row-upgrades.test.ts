import { describe, expect, it } from 'vitest'
import { upgradedRow } from '../../../shared/contract/row-upgrades.ts'
import { caseRowV1, eventRowV1 } from '../../../shared/contract/rows.ts'
import { caseStates } from '../../../shared/domain/states.ts'
import { untouchedParts } from '../../../shared/domain/complaint.ts'
import { caseIn, nowMs } from '../../support/domain/case-fixtures.ts'
import { everySituation } from '../../support/domain/case-situations.ts'

const later = Object.keys(untouchedParts).filter((part) => part !== 'mergedInto')
const without = (row: object, keys: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(row).filter(([key]) => !keys.includes(key)))

/** A case as it was stored before transfers, extensions and the rest were known. */
const stored = (state: (typeof caseStates)[number]): Record<string, unknown> => {
  const row = without({ ...caseIn(state), ...untouchedParts }, later)
  const { proposal } = caseIn(state)
  const early = ['stage', 'answerDueAtMs', 'approvedBy', 'returnReason']
  return { ...row, proposal: proposal === null ? null : without(proposal, early) }
}

describe('a case row stored before today’s parts', () => {
  it.each(caseStates)('in %s is read with the parts nothing had happened to', (state) => {
    expect(caseRowV1.safeParse(stored(state)).success).toBe(false)
    const upgraded = caseRowV1.parse(upgradedRow('case', stored(state)))
    const { proposal } = caseIn(state)
    expect(upgraded).toEqual({
      ...caseIn(state),
      ...untouchedParts,
      proposal:
        proposal === null
          ? null
          : { ...proposal, stage: 'approver', answerDueAtMs: null, approvedBy: null, returnReason: null },
    })
  })

  it('keeps what main case it was merged into', () => {
    expect(upgradedRow('case', { ...stored('merged'), mergedInto: 'main-1' })).toMatchObject({
      mergedInto: 'main-1',
      stateBeforeMerge: null,
    })
  })
})

describe('a row of today', () => {
  it('is the very same, with everything that has happened to it', () => {
    for (const { complaint, name } of everySituation) {
      expect(upgradedRow('case', complaint), name).toBe(complaint)
      expect(caseRowV1.parse(complaint), name).toEqual(complaint)
    }
  })

  it('is upgraded once: a second time changes nothing', () => {
    const once = upgradedRow('case', stored('refused'))
    expect(upgradedRow('case', once)).toBe(once)
  })
})

describe('an event row stored before', () => {
  const event = { id: 'e', caseId: 'c', kind: 'note', code: 'addNote', actor: 'a', atMs: nowMs, text: 'x', late: false }

  it('has nothing else to show; today’s keeps what it shows', () => {
    expect(eventRowV1.parse(upgradedRow('event', event))).toEqual({ ...event, extra: null })
    const full = { ...event, extra: { files: ['f'], point: null, occurredAtMs: 1 } }
    expect(upgradedRow('event', full)).toBe(full)
  })
})

describe('anything else', () => {
  it.each([null, undefined, 1, 'x'])('that is no row (%s) stays what it is', (row) => {
    expect(upgradedRow('case', row)).toBe(row)
  })

  it('of another entity stays what it is', () => {
    const row = { id: 'a' }
    expect(upgradedRow('agency', row)).toBe(row)
    expect(upgradedRow('mark', row)).toBe(row)
  })
})
