import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Command } from '../../../../shared/domain/command.ts'
import { isWorkflowCommand } from '../../../../shared/domain/command-table.ts'
import type { Complaint } from '../../../../shared/domain/complaint.ts'
import { decideCommand } from '../../../../shared/domain/decision.ts'
import type { Organisation } from '../../../../shared/domain/organisation.ts'
import { isOpen, openStates } from '../../../../shared/domain/states.ts'
import { movesOn } from '../../../support/domain/case-moves.ts'
import { actor, caseIn, context, nowMs, organisation, people } from '../../../support/domain/case-fixtures.ts'
import { holds } from '../../../support/seeded-property.ts'

const officers = ['officer', 'officer2', 'field']

type World = Readonly<{ present: readonly string[]; organisation: Organisation }>

const keyOf = (complaint: Complaint): string =>
  [
    complaint.state,
    complaint.team,
    complaint.assignee,
    complaint.reply?.author,
    complaint.proposal?.proposedBy,
    complaint.level,
  ].join('|')

const nextOnes = (complaint: Complaint, world: World): readonly Complaint[] =>
  world.present.flatMap((who) =>
    movesOn(complaint, officers).flatMap((command) => {
      const decided = decideCommand({
        command,
        actor: actor(who),
        complaint,
        context: context({ organisation: world.organisation }),
      })
      return decided.ok ? [decided.next] : []
    }),
  )

/** Whether the people present can bring a case to an outcome, whatever it takes. */
const reachesOutcome = (start: Complaint, world: World): boolean => {
  const seen = new Set<string>()
  const waiting = [start]
  while (waiting.length > 0) {
    const complaint = waiting.pop()
    if (complaint === undefined || seen.has(keyOf(complaint))) continue
    if (complaint.state === 'answered' || complaint.state === 'refused') return true
    seen.add(keyOf(complaint))
    waiting.push(...nextOnes(complaint, world))
  }
  return false
}

const without = (absent: string, substitute: string | null): World => ({
  present: Object.keys(people).filter((who) => who !== absent),
  organisation: organisation({ absences: [{ official: absent, fromMs: nowMs - 1, toMs: nowMs + 1, substitute }] }),
})

describe('no open state is without an exit', () => {
  const absences = openStates.flatMap((state) => Object.keys(people).map((absent) => [state, absent] as const))

  it.each(absences)('from %s when %s is absent', (state, absent) => {
    expect(reachesOutcome(caseIn(state), without(absent, null))).toBe(true)
  })

  it.each(openStates)('from %s when both approvers who are left have a substitute in one person', (state) => {
    const away = ['approver', 'approver2', 'double']
    const absent = away.map((official) => ({ official, fromMs: nowMs - 1, toMs: nowMs + 1, substitute: 'supervisor' }))
    const world = {
      present: Object.keys(people).filter((who) => !away.includes(who)),
      organisation: organisation({ absences: absent }),
    }
    expect(reachesOutcome(caseIn(state), world)).toBe(true)
  })

  it.each(openStates)(
    'from %s when the author is the only approver present but a substitute stands in for another',
    (state) => {
      const world = without('approver', 'intake')
      const present = world.present.filter((who) => who !== 'approver2')
      expect(
        reachesOutcome(caseIn(state, { assignee: caseIn(state).assignee === null ? null : 'double' }), {
          ...world,
          present,
        }),
      ).toBe(true)
    },
  )

  it('and none of them is reached without anybody who may decide', () => {
    const world = { present: ['officer', 'intake', 'supervisor'], organisation: organisation() }
    expect(openStates.filter((state) => reachesOutcome(caseIn(state), world))).toEqual([])
  })
})

const moved = (before: Complaint, after: Complaint): boolean =>
  (['state', 'level', 'agency', 'team', 'assignee'] as const).some((field) => before[field] !== after[field])

const checkStep = (command: Command, before: Complaint, after: Complaint): void => {
  expect(after.clocks.submittedAtMs).toBe(before.clocks.submittedAtMs)
  expect(after.clocks.policy).toBe(before.clocks.policy)
  expect(before.clocks.receivedAtMs === null || after.clocks.receivedAtMs === before.clocks.receivedAtMs).toBe(true)
  expect(after.flowVersion).toBe(before.flowVersion + (moved(before, after) ? 1 : 0))
  expect(isWorkflowCommand(command.name) || !moved(before, after)).toBe(true)
  if (after.state === 'answered') expect(after.reply?.approvedBy).not.toBe(after.reply?.author)
  if (!isOpen(after.state)) expect(after.clocks.answeredAtMs).not.toBeNull()
  expect(after.clocks.receivedAtMs === null).toBe(after.clocks.dueAtMs === null)
}

describe('a whole life of a case', () => {
  const step = fc.record({
    who: fc.constantFrom(...Object.keys(people)),
    pick: fc.nat(1_000),
    laterMs: fc.integer({ min: 1, max: 20 * 3_600_000 }),
  })
  const start = fc.constantFrom(...openStates).map((state) => caseIn(state))

  it('keeps clocks, versions, entries and the second pair of eyes in order, whoever does what', () => {
    holds(
      'life of a case',
      fc.property(start, fc.array(step, { maxLength: 40 }), (begin, steps) => {
        let complaint = begin
        let atMs = nowMs
        for (const { who, pick, laterMs } of steps) {
          atMs += laterMs
          const moves = movesOn(complaint, officers)
          const command = moves[pick % moves.length]
          if (command === undefined) continue
          const decided = decideCommand({ command, actor: actor(who), complaint, context: context({ nowMs: atMs }) })
          if (!decided.ok) continue
          const isOwnRow = command.name === 'saveDraft' || command.name === 'mark'
          expect(decided.events.length).toBe(isOwnRow ? 0 : 1)
          expect(decided.next.rowVersion).toBe(complaint.rowVersion + (isOwnRow ? 0 : 1))
          checkStep(command, complaint, decided.next)
          complaint = decided.next
        }
      }),
      { numRuns: 400 },
    )
  })

  it('is decided alike wherever it is decided: the same request gives the same answer', () => {
    holds(
      'decisions are pure',
      fc.property(start, step, (complaint, { who, pick }) => {
        const moves = movesOn(complaint, officers)
        const command = moves[pick % moves.length]
        if (command === undefined) return
        const request = { command, actor: actor(who), complaint, context: context() }
        expect(decideCommand(structuredClone({ ...request, context: undefined }) && request)).toEqual(
          decideCommand(request),
        )
      }),
    )
  })
})
