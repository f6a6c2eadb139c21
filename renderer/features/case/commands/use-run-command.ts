import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useState, useSyncExternalStore } from 'react'
import type { CommandArgs, CommandName, RefusalCode } from '../../../../shared/domain/command.ts'
import { useServices } from '../../../platform/desk-services.tsx'

/** `shown` once the case was read again after the command: only then can it tell whether the command still waits. */
export type CommandOutcome =
  | Readonly<{ kind: 'idle' | 'running' }>
  | Readonly<{ kind: 'saved'; name: CommandName; key: string; shown: boolean }>
  | Readonly<{ kind: 'refused'; name: CommandName; code: RefusalCode }>
  | Readonly<{ kind: 'failed'; name: CommandName }>

export type RunCommand = <N extends CommandName>(name: N, args: CommandArgs[N]) => Promise<boolean>

/** How the last command on a case went. Kept beside React: only what shows it is drawn anew, not the case around it. */
export class OutcomeStore {
  #outcome: CommandOutcome = { kind: 'idle' }
  readonly #listeners = new Set<() => void>()

  readonly get = (): CommandOutcome => this.#outcome

  readonly set = (outcome: CommandOutcome): void => {
    this.#outcome = outcome
    for (const listener of this.#listeners) listener()
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}

/** How the last command went, drawn anew whenever that changes. */
export const useOutcome = (outcomes: OutcomeStore): CommandOutcome =>
  useSyncExternalStore(outcomes.subscribe, outcomes.get)

/** Gives commands on one case; `clear` forgets how the last one went. */
export type CommandRunner = Readonly<{ run: RunCommand; outcomes: OutcomeStore; clear: () => void }>

/** Gives commands on one case and keeps how the last one went; "saved" means fsync'd on this device. */
export function useRunCommand(caseId: string): CommandRunner {
  const { worker } = useServices()
  const client = useQueryClient()
  const [outcomes] = useState(() => new OutcomeStore())
  const run: RunCommand = useCallback(
    async (name, args) => {
      outcomes.set({ kind: 'running' })
      try {
        const answer = await worker.command.run({ caseId, name, args: { ...args } })
        if (!answer.ok) {
          outcomes.set({ kind: 'refused', name, code: answer.code })
          return false
        }
        const saved = { kind: 'saved', name, key: answer.key, shown: false } as const
        outcomes.set(saved)
        void client.invalidateQueries({ queryKey: ['case', caseId] }).finally(() => {
          if (outcomes.get() === saved) outcomes.set({ ...saved, shown: true })
        })
        return true
      } catch (reason) {
        console.error('command_not_stored', name, reason)
        outcomes.set({ kind: 'failed', name })
        return false
      }
    },
    [caseId, client, outcomes, worker],
  )
  const clear = useCallback(() => outcomes.set({ kind: 'idle' }), [outcomes])
  return { run, outcomes, clear }
}
