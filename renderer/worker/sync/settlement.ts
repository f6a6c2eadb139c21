import type { MutationResultV1 } from '../../../shared/contract/sync.ts'
import type { OutboxStatus } from '../db/stored-rows.ts'
import type { CommandAnswer, QueuedCommand } from '../outbox/queued-command.ts'
import { isReplaceable } from '../outbox/queued-command.ts'

/** How long decided commands are kept for a server restored from an older backup, and how many at most. */
export const keptForRestore = { ms: 7 * 24 * 3_600_000, count: 500 } as const

const statusOf = {
  applied: 'acked',
  noop: 'acked',
  conflict: 'conflict',
  rejected: 'rejected',
  quarantined: 'quarantined',
} as const satisfies Record<Exclude<MutationResultV1['status'], 'gap'>, OutboxStatus>

/** The command with the server's answer. One sent as a `noop` in its place is listed as quarantined, with its words. */
export function settle(command: QueuedCommand, result: MutationResultV1): QueuedCommand {
  if (result.status === 'gap') return command
  if (command.payload.refusedAs !== null) {
    return { ...command, status: 'quarantined', answer: { code: command.payload.refusedAs, result: null } }
  }
  const answer: CommandAnswer = { code: result.code, result: result.result }
  return { ...command, status: statusOf[result.status], answer }
}

export type Confirmation = Readonly<{ put: QueuedCommand[]; remove: string[] }>

/**
 * A complete pull asked for after an acknowledgement contains the command's rows, so its overlay ends. It stays as `done` for a
 * while; drafts and marks are not worth keeping.
 */
export function confirm(commands: readonly QueuedCommand[]): Confirmation {
  const arrived = commands.filter((command) => command.status === 'acked')
  return {
    put: arrived
      .filter((command) => !isReplaceable(command.payload.name))
      .map((command) => ({ ...command, status: 'done' })),
    remove: arrived.filter((command) => isReplaceable(command.payload.name)).map((command) => command.key),
  }
}

/** The kept commands that are old enough to go. */
export function expired(commands: readonly QueuedCommand[], nowMs: number): string[] {
  const done = commands.filter((command) => command.status === 'done')
  const surplus = Math.max(0, done.length - keptForRestore.count)
  return done
    .filter((command, index) => index < surplus || command.payload.createdAtMs < nowMs - keptForRestore.ms)
    .map((command) => command.key)
}

/**
 * The server counts from `expectedId` again (restored from a backup, or this client is new to it): everything undecided, and every
 * recent command it may have lost, is offered once more under its own key with a new id. A key it knows answers its stored result.
 */
export function reoffer(commands: readonly QueuedCommand[]): QueuedCommand[] {
  return commands
    .filter((command) => command.status === 'sent' || command.status === 'acked' || command.status === 'done')
    .map((command) => ({ ...command, status: 'waiting', mutation: null, answer: null }))
}
