import type { OutboxItemV1 } from '../../../shared/ipc/worker-contract.ts'
import type { Outbox } from './outbox.ts'
import { isEditable, isPending, isRevocable, isTroubled, wordsOf } from './queued-command.ts'
import type { QueuedCommand } from './queued-command.ts'

/** What the last exchanges with the server said: how many failed in a row since a moment, and why the last one did. */
export type Attempt = Readonly<{ countSince: (atMs: number) => number; lastError: string | null }>

/** The commands a person should know of, oldest first: waiting, sent and refused ones; marks only when refused. */
export function listOutbox(outbox: Outbox, attempt: Attempt): OutboxItemV1[] {
  return outbox.parts.store.all().flatMap((command) => {
    const listed = isTroubled(command) || (isPending(command) && command.payload.name !== 'mark')
    return listed ? toItem(command, attempt) : []
  })
}

/** One command as an item; null for one that is decided and accepted. */
export function toItem(command: QueuedCommand, attempt: Attempt): OutboxItemV1[] {
  const { status, payload } = command
  // Accepted commands whose rows are still on their way show as sent.
  const shown = status === 'acked' ? 'sent' : status
  if (shown === 'done') return []
  return [
    {
      key: command.key,
      caseId: payload.caseId,
      caseNumber: payload.caseNumber,
      name: payload.name,
      text: wordsOf(payload),
      status: shown,
      code: command.answer?.code ?? null,
      result: command.answer?.result ?? null,
      createdAtMs: payload.createdAtMs,
      attempts: isPending(command) ? attempt.countSince(payload.createdAtMs) : 0,
      lastError: isPending(command) ? attempt.lastError : null,
      blockedBy: command.answer?.result?.blockedBy ?? null,
      editable: isEditable(command),
      revocable: isRevocable(command),
    },
  ]
}
