import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commandNames } from '../../../../shared/domain/command-table.ts'
import type { Giver } from '../../../../shared/domain/roles.ts'
import type { Complaint } from '../../../../shared/domain/complaint.ts'
import { addWorkingMs, workingMsBetween } from '../../../../shared/domain/time/calendar.ts'
import { calendarOfAgency } from '../../../../shared/domain/time/clocks.ts'
import { caseStates, isOpen } from '../../../../shared/domain/states.ts'
import { actor } from '../../../support/domain/case-fixtures.ts'
import { newReport, openMoves, walk, walkContext, walkers } from '../../../support/domain/case-walk.ts'
import type { Step, Turn } from '../../../support/domain/case-walk.ts'
import { brokenRules, brokenStepRules } from '../../../support/domain/life-checks.ts'
import { decideCommand } from '../../../../shared/domain/decision.ts'
import { holds } from '../../../support/seeded-property.ts'

const minuteMs = 60_000

const turn: fc.Arbitrary<Turn> = fc.record({
  who: fc.oneof(
    { weight: 5, arbitrary: fc.constant('assignee') },
    { weight: 6, arbitrary: fc.constant('colleague') },
    { weight: 3, arbitrary: fc.constantFrom('citizen', 'system', 'coordinator', 'oversight') },
    { weight: 3, arbitrary: fc.constantFrom(...walkers) },
  ),
  pick: fc.nat(1_000_000),
  laterMs: fc.oneof(
    fc.integer({ min: 1, max: 30 }).map((minutes) => minutes * minuteMs),
    fc.integer({ min: 1, max: 10 * 60 }).map((minutes) => minutes * minuteMs + 1),
    fc.integer({ min: 1, max: 9 }).map((days) => days * 86_400_000),
  ),
})
const start = fc
  .record({
    policy: fc.constantFrom('hanoi-1207', 'pausing', 'same-time', 'source-target'),
    kind: fc.constantFrom<Complaint['kind']>('field', 'field', 'voter_petition'),
    level: fc.constantFrom<Complaint['level']>('normal', 'complex', 'urgent'),
  })
  .map(({ policy, kind, level }) => ({ ...newReport(policy, kind), level }))
const turns = fc.array(turn, { minLength: 60, maxLength: 90 })

const story = (steps: readonly Step[]): string =>
  steps.map((step) => `${step.who} ${step.command.name} -> ${step.after.state} @${step.after.agency}`).join('\n')

// A level or another main case brings a report no nearer to its own outcome, and one of the two is always possible.
const bringsNoNearer: ReadonlySet<string> = new Set(['setLevel', 'merge'])

/** Whether nobody can do anything that moves an open case on; the people present are all. */
const isStuck = (complaint: Complaint, nowMs: number): boolean =>
  isOpen(complaint.state) &&
  !walkers.some((who) =>
    openMoves(complaint, who, { nowMs }).some(
      ({ command, after }) => !bringsNoNearer.has(command.name) && after.flowVersion > complaint.flowVersion,
    ),
  )

// A voter's petition that needs another agency has the longer term from the question on.
const questionInTime = ({ command, before, after, atMs }: Step): boolean => {
  const asked = after.coordination[after.coordination.length - 1]
  const { dueAtMs } = after.clocks
  if (command.name !== 'requestCoordination' || asked === undefined || dueAtMs === null) return true
  const calendar = calendarOfAgency(before.agency, walkContext({}))
  const leftMs = workingMsBetween(calendar, atMs, dueAtMs)
  if (leftMs <= 0) return asked.dueAtMs >= atMs
  return asked.dueAtMs <= addWorkingMs(calendar, atMs, leftMs * 0.6) && asked.dueAtMs < dueAtMs
}

describe('the whole life of a report', { timeout: 120_000 }, () => {
  it('keeps every rule at every step, whoever does what when, and never gets stuck', () => {
    const commands = new Set<string>()
    const states = new Set<string>()
    holds(
      'whole lives',
      fc.property(start, turns, (complaint, given) => {
        const steps = walk(complaint, given)
        for (const [index, step] of steps.entries()) {
          const broken = [...brokenStepRules(step), ...brokenRules(step.after, step.atMs)]
          expect(broken, story(steps.slice(0, index + 1))).toEqual([])
          expect(questionInTime(step), story(steps.slice(0, index + 1))).toBe(true)
          commands.add(step.command.name)
          states.add(step.after.state)
        }
        const last = steps[steps.length - 1]
        if (last !== undefined) expect(isStuck(last.after, last.atMs), story(steps)).toBe(false)
      }),
      { numRuns: 120 },
    )
    console.info(
      `lives: ${commands.size} of ${commandNames.length} commands, ${states.size} of ${caseStates.length} states; not met: ${commandNames.filter((name) => !commands.has(name)).join(' ')}`,
    )
    // A walk that met little would prove little.
    expect(commands.size).toBeGreaterThan(commandNames.length * 0.8)
    expect(states.size).toBeGreaterThan(caseStates.length * 0.8)
  })

  it('is decided alike twice, and never changes the case it is given', () => {
    holds(
      'decisions are pure',
      fc.property(start, turns, (complaint, given) => {
        for (const { command, who, before, after, atMs, events } of walk(complaint, given).slice(0, 12)) {
          const copy = structuredClone(before)
          const givenBy: Giver = who === 'citizen' || who === 'system' ? who : 'official'
          const known = {
            nowMs: atMs,
            eventId: 'again',
            mergeTarget: { id: 'main-1', state: 'assigned' as const, agency: before.agency },
            givenBy,
          }
          const again = decideCommand({ command, actor: actor(who), complaint: before, context: walkContext(known) })
          if (!again.ok) throw new Error(`${command.name} is refused the second time as ${again.code}`)
          // The id of a promise is made from the entry's.
          const plain = (row: Complaint) => ({
            ...row,
            commitments: row.commitments.map((one) => ({ ...one, id: '' })),
          })
          expect(plain(again.next)).toEqual(plain(after))
          expect(again.events.length).toBe(events.length)
          expect(before).toEqual(copy)
        }
      }),
      { numRuns: 30 },
    )
  })
})
