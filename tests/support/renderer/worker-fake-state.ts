import type { QueueRowV1 } from '../../../shared/ipc/queue-contract.ts'
import type { OutboxItemV1, SyncStatusV1 } from '../../../shared/ipc/worker-contract.ts'

import type { ReferenceData } from '../../../renderer/platform/use-reference.ts'

export type WorkerFakeState = {
  rows: QueueRowV1[]
  bodies: Map<string, string>
  reference: ReferenceData
  outbox: OutboxItemV1[]
  status: SyncStatusV1
  drafts: Map<string, { text: string; savedAtMs: number }>
  /** Every command given, in order. */
  given: { caseId: string; name: string; args: Record<string, unknown> }[]
  dayListShown: boolean
  nowMs: number
}
