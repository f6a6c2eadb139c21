import type { HeldContact } from '../../../renderer/worker/cases/held-contacts.ts'
import type { QueueRowV1 } from '../../../shared/ipc/queue-contract.ts'
import type { CarriedInV1, ComparisonV1, DroppedItemV1 } from '../../../shared/ipc/outbox-contract.ts'
import type { CaseDetailV1, OutboxItemV1, SyncStatusV1 } from '../../../shared/ipc/worker-contract.ts'

import type { WorkerClient } from '../../../renderer/platform/desk-services.tsx'
import type { ReferenceData } from '../../../renderer/platform/use-reference.ts'

export type WorkerFakeState = {
  rows: QueueRowV1[]
  bodies: Map<string, string>
  reference: ReferenceData
  outbox: OutboxItemV1[]
  dropped: { item: OutboxItemV1; shown: DroppedItemV1 }[]
  comparisons: Map<string, ComparisonV1>
  carriedIn: CarriedInV1
  status: SyncStatusV1
  drafts: Map<string, { text: string; savedAtMs: number }>
  /** Every command given, in order. */
  given: { caseId: string; name: string; args: Record<string, unknown> }[]
  /** Per case what differs from the plain one, and its buttons. */
  parts: Map<string, Partial<CaseDetailV1['case']>>
  /** The files of a case; none unless given. */
  files: Map<string, CaseDetailV1['files']>
  offers: Map<string, CaseDetailV1['commands']>
  /** What a command would do to a case; by default nothing. */
  foresee: (
    name: string,
    args: Record<string, unknown>,
    row: CaseDetailV1['case'],
  ) => Awaited<ReturnType<WorkerClient['command']['preview']>>
  extensionLimit: string | null
  heldContact: HeldContact | null
  dayListShown: boolean
  /** The list that is being exported, and the ids that the worker leaves out. */
  exported: QueueRowV1[]
  notExported: string[]
  nowMs: number
}
