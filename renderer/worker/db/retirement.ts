import { inDelta, nowhere } from './catalog.ts'
import type { Catalog, SegmentEntry } from './catalog.ts'
import type { PlannedDelta } from './page-plan.ts'

export type Retirement = Readonly<{
  /** Segments of the memberships that end. */
  gone: readonly SegmentEntry[]
  /** Rows that stay through another membership and must be written down again, and tombstones. */
  deltas: readonly PlannedDelta[]
  /** Rows that leave without a delta to say so. */
  vanished: readonly number[]
  /** Rows that stay where they are with fewer memberships. */
  narrowed: readonly Readonly<{ slot: number; members: readonly string[] }>[]
}>

/**
 * Plans the end of memberships: their segments go; a row with another membership stays, rewritten as a delta when it was read from
 * a segment that goes; a row with none leaves. `noteRetired` brings the catalog up to it once the plan is stored.
 */
export function planRetirement(catalog: Catalog, memberships: ReadonlySet<string>): Retirement {
  const gone = [...catalog.segments.values()].filter((entry) => memberships.has(entry.member))
  const goneNumbers = new Set(gone.map((entry) => entry.n))
  const deltas: PlannedDelta[] = []
  const vanished: number[] = []
  const narrowed: { slot: number; members: readonly string[] }[] = []
  for (const slot of catalog.slotsIn(memberships)) {
    const left = catalog.members(slot).filter((member) => !memberships.has(member))
    const place = catalog.place(slot)
    const delta = {
      entity: catalog.entity(slot),
      id: catalog.id(slot),
      seq: catalog.seq(slot),
      serverSeq: catalog.serverSeq(slot),
      row: undefined,
      members: left,
    }
    if (place === inDelta) deltas.push(delta)
    else if (left.length > 0 && goneNumbers.has(place)) deltas.push(delta)
    else if (left.length > 0) narrowed.push({ slot, members: left })
    else vanished.push(slot)
  }
  return { gone, deltas, vanished, narrowed }
}

/** Applies a stored retirement to the catalog; the deltas are noted where they were written. */
export function noteRetired(catalog: Catalog, plan: Retirement): void {
  for (const { slot, members } of plan.narrowed) catalog.setMembers(slot, members)
  for (const slot of plan.vanished) {
    catalog.setMembers(slot, [])
    catalog.endDelta(slot, nowhere)
  }
}
