import { describe, expect, it } from 'vitest'
import { commandNames, commandTable, isWorkflowCommand } from '../../../shared/domain/command-table.ts'
import type { CommandName } from '../../../shared/domain/command.ts'
import { availableCommands, decideCommand } from '../../../shared/domain/decision.ts'
import { caseStates } from '../../../shared/domain/states.ts'
import type { CaseState } from '../../../shared/domain/states.ts'
import { movesOn } from '../../support/domain/case-moves.ts'
import { actor, caseIn, context, people } from '../../support/domain/case-fixtures.ts'
import { decisionMatrix } from './decision-matrix.ts'

const expected = new Map<string, string>()
for (const line of decisionMatrix) {
  const [situation = '', persons = ''] = line.split(': ')
  const [state, name, code] = situation.split(' ')
  for (const who of persons.split(' ')) expected.set(`${state} ${name} ${who}`, String(code))
}
const workflow = commandNames.filter(isWorkflowCommand)

describe('every combination of state, command and person', () => {
  it.each(caseStates)('in %s is told the code of the matrix, and the others that they are not permitted', (state) => {
    for (const who of Object.keys(people)) {
      for (const { name, code } of availableCommands(actor(who), caseIn(state), context())) {
        if (!isWorkflowCommand(name)) continue
        expect(code ?? 'ok', `${state} ${name} ${who}`).toBe(expected.get(`${state} ${name} ${who}`) ?? 'not_permitted')
      }
    }
  })

  it('is decided as its button says, except for what depends on the arguments', () => {
    for (const state of caseStates) {
      for (const who of Object.keys(people)) {
        const complaint = caseIn(state)
        const buttons = new Map(
          availableCommands(actor(who), complaint, context()).map((entry) => [entry.name, entry.code]),
        )
        for (const command of movesOn(complaint, ['officer2'])) {
          const code = buttons.get(command.name)
          if (code === null) continue
          const decided = decideCommand({ command, actor: actor(who), complaint, context: context() })
          expect(decided, `${state} ${command.name} ${who}`).toEqual({ ok: false, code })
        }
      }
    }
  })

  it('is named in the matrix for every state in which the table starts a command', () => {
    for (const name of workflow) {
      const { from } = commandTable[name]
      const starts = caseStates.filter((state) => from === 'any' || from.includes(state))
      const possible = new Set(
        decisionMatrix.filter((line) => line.includes(` ${name} ok: `)).map((line) => line.split(' ')[0]),
      )
      expect([...possible].toSorted(), name).toEqual(starts.toSorted())
    }
  })
})

/** Who can give each workflow command, from which state, and where it leads. */
const paths: Readonly<Record<string, readonly [who: string, from: CaseState, to: CaseState]>> = {
  receive: ['intake', 'awaiting_reception', 'received'],
  startVerification: ['intake', 'awaiting_reception', 'verifying'],
  finishVerification: ['intake', 'verifying', 'awaiting_reception'],
  setLevel: ['intake', 'received', 'received'],
  assign: ['approver', 'received', 'assigned'],
  start: ['officer', 'rework', 'in_progress'],
  submitReply: ['officer', 'in_progress', 'reply_submitted'],
  returnReply: ['supervisor', 'reply_submitted', 'reply_returned'],
  approveReply: ['approver', 'reply_submitted', 'answered'],
  proposeRefusal: ['officer', 'rework', 'refusal_submitted'],
  approveRefusal: ['approver', 'refusal_submitted', 'refused'],
  denyRefusal: ['approver', 'refusal_submitted', 'in_progress'],
}

describe('every workflow command', () => {
  const named = Object.entries(paths)

  it('has a path of its own below', () => {
    expect(named.map(([name]) => name).toSorted()).toEqual([...workflow].toSorted())
  })

  it.each(named)(
    '%s leads where the table says, writes one entry under its name and raises both versions',
    (name, [who, from, to]) => {
      const complaint = caseIn(from)
      const command = movesOn(complaint, []).find((move) => move.name === name)
      if (command === undefined) throw new Error(`no arguments for ${name}`)
      const decided = decideCommand({
        command,
        actor: actor(who),
        complaint,
        context: context({ ifVersion: complaint.flowVersion }),
      })
      expect(decided).toMatchObject({
        ok: true,
        next: { state: to, rowVersion: complaint.rowVersion + 1, flowVersion: complaint.flowVersion + 1 },
        events: [{ id: 'event-1', kind: 'command', code: name, actor: who, late: false }],
      })
    },
  )

  it.each(named)('%s is a conflict on any other flow version, older or newer, whoever gives it', (name, [, from]) => {
    const complaint = caseIn(from)
    const command = movesOn(complaint, []).find((move) => move.name === name)
    if (command === undefined) throw new Error(`no arguments for ${name}`)
    for (const ifVersion of [complaint.flowVersion - 1, complaint.flowVersion + 1]) {
      for (const who of Object.keys(people)) {
        const decided = decideCommand({ command, actor: actor(who), complaint, context: context({ ifVersion }) })
        expect(decided, who).toEqual({ ok: false, code: 'stale_flow' })
      }
    }
  })

  it.each(['approveReply', 'approveRefusal', 'denyRefusal'] satisfies CommandName[])(
    '%s waits for the server',
    (name) => {
      const complaint = caseIn(name === 'approveReply' ? 'reply_submitted' : 'refusal_submitted')
      const offline = availableCommands(actor('approver'), complaint, context({ online: false }))
      expect(offline.find((entry) => entry.name === name)).toEqual({ name, allowed: false, code: 'online_only' })
    },
  )

  it.each(['receive', 'assign', 'start', 'submitReply', 'returnReply', 'proposeRefusal'])(
    '%s is predicted without a server',
    (name) => {
      const [who = '', from = 'received'] = paths[name] ?? []
      const complaint = caseIn(from)
      const command = movesOn(complaint, []).find((move) => move.name === name)
      if (command === undefined) throw new Error(`no arguments for ${name}`)
      expect(decideCommand({ command, actor: actor(who), complaint, context: context({ online: false }) }).ok).toBe(
        true,
      )
    },
  )
})
