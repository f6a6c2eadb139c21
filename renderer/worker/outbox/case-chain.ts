import { isWorkflowCommand } from '../../../shared/domain/command-table.ts'
import type { CommandName } from '../../../shared/domain/command.ts'
import type { CommandPayload, QueuedCommand } from './queued-command.ts'
import { isOverlaid } from './queued-command.ts'

/** What a workflow command of a case builds on: the pending one before it, or the version of the case the officer saw. */
export type Link = Readonly<Pick<CommandPayload, 'after' | 'ifVersion'>>

/**
 * What a new command builds on. A reply text follows the author's one before it that is still under way: it counts as based on the
 * revision that one was written on, for the server adds the revision that one becomes.
 */
export function linkOf(
  { name, args, flowVersion }: Readonly<{ name: CommandName; args: CommandPayload['args']; flowVersion: number }>,
  pending: readonly QueuedCommand[],
): Link & Readonly<{ args: CommandPayload['args'] }> {
  if (isWorkflowCommand(name)) return { ...linkBehind(pending, flowVersion), args: {} }
  const before = name === 'saveDraft' ? pending.findLast((other) => other.payload.name === 'saveDraft') : undefined
  if (!before) return { after: null, ifVersion: null, args: {} }
  const steps = before.payload.after === null ? 0 : 1
  const baseRevision = Number(before.payload.args['baseRevision'] ?? args['baseRevision'] ?? 0) + steps
  return { after: before.key, ifVersion: null, args: { baseRevision } }
}

/** The link of a workflow command given after these pending ones of its case. */
export function linkBehind(pending: readonly QueuedCommand[], flowVersion: number): Link {
  const previous = pending.findLast((command) => isWorkflowCommand(command.payload.name))
  return previous ? { after: previous.key, ifVersion: null } : { after: null, ifVersion: flowVersion }
}

/** The waiting commands that followed a withdrawn one, following its predecessor instead. */
export function closedGap(all: readonly QueuedCommand[], withdrawn: QueuedCommand): QueuedCommand[] {
  const { after, ifVersion } = withdrawn.payload
  return all
    .filter((other) => other.status === 'waiting' && other.payload.after === withdrawn.key)
    .map((other) => withLink(other, { after, ifVersion }))
}

/**
 * A withdrawn command back in its place, with the waiting one that took its place in the chain behind it again. Where what came
 * after it was sent meanwhile, it goes to the end of the queue instead; null says so.
 */
export function reopenedGap(all: readonly QueuedCommand[], restored: QueuedCommand): QueuedCommand[] | null {
  if (!isWorkflowCommand(restored.payload.name)) return [restored]
  const { after, ifVersion, caseId } = restored.payload
  const later = all.filter(
    ({ order, payload }) => order > restored.order && payload.caseId === caseId && isWorkflowCommand(payload.name),
  )
  if (later.some((other) => isOverlaid(other) && other.status !== 'waiting')) return null
  const [next] = later.filter((other) => other.status === 'waiting')
  if (!next) return [restored]
  const isOfSamePlace = next.payload.after === after && next.payload.ifVersion === ifVersion
  return isOfSamePlace ? [restored, withLink(next, { after: restored.key, ifVersion: null })] : null
}

function withLink(command: QueuedCommand, link: Link): QueuedCommand {
  return { ...command, payload: { ...command.payload, ...link } }
}
