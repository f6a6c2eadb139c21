import { commandArgsV1 } from '../../../shared/contract/command-args.ts'
import type { AnnouncedFile } from '../../../shared/domain/command.ts'
import { isPending, isTroubled } from './queued-command.ts'
import type { QueuedCommand } from './queued-command.ts'

/** The files that a queued command names; none for a command that brings none. */
export function filesOf({ payload }: Pick<QueuedCommand, 'payload'>): readonly AnnouncedFile[] {
  if (payload.name !== 'addEvidence') return []
  return commandArgsV1.addEvidence.safeParse(payload.args).data?.files ?? []
}

/** The ids of the files of every command that the server has not taken: waiting, on its way, or refused and not given up. */
export function heldFiles(commands: readonly QueuedCommand[]): string[] {
  const held = commands.filter((command) => isPending(command) || isTroubled(command))
  return [...new Set(held.flatMap((command) => filesOf(command).map((file) => file.id)))]
}

/** Of the files of a command that was taken back or given up, those that no other command names. */
export function filesGivenUp(command: QueuedCommand, others: readonly QueuedCommand[]): string[] {
  const named = new Set(others.flatMap((other) => filesOf(other).map((file) => file.id)))
  return filesOf(command)
    .map((file) => file.id)
    .filter((id) => !named.has(id))
}
