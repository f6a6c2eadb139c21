import type { OutboxItemV1 } from '../../../shared/ipc/worker-contract.ts'

export type OutboxStatusWord = OutboxItemV1['status'] | 'resend'

/** How a queued command stands, in the catalogue's word: one whose sending failed is waiting again, whether or not it arrived. */
export function outboxStatusWord(item: Pick<OutboxItemV1, 'status' | 'lastError'>): OutboxStatusWord {
  return item.status === 'sent' && item.lastError !== null ? 'resend' : item.status
}
