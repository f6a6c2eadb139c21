import type { RescueResultV1 } from '../../../shared/contract/sync.ts'
import { codeOf } from '../failure.ts'
import type { Outbox } from './outbox.ts'
import { commandAnswer, payloadReader } from './queued-command.ts'
import type { QueuedCommand } from './queued-command.ts'

/** Lists rescued commands that were decided but not applied, with their words, as if this device had sent them; answers how many. */
export function adoptRefused(outbox: Outbox, results: readonly RescueResultV1[]): Promise<number> {
  return outbox.turn.take(async () => {
    const adopted = results.flatMap((result) => commandOf(outbox, result) ?? [])
    for (const command of adopted) await outbox.journal(command.key, command.payload)
    if (adopted.length === 0) return 0
    await outbox.parts.store.change({ put: adopted })
    outbox.changed.emit([...new Set(adopted.map((command) => command.payload.caseId))])
    return adopted.length
  })
}

function commandOf(outbox: Outbox, { key, status, code, result, command }: RescueResultV1): QueuedCommand | undefined {
  const isTrouble = status === 'conflict' || status === 'rejected' || status === 'quarantined'
  if (!isTrouble || command === undefined) return undefined
  const { name, args, v, caseId, caseNumber, basedOnSeq, clientAt, ifVersion, after } = command
  const payload = {
    ...{ name, caseId, caseNumber, args, v, createdAtMs: clientAt, basedOnSeq },
    ifVersion: ifVersion ?? null,
    after: after ?? null,
    refusedAs: null,
    seen: null,
    carried: false,
  }
  const { store, environment } = outbox.parts
  try {
    const order = store.get(key)?.order ?? store.takeOrder()
    const answer = commandAnswer.parse({ code, result })
    const inForm = payloadReader(environment.commandForms).parse(payload)
    return { key, order, mutation: null, status, payload: inForm, answer }
  } catch (error) {
    // The server keeps the whole of it for people; this program has no form to show it in.
    outbox.parts.reporter.error('rescued_command_unknown', { reason: codeOf(error) })
    return undefined
  }
}
