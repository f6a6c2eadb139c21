import { describe, expect, it } from 'vitest'
import { entitlements } from '../../../../shared/domain/authority.ts'
import {
  commandNames,
  commandTable,
  isCommandName,
  isWorkflowCommand,
  officialCommands,
} from '../../../../shared/domain/command-table.ts'
import type { CommandName } from '../../../../shared/domain/command.ts'
import { commandArgsV1 } from '../../../../shared/contract/command-args.ts'
import { availableCommands, decideCommand } from '../../../../shared/domain/decision.ts'
import { roles } from '../../../../shared/domain/roles.ts'
import { caseStates } from '../../../../shared/domain/states.ts'
import { actor, caseIn, context, nowMs, people } from '../../../support/domain/case-fixtures.ts'
import { movesOn, unattendedMoves } from '../../../support/domain/case-moves.ts'
import { everySituation } from '../../../support/domain/case-situations.ts'

const namesWhere = (holds: (name: CommandName) => boolean): readonly CommandName[] => commandNames.filter(holds)

describe('the table', () => {
  it('gives every official command an entitlement and the others none', () => {
    for (const name of commandNames)
      expect(entitlements[name].length > 0, name).toBe(commandTable[name].givenBy === 'official')
    expect(namesWhere((name) => commandTable[name].givenBy === 'citizen')).toEqual([
      'citizenAnswered',
      'resume',
      'rate',
    ])
    expect(namesWhere((name) => commandTable[name].givenBy === 'system')).toEqual(['citizenSilent', 'close'])
  })

  it('lets what needs a second person, another agency or another case wait for the server', () => {
    expect(officialCommands.filter((name) => commandTable[name].offline === 'online').toSorted()).toEqual(
      [
        'acceptTransfer',
        'answerCoordination',
        'approveRefusal',
        'approveReply',
        'approveTransfer',
        'checkOut',
        'denyExtension',
        'denyRefusal',
        'denyTransfer',
        'grantExtension',
        'merge',
        'orderRecheck',
        'publish',
        'requestCoordination',
        'returnTransfer',
        'revealReporter',
        'unmerge',
        'withhold',
      ].toSorted(),
    )
  })

  it('accepts notes, visits, evidence, drafts and marks whenever they arrive', () => {
    expect(namesWhere((name) => commandTable[name].offline === 'always')).toEqual([
      'addNote',
      'addEvidence',
      'recordVisit',
      'saveDraft',
      'mark',
    ])
  })

  it('lets only what moves or decides a case conflict', () => {
    expect(officialCommands.filter((name) => !isWorkflowCommand(name))).toEqual([
      'addNote',
      'addEvidence',
      'recordVisit',
      'checkOut',
      'checkIn',
      'saveDraft',
      'mark',
      'answerCoordination',
      'settleCommitment',
      'revealReporter',
    ])
  })

  it('restores a state only where a proposal remembers one', () => {
    expect(namesWhere((name) => commandTable[name].to === 'restored')).toEqual(['denyTransfer', 'denyRefusal'])
  })

  it('writes no entry for drafts and marks only', () => {
    expect(namesWhere((name) => commandTable[name].entry === null)).toEqual(['saveDraft', 'mark'])
  })

  it('knows its own names and no inherited ones, and the wire knows the same', () => {
    expect(commandNames.every(isCommandName)).toBe(true)
    expect(['toString', 'constructor', '__proto__', ''].filter(isCommandName)).toEqual([])
    expect(Object.keys(commandArgsV1).toSorted()).toEqual([...commandNames].toSorted())
  })

  it('takes every move the tests make over the wire as it is', () => {
    const choices = { officers: ['officer'], agencies: ['STP'], nowMs }
    for (const { complaint } of everySituation) {
      for (const command of [...movesOn(complaint, choices), ...unattendedMoves(complaint)])
        expect(commandArgsV1[command.name].parse(command.args), command.name).toEqual(command.args)
    }
  })
})

/** The texts that must not be blank, and the code where one is. */
const required: Readonly<Partial<Record<CommandName, readonly [field: string, code: string]>>> = {
  startVerification: ['note', 'text_required'],
  finishVerification: ['note', 'text_required'],
  setLevel: ['reason', 'reason_required'],
  addNote: ['text', 'text_required'],
  recordVisit: ['text', 'text_required'],
  askCitizen: ['question', 'text_required'],
  returnReply: ['comment', 'text_required'],
  requestCoordination: ['question', 'text_required'],
  answerCoordination: ['answer', 'text_required'],
  proposeTransfer: ['text', 'text_required'],
  returnTransfer: ['reason', 'reason_required'],
  denyTransfer: ['reason', 'reason_required'],
  unmerge: ['reason', 'reason_required'],
  requestExtension: ['reason', 'reason_required'],
  denyExtension: ['reason', 'reason_required'],
  proposeRefusal: ['text', 'text_required'],
  denyRefusal: ['reason', 'reason_required'],
  withhold: ['reason', 'reason_required'],
  orderRecheck: ['reason', 'reason_required'],
  settleCommitment: ['note', 'text_required'],
  revealReporter: ['reason', 'reason_required'],
  citizenAnswered: ['text', 'text_required'],
  resume: ['text', 'text_required'],
}

describe('a required text', () => {
  const choices = { officers: ['officer2'], agencies: ['STP'], nowMs }

  it('is named below for every command that has one', () => {
    const named = namesWhere((name) => Object.keys(commandTable[name].required).length > 0)
    expect(named.toSorted()).toEqual(Object.keys(required).toSorted())
  })

  it.each(Object.entries(required))('%s is refused while it is blank, and by nothing else', (name, [field, code]) => {
    const given = [...Object.keys(people), 'nobody']
    const reached = new Set<string>()
    const situations = [
      ...everySituation,
      {
        complaint: caseIn('refused', {
          proposal: { ...caseIn('refused').proposal, mayResume: true } as never,
        }),
        context: {},
      },
    ]
    for (const { complaint, context: known } of situations) {
      for (const command of [...movesOn(complaint, choices), ...unattendedMoves(complaint)]) {
        if (command.name !== name) continue
        for (const who of given) {
          const givenBy = commandTable[command.name].givenBy
          const decide = (blank: boolean) =>
            decideCommand({
              command: (blank
                ? { ...command, args: { ...command.args, [field]: ' \n\t' } }
                : command) as typeof command,
              actor: actor(who),
              complaint,
              context: context({ ...known, givenBy }),
            })
          if (!decide(false).ok) continue
          const decided = decide(true)
          reached.add(decided.ok ? 'ok' : decided.code)
        }
      }
    }
    expect([...reached]).toEqual([code])
  })
})

describe('the people of the tests', () => {
  it('cover every role', () => {
    const held = new Set(Object.values(people).flatMap((grants) => grants.map((grant) => grant.role)))
    expect(roles.filter((role) => !held.has(role))).toEqual([])
  })

  it('of security, system, administration and warning have no command at all, in any situation', () => {
    for (const who of ['security', 'system', 'admin', 'warningEditor', 'warningApprover']) {
      for (const { name, complaint, context: known } of everySituation) {
        const usable = availableCommands(actor(who), complaint, context(known)).filter((entry) => entry.allowed)
        expect(usable, `${who} ${name}`).toEqual([])
      }
    }
  })

  it('of another agency have no command where it takes no part, whatever the state', () => {
    for (const who of ['foreign', 'receiver', 'receiverOfficer', 'receiverApprover', 'third']) {
      for (const state of caseStates) {
        const usable = availableCommands(actor(who), caseIn(state), context()).filter((entry) => entry.allowed)
        expect(usable, `${who} ${state}`).toEqual([])
      }
    }
  })
})
