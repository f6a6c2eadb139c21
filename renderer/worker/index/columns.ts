const firstCapacity = 1024

/** The numeric facts of a queue row, one typed array each. Instants are Unix milliseconds, NaN where there is none. */
const layout = {
  state: Uint8Array,
  level: Uint8Array,
  flags: Uint8Array,
  pending: Uint16Array,
  pictures: Uint16Array,
  category: Int32Array,
  area: Int32Array,
  agency: Int32Array,
  team: Int32Array,
  assignee: Int32Array,
  policy: Int32Array,
  /** Who holds the case offline; -1 where nobody does. */
  heldBy: Int32Array,
  rowVersion: Int32Array,
  readVersion: Int32Array,
  submittedAt: Float64Array,
  arrivedAt: Float64Array,
  receivedAt: Float64Array,
  /** From when the processing clock that runs now is counted: reception, or the reopening of a case in rework. */
  clockFrom: Float64Array,
  receptionDue: Float64Array,
  due: Float64Array,
  /** The due instant of the clock that runs now; NaN where none runs. */
  runningDue: Float64Array,
  /** From when the running clock counts as due soon. */
  dueSoonFrom: Float64Array,
  /** Since when the running clock stands still; NaN while it runs. */
  pausedFrom: Float64Array,
  /** From when less than a working hour is left on the running clock. */
  lastHourFrom: Float64Array,
  answeredAt: Float64Array,
  closedAt: Float64Array,
  heldUntil: Float64Array,
} as const

export type ColumnName = keyof typeof layout
type ColumnArrays = { -readonly [N in ColumnName]: InstanceType<(typeof layout)[N]> }

/** Bits of the `flags` column. */
export const flag = { alive: 1, dueIsProvisional: 2, provisional: 4, runsReception: 8, pinned: 16 } as const

/** Growing typed columns with reused places: removing a row frees its place for the next. */
export class Columns {
  readonly values: ColumnArrays = allocate(firstCapacity)
  #capacity = firstCapacity
  #used = 0
  readonly #free: number[] = []

  /** One past the highest place ever used. */
  get length(): number {
    return this.#used
  }

  take(): number {
    const reused = this.#free.pop()
    if (reused !== undefined) return reused
    if (this.#used === this.#capacity) this.#grow()
    this.#used += 1
    return this.#used - 1
  }

  release(place: number): void {
    this.values.flags[place] = 0
    this.#free.push(place)
  }

  #grow(): void {
    this.#capacity *= 2
    const wider = allocate(this.#capacity)
    for (const name of Object.keys(layout) as ColumnName[]) wider[name].set(this.values[name])
    Object.assign(this.values, wider)
  }
}

function allocate(capacity: number): ColumnArrays {
  const entries = Object.entries(layout).map(([name, column]) => [name, new column(capacity)])
  return Object.fromEntries(entries) as ColumnArrays
}
