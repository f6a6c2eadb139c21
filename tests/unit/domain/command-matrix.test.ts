import { describe, expect, it } from 'vitest'
import { entitlements } from '../../../shared/domain/authority.ts'
import { commandNames, commandTable, isCommandName, isWorkflowCommand } from '../../../shared/domain/command-table.ts'
import type { CommandName } from '../../../shared/domain/command.ts'
import { availableCommands } from '../../../shared/domain/decision.ts'
import { roles } from '../../../shared/domain/roles.ts'
import { caseStates } from '../../../shared/domain/states.ts'
import type { CaseState } from '../../../shared/domain/states.ts'
import { actor, caseIn, context, people } from '../../support/domain/case-fixtures.ts'

const approvers = 'approver approver2 double'
const assigners = `intake supervisor ${approvers}`

/** Who may give which command in which state; every combination that is not listed is refused. */
const matrix: Readonly<Record<CaseState, Partial<Record<CommandName, string>>>> = {
  awaiting_reception: {
    receive: 'intake',
    startVerification: 'intake',
    setLevel: 'intake',
    proposeRefusal: 'intake',
    assign: approvers,
  },
  verifying: {
    receive: 'intake',
    finishVerification: 'intake',
    setLevel: 'intake',
    proposeRefusal: 'intake',
    assign: approvers,
  },
  received: { setLevel: 'intake', assign: `intake ${approvers}`, proposeRefusal: 'intake' },
  assigned: { setLevel: 'intake', assign: assigners, proposeRefusal: 'intake officer', start: 'officer' },
  in_progress: { setLevel: 'intake', assign: assigners, proposeRefusal: 'intake officer', submitReply: 'officer' },
  awaiting_citizen: { setLevel: 'intake', assign: assigners },
  reply_submitted: { setLevel: 'intake', returnReply: `supervisor ${approvers}`, approveReply: approvers },
  reply_returned: { setLevel: 'intake', assign: assigners, start: 'officer' },
  answered: {},
  refusal_submitted: { setLevel: 'intake', approveRefusal: approvers, denyRefusal: approvers },
  refused: {},
  transfer_proposed: { setLevel: 'intake', assign: approvers },
  merged: {},
  rework: { setLevel: 'intake', assign: assigners, proposeRefusal: 'intake officer', start: 'officer' },
  closed: {},
}

/** What is allowed in every state alike. */
const everywhere: Partial<Record<CommandName, string>> = {
  addNote: 'officer field supervisor',
  saveDraft: 'officer officer2 field supervisor double',
  mark: 'intake officer officer2 field supervisor approver approver2 double coordinator oversight',
}
const withTeam = caseStates.filter((state) => caseIn(state).team !== null)

const allowed = (state: CaseState, name: CommandName, level: 'normal' | 'urgent' = 'normal'): string =>
  Object.keys(people)
    .filter((who) =>
      availableCommands(actor(who), caseIn(state, { level }), context()).some(
        (entry) => entry.name === name && entry.allowed,
      ),
    )
    .join(' ')

describe('the matrix of states, commands and people', () => {
  const combinations = caseStates.flatMap((state) =>
    commandNames.filter((name) => !(name in everywhere)).map((name) => [state, name] as const),
  )

  it.each(combinations)('in %s lets %s be given by exactly the people listed', (state, name) => {
    expect(allowed(state, name)).toBe(matrix[state][name] ?? '')
  })

  it.each(withTeam)('in %s takes notes, drafts and marks from the people of the case', (state) => {
    for (const [name, whom] of Object.entries(everywhere))
      expect(isCommandName(name) ? allowed(state, name) : '').toBe(whom)
  })

  it.each(['received', 'in_progress', 'reply_submitted', 'rework'] as const)(
    'in %s leaves the level of an urgent case to the supervisor',
    (state) => {
      expect(allowed(state, 'setLevel', 'urgent')).toBe(state === 'received' ? '' : 'supervisor')
    },
  )

  it('gives a code with every refusal and none with a permission', () => {
    for (const state of caseStates) {
      for (const who of Object.keys(people)) {
        for (const entry of availableCommands(actor(who), caseIn(state), context())) {
          expect(entry.code === null, `${state} ${who} ${entry.name}`).toBe(entry.allowed)
        }
      }
    }
  })

  it('covers every role with a person', () => {
    const held = new Set(Object.values(people).flatMap((grants) => grants.map((grant) => grant.role)))
    expect(roles.filter((role) => !held.has(role))).toEqual([])
  })

  it('gives security, system, administration and warning roles no command at all', () => {
    for (const who of ['security', 'system', 'admin', 'warningEditor', 'warningApprover', 'foreign']) {
      for (const state of caseStates) {
        const usable = availableCommands(actor(who), caseIn(state), context()).filter((entry) => entry.allowed)
        expect(usable, `${who} ${state}`).toEqual([])
      }
    }
  })
})

describe('the table', () => {
  it('gives every row an entitlement', () => {
    for (const name of commandNames) expect(entitlements[name].length, name).toBeGreaterThan(0)
  })

  it('lets only decisions of a second person wait for the server', () => {
    expect(commandNames.filter((name) => commandTable[name].offline === 'online')).toEqual([
      'approveReply',
      'approveRefusal',
      'denyRefusal',
    ])
  })

  it('lets notes, drafts and marks never conflict', () => {
    const free = commandNames.filter((name) => !isWorkflowCommand(name))
    expect(free).toEqual(['addNote', 'saveDraft', 'mark'])
    for (const name of free) expect([commandTable[name].offline, commandTable[name].from]).toEqual(['always', 'any'])
  })

  it('knows its own names and no inherited ones', () => {
    expect(commandNames.every(isCommandName)).toBe(true)
    expect(['toString', 'constructor', '__proto__', ''].filter(isCommandName)).toEqual([])
  })

  it('restores a state only where a proposal remembers one', () => {
    expect(commandNames.filter((name) => commandTable[name].to === 'restored')).toEqual(['denyRefusal'])
  })
})
