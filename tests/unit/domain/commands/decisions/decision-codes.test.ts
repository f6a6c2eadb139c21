import { describe, expect, it } from 'vitest'
import {
  commandNames,
  commandTable,
  isWorkflowCommand,
  officialCommands,
} from '../../../../../shared/domain/command-table.ts'
import type { CommandName } from '../../../../../shared/domain/command.ts'
import { availableCommands, decideCommand } from '../../../../../shared/domain/decision.ts'
import { caseStates } from '../../../../../shared/domain/states.ts'
import { actor, caseIn, context, nowMs, people } from '../../../../support/domain/case-fixtures.ts'
import { movesOn, unattendedMoves } from '../../../../support/domain/case-moves.ts'
import { everySituation } from '../../../../support/domain/case-situations.ts'
import type { NamedSituation } from '../../../../support/domain/case-situations.ts'
import { exceptions, onlineCommands, onSiteCommands, rights } from './decision-matrix.ts'
import type { Right } from './decision-matrix.ts'

const everybody = Object.keys(people)
const choices = { officers: ['officer2'], agencies: ['STP', 'SGD'], nowMs }
const words = (list: string): readonly string[] => list.split(' ').filter((word) => word !== '')

const isOnSite = (name: CommandName, { complaint: { state } }: NamedSituation, who: string): boolean =>
  who === 'field' && onSiteCommands.includes(name) && (state === 'awaiting_reception' || state === 'verifying')

const isEntitled = (right: Right, { complaint }: NamedSituation, who: string): boolean =>
  words(right.agency).includes(who) ||
  (complaint.team === 'SXD-1' && words(right.team).includes(who)) ||
  (right.assignee && complaint.assignee === who)

const exceptionFor = (situation: string, name: CommandName, who: string): string | undefined =>
  (exceptions[situation]?.[name] ?? '')
    .split('; ')
    .map((part) => part.split(': '))
    .find(([, whom = '']) => words(whom).includes(who))?.[0]

/** What somebody is told, by the lists written by hand: who may, then whether a server is needed, then the state, then the rest. */
const told = (situation: NamedSituation, name: CommandName, who: string): string => {
  const right = rights[name]
  if (right === undefined) throw new Error(`no right is written down for ${name}`)
  const exception = exceptionFor(situation.name, name, who)
  if (exception !== undefined) return exception
  if (!isEntitled(right, situation, who) && !isOnSite(name, situation, who)) return 'not_permitted'
  if (situation.context.online === false && onlineCommands.includes(name)) return 'online_only'
  if (right.from !== 'any' && !words(right.from).includes(situation.complaint.state)) return 'wrong_state'
  // Below urgent only the intake officer changes the level.
  if (name === 'setLevel' && who === 'supervisor' && situation.complaint.level !== 'urgent') return 'not_permitted'
  return right.always ?? 'ok'
}

describe('every combination of situation, command and person', () => {
  it.each(everySituation)('is told the code of the matrix: $name', (situation) => {
    for (const who of everybody) {
      const buttons = availableCommands(actor(who), situation.complaint, context(situation.context))
      expect(buttons.map((entry) => entry.name)).toEqual(officialCommands)
      for (const { name, allowed, code } of buttons) {
        expect(code ?? 'ok', `${name} by ${who}`).toBe(told(situation, name, who))
        expect(allowed, `${name} by ${who}`).toBe(code === null)
      }
    }
  })

  it('names a right for every command of an official, each with somebody who can use it', () => {
    expect(Object.keys(rights).toSorted()).toEqual([...officialCommands].toSorted())
    const usable = new Set(
      everySituation.flatMap((situation) =>
        officialCommands.filter((name) => everybody.some((who) => told(situation, name, who) === 'ok')),
      ),
    )
    expect(officialCommands.filter((name) => !usable.has(name))).toEqual([])
  })

  it('names only situations and people that exist', () => {
    const names = everySituation.map((situation) => situation.name)
    expect(Object.keys(exceptions).filter((name) => !names.includes(name))).toEqual([])
    expect(new Set(names).size).toBe(names.length)
    const named = [
      ...Object.values(rights).flatMap((right) => words(`${right.agency} ${right.team}`)),
      ...Object.values(exceptions).flatMap((lines) =>
        Object.values(lines).flatMap((line) => line.split('; ').flatMap((part) => words(part.split(': ')[1] ?? ''))),
      ),
    ]
    expect(named.filter((who) => !everybody.includes(who))).toEqual([])
  })

  it('starts a command in exactly the states of the table', () => {
    for (const [name, right] of Object.entries(rights)) {
      const { from } = commandTable[name as CommandName]
      expect(from === 'any' ? ['any'] : from.toSorted(), name).toEqual(words(right.from).toSorted())
    }
  })

  it('is decided as its button says, except for what depends on the arguments', () => {
    for (const situation of everySituation) {
      const { complaint } = situation
      for (const who of everybody) {
        for (const command of movesOn(complaint, choices)) {
          const code = told(situation, command.name, who)
          if (code === 'ok') continue
          const decided = decideCommand({ command, actor: actor(who), complaint, context: context(situation.context) })
          expect(decided, `${situation.name}: ${command.name} by ${who}`).toEqual({ ok: false, code })
        }
      }
    }
  })
})

/** From which states the citizen and the server may give a command; every other state is wrong. */
const unattended: Readonly<Record<string, readonly ['citizen' | 'system', string]>> = {
  citizenAnswered: ['citizen', 'awaiting_citizen'],
  resume: ['citizen', 'refused'],
  rate: ['citizen', 'answered'],
  citizenSilent: ['system', 'awaiting_citizen'],
  close: ['system', 'answered refused'],
}

describe('what no official gives', () => {
  const later = nowMs + 30 * 86_400_000
  const unattendedNames = commandNames.filter((name) => !officialCommands.includes(name))

  it('is listed below', () => {
    expect(Object.keys(unattended).toSorted()).toEqual(unattendedNames.toSorted())
  })

  it.each(caseStates)('is possible in %s as listed, once its time has come', (state) => {
    const plain = caseIn(state)
    const complaint = plain.proposal === null ? plain : { ...plain, proposal: { ...plain.proposal, mayResume: true } }
    for (const command of unattendedMoves(complaint)) {
      const [givenBy, from] = unattended[command.name] ?? (['system', ''] as const)
      const request = { command, actor: actor('nobody'), complaint, context: context({ givenBy, nowMs: later }) }
      const decided = decideCommand(request)
      expect(decided.ok ? 'ok' : decided.code, command.name).toBe(words(from).includes(state) ? 'ok' : 'wrong_state')
      if (decided.ok) expect(decided.events).toMatchObject([{ kind: givenBy, code: command.name, actor: null }])
    }
  })

  it('is refused to every official, and to the other of the two', () => {
    for (const state of caseStates) {
      const complaint = caseIn(state)
      for (const command of unattendedMoves(complaint)) {
        const own = unattended[command.name]?.[0]
        for (const givenBy of ['official', 'citizen', 'system'] as const) {
          if (givenBy === own) continue
          for (const who of givenBy === 'official' ? everybody : ['nobody']) {
            const request = { command, actor: actor(who), complaint, context: context({ givenBy, nowMs: later }) }
            expect(decideCommand(request), `${command.name} by ${who}`).toEqual({ ok: false, code: 'not_permitted' })
          }
        }
      }
    }
  })

  it('leaves the commands of officials to officials', () => {
    for (const { complaint } of everySituation) {
      for (const command of movesOn(complaint, choices)) {
        for (const givenBy of ['citizen', 'system'] as const) {
          for (const who of ['nobody', 'approver']) {
            const request = { command, actor: actor(who), complaint, context: context({ givenBy }) }
            expect(decideCommand(request), command.name).toEqual({ ok: false, code: 'not_permitted' })
          }
        }
      }
    }
  })
})

describe('a workflow command', () => {
  const stale = everySituation.flatMap(({ complaint, context: known }) =>
    movesOn(complaint, choices).map((command) => ({ complaint, known, command })),
  )

  it('is a conflict on any other flow version, older or newer, whoever gives it; nothing else ever is', () => {
    for (const { complaint, known, command } of stale) {
      for (const ifVersion of [complaint.flowVersion - 1, complaint.flowVersion + 1]) {
        for (const who of ['officer', 'approver', 'coordinator', 'foreign']) {
          const request = { command, actor: actor(who), complaint, context: context({ ...known, ifVersion }) }
          const decided = decideCommand(request)
          const isConflict = !decided.ok && decided.code === 'stale_flow'
          expect(isConflict, `${command.name} by ${who}`).toBe(isWorkflowCommand(command.name))
        }
      }
    }
  })
})
