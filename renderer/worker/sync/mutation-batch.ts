import type { MutationV1 } from '../../../shared/contract/sync.ts'
import { maxMutationsPerPush } from '../../../shared/contract/versions.ts'
import type { QueuedCommand } from '../outbox/queued-command.ts'

/** A push stays under the server's 256 KiB with room for the envelope. */
export const batchBytes = 200 * 1024

/** The command as it travels; equal every time it is sent. */
export function toMutation(command: QueuedCommand, id: number): MutationV1 {
  const { payload, key } = command
  if (payload.refusedAs !== null) {
    return { id, key, name: 'noop', v: 1, args: {}, basedOnSeq: payload.basedOnSeq, clientAt: payload.createdAtMs }
  }
  return {
    id,
    key,
    name: payload.name,
    v: payload.v,
    args: payload.args,
    caseId: payload.caseId,
    ...(payload.ifVersion === null ? {} : { ifVersion: payload.ifVersion }),
    ...(payload.after === null ? {} : { after: payload.after }),
    basedOnSeq: payload.basedOnSeq,
    clientAt: payload.createdAtMs,
  }
}

/**
 * The next commands to send: those sent before without an answer first, in the order of their ids, then waiting ones in queue order,
 * as many as fit count and bytes (always at least one).
 */
export function nextBatch(commands: readonly QueuedCommand[], largest: number = maxMutationsPerPush): QueuedCommand[] {
  const sent = commands.filter((command) => command.status === 'sent')
  sent.sort((left, right) => (left.mutation ?? 0) - (right.mutation ?? 0))
  const waiting = commands.filter((command) => command.status === 'waiting')
  const batch: QueuedCommand[] = []
  let bytes = 0
  for (const command of [...sent, ...waiting]) {
    bytes += sizeOf(command)
    if (batch.length > 0 && (bytes > batchBytes || batch.length >= largest)) break
    batch.push(command)
  }
  return batch
}

/** Upper estimate: no character of UTF-8 text takes more than three bytes per UTF-16 unit. */
function sizeOf(command: QueuedCommand): number {
  return JSON.stringify(toMutation(command, Number.MAX_SAFE_INTEGER)).length * 3
}
