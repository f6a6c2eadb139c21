import { describe, expect, it } from 'vitest'
import { upgradedRow } from '../../../shared/contract/row-upgrades.ts'
import { caseRowV1, eventRowV1 } from '../../../shared/contract/rows.ts'
import { refusalGrounds, seedGrounds } from '../../../shared/domain/refusal.ts'
import { caseStates, openStates } from '../../../shared/domain/states.ts'
import { untouchedParts } from '../../../shared/domain/complaint.ts'
import { askedOf, caseIn, nowMs } from '../../support/domain/case-fixtures.ts'
import { everySituation } from '../../support/domain/case-situations.ts'

const later = Object.keys(untouchedParts).filter((part) => part !== 'mergedInto')
const without = (row: object, keys: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(row).filter(([key]) => !keys.includes(key)))

/** A case as it was stored before transfers, extensions and the rest were known. */
const stored = (state: (typeof caseStates)[number]): Record<string, unknown> => {
  const row = without({ ...caseIn(state), ...untouchedParts }, later)
  const { proposal } = caseIn(state)
  const early = ['stage', 'waitingSinceMs', 'answerDueAtMs', 'approvedBy', 'returnReason', 'mayResume']
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
          : {
              ...proposal,
              stage: 'approver',
              waitingSinceMs: proposal.proposedAtMs,
              answerDueAtMs: null,
              approvedBy: null,
              returnReason: null,
              mayResume: false,
            },
    })
  })

  it('keeps what main case it was merged into', () => {
    expect(upgradedRow('case', { ...stored('merged'), mergedInto: 'main-1' })).toMatchObject({
      mergedInto: 'main-1',
      stateBeforeMerge: null,
    })
  })
})

describe('a proposal stored before grounds were remembered', () => {
  const proposed = (change: object): unknown => {
    const { proposal } = caseIn('refusal_submitted')
    const before = without(proposal ?? {}, ['mayResume', 'waitingSinceMs'])
    return upgradedRow('case', { ...caseIn('refusal_submitted'), proposal: { ...before, ...change } })
  }

  it.each(refusalGrounds)('on %s keeps what the product’s ground said in those days', (ground) => {
    const { mayResume } = seedGrounds.get(ground) ?? {}
    expect(proposed({ ground })).toMatchObject({ proposal: { ground, mayResume, stage: 'approver' } })
  })

  it('waits since it was made where nobody has moved it on, else since nobody knows when', () => {
    const transfer = { kind: 'transfer', ground: 'other_area', proposedAtMs: 5 }
    const since = (change: object) => proposed({ ...transfer, ...change })
    expect(since({ stage: 'approver' })).toMatchObject({ proposal: { waitingSinceMs: 5, mayResume: false } })
    expect(since({ stage: 'coordinator' })).toMatchObject({ proposal: { waitingSinceMs: 5 } })
    expect(since({ stage: 'coordinator', returnReason: 'x' })).toMatchObject({ proposal: { waitingSinceMs: null } })
    expect(since({ stage: 'receiver' })).toMatchObject({ proposal: { waitingSinceMs: null } })
  })
})

describe('questions to other agencies stored before they ended with their case', () => {
  const asked = (answeredAtMs: number | null) => without({ ...askedOf('STP'), answeredAtMs }, ['closedAtMs'])
  const upgraded = (state: (typeof caseStates)[number]) =>
    upgradedRow('case', { ...caseIn(state), coordination: [asked(null), asked(9)] })

  it('are closed with a case that has ended, open while it runs, and answered ones stay answered', () => {
    const open = { coordination: [{ closedAtMs: null }, { answeredAtMs: 9, closedAtMs: null }] }
    for (const state of openStates) expect(upgraded(state), state).toMatchObject(open)
    const { answeredAtMs } = caseIn('answered').clocks
    const ended = { coordination: [{ closedAtMs: answeredAtMs }, { answeredAtMs: 9, closedAtMs: null }] }
    for (const state of ['answered', 'refused', 'closed'] as const) expect(upgraded(state), state).toMatchObject(ended)
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
