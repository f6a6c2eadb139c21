import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import type { CommandArgs, CommandName, RefusalCode } from '../../../../shared/domain/command.ts'
import { useServices } from '../../../platform/desk-services.tsx'

export type CommandOutcome =
  | Readonly<{ kind: 'idle' | 'running' }>
  | Readonly<{ kind: 'saved'; name: CommandName; key: string }>
  | Readonly<{ kind: 'refused'; name: CommandName; code: RefusalCode }>
  | Readonly<{ kind: 'failed'; name: CommandName }>

/** Gives commands on one case; `clear` forgets how the last one went. */
export type CommandRunner = Readonly<{ run: RunCommand; outcome: CommandOutcome; clear: () => void }>

export type RunCommand = <N extends CommandName>(name: N, args: CommandArgs[N]) => Promise<boolean>

/** Gives commands on one case and keeps how the last one went; "saved" means fsync'd on this device. */
export function useRunCommand(caseId: string): CommandRunner {
  const { worker } = useServices()
  const client = useQueryClient()
  const [outcome, setOutcome] = useState<CommandOutcome>({ kind: 'idle' })
  const run: RunCommand = useCallback(
    async (name, args) => {
      setOutcome({ kind: 'running' })
      try {
        const answer = await worker.command.run({ caseId, name, args: { ...args } })
        // Whether it still waits for the server is read from the case, so the case comes first.
        if (answer.ok) await client.invalidateQueries({ queryKey: ['case', caseId] })
        setOutcome(answer.ok ? { kind: 'saved', name, key: answer.key } : { kind: 'refused', name, code: answer.code })
        return answer.ok
      } catch (reason) {
        console.error('command_not_stored', name, reason)
        setOutcome({ kind: 'failed', name })
        return false
      }
    },
    [caseId, client, worker],
  )
  const clear = useCallback(() => setOutcome({ kind: 'idle' }), [])
  return { run, outcome, clear }
}
