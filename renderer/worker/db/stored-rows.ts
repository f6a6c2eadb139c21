import type { EntityName } from '../../../shared/contract/rows.ts'

/** AES-256-GCM output with the nonce it was made with. */
export type Sealed = Readonly<{ schema: number; iv: Uint8Array<ArrayBuffer>; ct: ArrayBuffer }>

/** `case` segments feed the queue index; `part` segments (events, files, drafts, marks, reference rows) do not. */
export type Lane = 'case' | 'part'

/** About 1,000 rows of one bucket in one sealed record. `generation` tells a bucket sent anew from its old rows. */
export type StoredSegment = Sealed & Readonly<{ bucket: string; n: number; lane: Lane; generation: number }>

/** The latest truth about one entity changed since its segment was written; it overrides every segment. */
export type StoredDelta = Sealed & Readonly<{ entity: EntityName; id: string; seq: number }>

/** `waiting` has no mutation id yet; `sent` has one; `acked` is decided but its rows may not have arrived; `done` is kept for a restored server. */
export const outboxStatuses = ['waiting', 'sent', 'acked', 'done', 'conflict', 'rejected', 'quarantined'] as const
export type OutboxStatus = (typeof outboxStatuses)[number]

/** One command. Its payload is sealed; only what ordering needs is in clear. */
export type StoredCommand = Sealed &
  Readonly<{ key: string; order: number; mutation: number | null; status: OutboxStatus; answer: Sealed | null }>

/** A command that will not be sent any more, sealed whole; only when it was dropped is in clear. */
export type StoredDropped = Sealed & Readonly<{ key: string; droppedAtMs: number }>

/** One case's unsent reply text; `id` is the case's id. */
export type StoredDraft = Sealed & Readonly<{ id: string }>

/** Plain facts about the database itself: fence, cursor, counters. Never case content. */
export type StoredMeta = Readonly<{ name: string; value: unknown }>
