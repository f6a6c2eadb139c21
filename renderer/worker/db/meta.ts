import type { DeskDatabase } from './desk-database.ts'
import { FenceLost, WorkerFailure } from '../failure.ts'

/** The plain facts kept beside the rows, by name. */
export type MetaValues = {
  /** The number of the one worker that may write. */
  fence: number
  clientId: string
  epoch: string
  cursor: string
  /** The next mutation id to give. */
  nextMutation: number
  /** The next free place in the queue order of commands. */
  nextOrder: number
  nextSegment: number
  /** How many pages were stored. Every row is stamped with its page: a later page always brings the newer row. */
  page: number
  /** The highest sequence number of the server among the stored rows, for `basedOnSeq`. */
  highestSeq: number
  /** Per bucket how often it was sent anew; absent is 0. */
  generations: Readonly<Record<string, number>>
  /** Buckets being sent anew, whose old rows stay until the pull is complete. */
  resetting: readonly string[]
  rowTally: Readonly<{ segments: number; deltas: number }>
  outboxTally: number
  completeAtMs: number
  /** When tries to reach the server failed since the last whole exchange; the device's clock. */
  failedAtMs: readonly number[]
  dayListShown: string
  dueNotified: readonly string[]
  urgentArrived: readonly string[]
  /** The contacts that go with check-outs, sealed as one text; null where there are none. */
  heldContacts: string | null
}
export type MetaName = keyof MetaValues

/** One fact, or undefined where it was never written. */
export async function readMeta<N extends MetaName>(
  database: DeskDatabase,
  name: N,
): Promise<MetaValues[N] | undefined> {
  const row = await database.meta.get(name)
  return row?.value as MetaValues[N] | undefined
}

/** Writes one fact; call it inside the transaction the fact belongs to. */
export async function writeMeta<N extends MetaName>(
  database: DeskDatabase,
  name: N,
  value: MetaValues[N],
): Promise<void> {
  await database.meta.put({ name, value })
}

/** Writes several facts in one request; call it inside the transaction they belong to. */
export async function writeMetas(database: DeskDatabase, values: Readonly<Partial<MetaValues>>): Promise<void> {
  await database.meta.bulkPut(Object.entries(values).map(([name, value]) => ({ name, value })))
}

/** Throws `fence_lost` when another worker has taken the profile over: call it first inside every write transaction. */
export async function assertFence(database: DeskDatabase, fence: number): Promise<void> {
  if ((await readMeta(database, 'fence')) !== fence) throw new WorkerFailure('fence_lost')
}

/** Takes the profile for this worker; throws `FenceLost` when a worker with a higher number already has it. */
export async function takeFence(database: DeskDatabase, fence: number): Promise<void> {
  await database.transaction('rw', database.meta, async () => {
    const held = (await readMeta(database, 'fence')) ?? 0
    if (held > fence) throw new FenceLost(held)
    await writeMeta(database, 'fence', fence)
  })
}
