import type { EntityName } from '../../../shared/contract/rows.ts'
import type { Lane } from './stored-rows.ts'

/** Where a slot's row lies when it is not in a segment. */
export const inDelta = -1
export const nowhere = -2

export type SegmentEntry = Readonly<{
  n: number
  lane: Lane
  bucket: string
  generation: number
  member: string
  slots: Int32Array
}>

/**
 * Where every stored row lies: a slot per entity with its sequence number, place and memberships, in flat arrays.
 * Memberships are interned: most rows share a handful of sets.
 */
export class Catalog {
  readonly segments = new Map<number, SegmentEntry>()
  deltaCount = 0
  readonly #slots = new Map<EntityName, Map<string, number>>()
  readonly #entities: EntityName[] = []
  readonly #ids: string[] = []
  readonly #seqs: number[] = []
  readonly #serverSeqs: number[] = []
  readonly #places: number[] = []
  readonly #memberSets: number[] = []
  readonly #sets: (readonly string[])[] = [[]]
  readonly #setNumbers = new Map<string, number>([['', 0]])

  /** The slot of an entity, made when there is none. */
  slotFor(entity: EntityName, id: string): number {
    const slots = this.#slots.get(entity) ?? new Map<string, number>()
    const known = slots.get(id)
    if (known !== undefined) return known
    const slot = this.#ids.length
    if (slots.size === 0) this.#slots.set(entity, slots)
    slots.set(id, slot)
    this.#entities.push(entity)
    this.#ids.push(id)
    this.#seqs.push(0)
    this.#serverSeqs.push(0)
    this.#places.push(nowhere)
    this.#memberSets.push(0)
    return slot
  }

  find(entity: EntityName, id: string): number | undefined {
    return this.#slots.get(entity)?.get(id)
  }

  get slotCount(): number {
    return this.#ids.length
  }

  entity(slot: number): EntityName {
    return at(this.#entities, slot)
  }

  id(slot: number): string {
    return at(this.#ids, slot)
  }

  seq(slot: number): number {
    return at(this.#seqs, slot)
  }

  /** The server's sequence number of the row. */
  serverSeq(slot: number): number {
    return at(this.#serverSeqs, slot)
  }

  /** The number of the segment that holds the row, `inDelta`, or `nowhere`. */
  place(slot: number): number {
    return at(this.#places, slot)
  }

  members(slot: number): readonly string[] {
    return at(this.#sets, at(this.#memberSets, slot))
  }

  /** The delta is the whole truth about an entity: it replaces place and memberships. */
  setDelta(slot: number, delta: Readonly<{ seq: number; serverSeq: number; members: readonly string[] }>): void {
    if (this.#places[slot] !== inDelta) this.deltaCount += 1
    this.#places[slot] = inDelta
    this.#seqs[slot] = delta.seq
    this.#serverSeqs[slot] = delta.serverSeq
    this.#memberSets[slot] = this.#intern(delta.members)
  }

  /** A delta was packed or removed: the row lies in segment `n`, or nowhere. */
  endDelta(slot: number, n: number): void {
    if (this.#places[slot] === inDelta) this.deltaCount -= 1
    this.#places[slot] = n
  }

  /** Notes a copy in a segment. Returns true when this copy is now the one to read; a delta always wins. */
  addCopy(
    slot: number,
    { seq, serverSeq }: Readonly<{ seq: number; serverSeq: number }>,
    segment: Pick<SegmentEntry, 'n' | 'member'>,
  ): boolean {
    if (this.#places[slot] === inDelta) return false
    const members = this.members(slot)
    if (!members.includes(segment.member)) this.#memberSets[slot] = this.#intern([...members, segment.member])
    if (this.#places[slot] !== nowhere && this.seq(slot) > seq) return false
    this.#seqs[slot] = seq
    this.#serverSeqs[slot] = serverSeq
    this.#places[slot] = segment.n
    return true
  }

  setMembers(slot: number, members: readonly string[]): void {
    this.#memberSets[slot] = this.#intern(members)
  }

  isPresent(slot: number): boolean {
    return this.#memberSets[slot] !== 0
  }

  /** Every slot with at least one of these memberships. */
  slotsIn(memberships: ReadonlySet<string>): number[] {
    const touched = this.#sets.map((set) => set.some((member) => memberships.has(member)))
    const slots: number[] = []
    for (let slot = 0; slot < this.#memberSets.length; slot += 1) {
      if (touched[this.#memberSets[slot] ?? 0]) slots.push(slot)
    }
    return slots
  }

  /** Every membership in use. */
  memberships(): Set<string> {
    const used = new Set(this.#memberSets)
    const all = new Set<string>()
    for (const set of used) for (const member of this.#sets[set] ?? []) all.add(member)
    return all
  }

  #intern(members: readonly string[]): number {
    const sorted = [...members].sort()
    const key = sorted.join('\n')
    const known = this.#setNumbers.get(key)
    if (known !== undefined) return known
    this.#sets.push(sorted)
    this.#setNumbers.set(key, this.#sets.length - 1)
    return this.#sets.length - 1
  }
}

function at<T>(column: readonly T[], slot: number): T {
  const value = column[slot]
  if (value === undefined) throw new RangeError('slot')
  return value
}
