import { useCallback, useRef, useState } from 'react'
import type { CommandArgs, CommandName, RefusalCode } from '../../../../shared/domain/command.ts'
import type { QueueFactsV1 } from '../../../../shared/ipc/queue-contract.ts'
import { useServices } from '../../../platform/desk-services.tsx'

/** A case whose command was not taken: why, or null where it could not be stored on the device. */
export type NotTaken = Readonly<{ row: QueueFactsV1; code: RefusalCode | null }>

export type BulkState =
  | Readonly<{ kind: 'idle' }>
  | Readonly<{ kind: 'running'; name: CommandName; done: number; total: number }>
  | Readonly<{ kind: 'ended'; name: CommandName; saved: number; left: number; notTaken: readonly NotTaken[] }>

export type BulkRun = Readonly<{
  state: BulkState
  /** Gives the command on one case after another; each is decided and saved by itself, as if it had been given alone. */
  run: <N extends CommandName>(
    name: N,
    rows: readonly QueueFactsV1[],
    argsOf: (row: QueueFactsV1) => CommandArgs[N],
  ) => Promise<void>
  /** Ends after the case it is at; what was given stays given. */
  stop: () => void
  forget: () => void
}>

/** Gives one command on many cases, and keeps what came of each. */
export function useBulkRun(): BulkRun {
  const { worker } = useServices()
  const [state, setState] = useState<BulkState>({ kind: 'idle' })
  const stopped = useRef(false)
  const run: BulkRun['run'] = useCallback(
    async (name, rows, argsOf) => {
      stopped.current = false
      const notTaken: NotTaken[] = []
      let done = 0
      for (const row of rows) {
        if (stopped.current) break
        setState({ kind: 'running', name, done, total: rows.length })
        try {
          const answer = await worker.command.run({ caseId: row.id, name, args: { ...argsOf(row) } })
          if (!answer.ok) notTaken.push({ row, code: answer.code })
        } catch (reason) {
          console.error('command_not_stored', name, reason)
          notTaken.push({ row, code: null })
        }
        done += 1
      }
      setState({ kind: 'ended', name, saved: done - notTaken.length, left: rows.length - done, notTaken })
    },
    [worker],
  )
  const stop = useCallback(() => {
    stopped.current = true
  }, [])
  const forget = useCallback(() => setState({ kind: 'idle' }), [])
  return { state, run, stop, forget }
}
