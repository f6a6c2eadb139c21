import { describe, expect, it } from 'vitest'
import { payloadReader } from '../../../renderer/worker/outbox/queued-command.ts'
import { commandArgsV1 } from '../../../shared/contract/command-args.ts'
import { commandForms, upgradedCommand } from '../../../shared/contract/command-upgrades.ts'
import type { CommandForm, CommandForms } from '../../../shared/contract/command-upgrades.ts'
import { recordedCommits, recordingOf } from '../../support/sync/older-clients.ts'

const noting =
  (step: string) =>
  ({ name, args }: CommandForm): CommandForm => ({ name: `${name} ${step}`, args: { ...args, [step]: true } })
const forms: CommandForms = {
  newest: 4,
  steps: new Map([
    [2, noting('second')],
    [3, noting('third')],
  ]),
}
const command = (v: number) => ({ key: 'k', name: 'visit', args: { id: 'a' }, v })

describe('a command of an older version', () => {
  it('goes through every step from its version on, in order, and keeps the rest', () => {
    expect(upgradedCommand(forms, command(2))).toEqual({
      ...{ key: 'k', name: 'visit second third', v: 4 },
      args: { id: 'a', second: true, third: true },
    })
    expect(upgradedCommand(forms, command(3))?.name).toBe('visit third')
    expect(upgradedCommand(forms, command(4))).toEqual(command(4))
  })

  it('is not guessed at where the version is newer, unknown, or a step is missing', () => {
    for (const v of [5, 99, 1, 0, -1, 2.5]) expect(upgradedCommand(forms, command(v)), String(v)).toBeNull()
  })

  it('has a step from every version before the newest, in this product', () => {
    const before = Array.from({ length: commandForms.newest - 1 }, (_, n) => n + 1)
    expect([...commandForms.steps.keys()]).toEqual(before)
  })
})

describe.each(recordedCommits)('what the app of %s stored', (commit) => {
  it('is read whole, with what came later, and fits today’s arguments', () => {
    const { stored } = recordingOf(commit)
    expect(stored.length).toBeGreaterThan(0)
    for (const { payload } of stored) {
      const read = payloadReader(commandForms).parse(payload)
      expect(read).toEqual({ ...payload, seen: null, carried: false })
      expect(commandArgsV1[read.name].parse(read.args), read.name).toMatchObject(read.args)
    }
  })
})
