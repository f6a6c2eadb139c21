import { isRefusal } from './commands/outcome.ts'
import type { Complaint } from './complaint.ts'

/** What the citizen is told, as codes: waiting for reception, being handled, handled, refused (domain.md section 2). */
export const publicStatuses = ['awaiting', 'processing', 'done', 'refused'] as const
export type PublicStatus = (typeof publicStatuses)[number]

/**
 * The status the citizen sees. A merged case shows that of its main case (`main`; being handled while that is not at hand), a
 * proposed transfer that of the state before, a closed case that of the outcome it was closed from.
 */
export const publicStatus = (complaint: Complaint, main: Complaint | null = null): PublicStatus => {
  switch (complaint.state) {
    case 'awaiting_reception':
    case 'verifying':
      return 'awaiting'
    case 'received':
    case 'assigned':
    case 'in_progress':
    case 'awaiting_citizen':
    case 'reply_submitted':
    case 'reply_returned':
    case 'refusal_submitted':
    case 'rework':
      return 'processing'
    case 'answered':
      return 'done'
    case 'refused':
      return 'refused'
    case 'transfer_proposed':
      return beforeTransfer(complaint)
    case 'merged':
      return main === null || main.state === 'merged' ? 'processing' : publicStatus(main)
    case 'closed':
      return isRefusal(complaint) ? 'refused' : 'done'
  }
}

const beforeTransfer = ({ proposal }: Complaint): PublicStatus =>
  proposal?.stateBefore === 'awaiting_reception' || proposal?.stateBefore === 'verifying' ? 'awaiting' : 'processing'
