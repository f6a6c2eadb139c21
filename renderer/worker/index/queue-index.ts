import { pausedFromMs, runningClocks } from '../../../shared/domain/time/deadline-status.ts'
import type { CaseClocks, Complaint } from '../../../shared/domain/complaint.ts'
import { caseStates, levels } from '../../../shared/domain/states.ts'
import type { CaseState } from '../../../shared/domain/states.ts'
import { Columns, flag } from './columns.ts'
import { Interner } from './interner.ts'
import { SearchIndex } from './search/search-index.ts'

/** The clock that runs on a case now and the instants at which its status changes. */
export type RunningClock = Readonly<{
  clock: 'reception' | 'processing'
  dueAtMs: number
  dueSoonFromMs: number
  lastHourFromMs: number
  /** Whether it stands still: then its deadline moves on, and none of these instants comes. */
  held: boolean
}>

/**
 * The facts of a row from which its clocks are read. Of the pauses `clocks` carries only one that holds the clock now: the deadlines
 * already contain those that ended.
 */
export type ClockFacts = Readonly<{ state: CaseState; agency: string; clocks: CaseClocks }>

export type QueueIndexParts = Readonly<{
  fold: (text: string) => string
  /** Runs something a little later, while nobody waits. */
  later?: (run: () => void) => void
  /** Null where no clock runs, or where the policy or the calendar is not known (yet). */
  runningClock: (facts: ClockFacts) => RunningClock | null
}>

/**
 * The queue in memory: numbers in typed columns, the few texts a row shows beside them. Filters, sorts and counts never touch storage.
 * Rows change one at a time; the cost of a change does not depend on how many rows there are.
 */
export class QueueIndex {
  readonly columns = new Columns()
  readonly texts = new Interner()
  readonly ids: string[] = []
  readonly numbers: string[] = []
  readonly titles: string[] = []
  readonly placeNames: string[] = []
  /** Number, title, text, place and notes of every case. */
  readonly search: SearchIndex
  /** Raised by every change: cached orders are valid for one generation. */
  generation = 0
  readonly fold: (text: string) => string
  readonly #places = new Map<string, number>()
  readonly #pictures = new Map<string, number>()
  readonly #earlyNotes = new Map<string, Map<string, string>>()
  readonly #reads = new Map<string, { readVersion: number; pinned: boolean }>()

  readonly #runningClock: QueueIndexParts['runningClock']

  constructor(parts: QueueIndexParts) {
    this.fold = parts.fold
    this.search = new SearchIndex(parts)
    this.#runningClock = parts.runningClock
  }

  get size(): number {
    return this.#places.size
  }

  placeOf(caseId: string): number | undefined {
    return this.#places.get(caseId)
  }

  /** The state and the agency a case is shown in; null for one the device does not hold. */
  standingOf(caseId: string): Pick<Complaint, 'state' | 'agency'> | null {
    const place = this.#places.get(caseId)
    if (place === undefined) return null
    const { state, agency } = this.clockFacts(place)
    return { state, agency }
  }

  /** Adds or replaces a case with the number of its unconfirmed commands. */
  put(complaint: Complaint, pending: number): void {
    this.generation += 1
    const known = this.#places.get(complaint.id)
    const place = known ?? this.columns.take()
    this.#places.set(complaint.id, place)
    this.ids[place] = complaint.id
    this.numbers[place] = complaint.caseNumber
    // The citizen's words hardly ever change; folding them again is the dearest part of an update.
    const sameText =
      known !== undefined && this.titles[place] === complaint.title && this.placeNames[place] === complaint.place
    this.titles[place] = complaint.title
    this.placeNames[place] = complaint.place
    if (!sameText) this.search.put(place, null, this.#searchText(complaint))
    if (known === undefined) this.#putEarlyNotes(place, complaint.id)
    this.#putNumbers(place, complaint, pending)
    this.#putClock(place)
    this.#putRead(place, complaint.id)
    this.columns.values.pictures[place] = this.#pictures.get(complaint.id) ?? 0
  }

  remove(caseId: string): void {
    const place = this.#places.get(caseId)
    if (place === undefined) return
    this.generation += 1
    this.#places.delete(caseId)
    this.search.removePlace(place)
    this.titles[place] = ''
    this.placeNames[place] = ''
    this.columns.release(place)
  }

  /** What this official has read or pinned of a case. */
  setRead(caseId: string, readVersion: number, pinned: boolean): void {
    this.#reads.set(caseId, { readVersion, pinned })
    const place = this.#places.get(caseId)
    if (place === undefined) return
    this.generation += 1
    this.#putRead(place, caseId)
  }

  /** What was written on a case, by the id of its entry; for a case that is still to come it is kept until then. */
  putNote(caseId: string, id: string, text: string): void {
    const place = this.#places.get(caseId)
    if (place !== undefined) {
      this.generation += 1
      this.search.put(place, id, text)
      return
    }
    const early = this.#earlyNotes.get(caseId) ?? new Map<string, string>()
    this.#earlyNotes.set(caseId, early.set(id, text))
  }

  removeNote(caseId: string, id: string): void {
    this.#earlyNotes.get(caseId)?.delete(id)
    const place = this.#places.get(caseId)
    if (place === undefined) return
    this.generation += 1
    this.search.remove(place, id)
  }

  setPictures(caseId: string, count: number): void {
    this.#pictures.set(caseId, count)
    const place = this.#places.get(caseId)
    if (place === undefined) return
    this.generation += 1
    this.columns.values.pictures[place] = count
  }

  /** Reads every row's clock anew: after policies, calendars or agencies changed. */
  reclock(): void {
    this.generation += 1
    for (const place of this.#places.values()) this.#putClock(place)
  }

  clockFacts(place: number): ClockFacts {
    const { values } = this.columns
    return {
      state: caseStates[values.state[place] ?? 0] ?? 'closed',
      agency: this.texts.textOf(values.agency[place] ?? -1) ?? '',
      clocks: {
        policy: this.texts.textOf(values.policy[place] ?? -1) ?? '',
        submittedAtMs: values.submittedAt[place] ?? 0,
        arrivedAtMs: values.arrivedAt[place] ?? 0,
        receptionDueAtMs: instantOrNull(values.receptionDue[place]),
        receivedAtMs: instantOrNull(values.clockFrom[place]),
        dueAtMs: instantOrNull(values.due[place]),
        dueIsProvisional: ((values.flags[place] ?? 0) & flag.dueIsProvisional) !== 0,
        pauses: openPause(instantOrNull(values.pausedFrom[place])),
        answeredAtMs: instantOrNull(values.answeredAt[place]),
        closedAtMs: instantOrNull(values.closedAt[place]),
      },
    }
  }

  /** Every place in use. */
  places(): IterableIterator<number> {
    return this.#places.values()
  }

  #searchText(complaint: Complaint): string {
    const { caseNumber, title, body, place } = complaint
    // The end of a number is found without its zeros as well.
    const short = /0*([1-9]\d*)$/.exec(caseNumber)?.[1] ?? ''
    return `${caseNumber}\n${short}\n${title}\n${body}\n${place}`
  }

  #putEarlyNotes(place: number, caseId: string): void {
    for (const [id, text] of this.#earlyNotes.get(caseId) ?? []) this.search.put(place, id, text)
    this.#earlyNotes.delete(caseId)
  }

  #putNumbers(place: number, complaint: Complaint, pending: number): void {
    const { values } = this.columns
    const { clocks } = complaint
    values.state[place] = caseStates.indexOf(complaint.state)
    values.level[place] = levels.indexOf(complaint.level)
    values.category[place] = this.texts.numberOf(complaint.category)
    values.area[place] = this.texts.numberOf(complaint.area)
    values.agency[place] = this.texts.numberOf(complaint.agency)
    values.team[place] = this.texts.numberOf(complaint.team)
    values.assignee[place] = this.texts.numberOf(complaint.assignee)
    values.policy[place] = this.texts.numberOf(clocks.policy)
    values.heldBy[place] = this.texts.numberOf(complaint.checkout?.by ?? null)
    values.heldUntil[place] = complaint.checkout?.untilMs ?? Number.NaN
    values.rowVersion[place] = complaint.rowVersion
    values.submittedAt[place] = clocks.submittedAtMs
    values.arrivedAt[place] = clocks.arrivedAtMs
    values.receivedAt[place] = clocks.receivedAtMs ?? Number.NaN
    values.clockFrom[place] = runningClocks(complaint).receivedAtMs ?? Number.NaN
    values.receptionDue[place] = clocks.receptionDueAtMs ?? Number.NaN
    values.due[place] = clocks.dueAtMs ?? Number.NaN
    values.pausedFrom[place] = pausedFromMs(complaint) ?? Number.NaN
    values.answeredAt[place] = clocks.answeredAtMs ?? Number.NaN
    values.closedAt[place] = clocks.closedAtMs ?? Number.NaN
    values.pending[place] = pending
    values.flags[place] =
      flag.alive | (clocks.dueIsProvisional ? flag.dueIsProvisional : 0) | (pending > 0 ? flag.provisional : 0)
  }

  #putClock(place: number): void {
    const { values } = this.columns
    const running = this.#runningClock(this.clockFacts(place))
    values.runningDue[place] = running?.dueAtMs ?? Number.NaN
    values.dueSoonFrom[place] = running?.dueSoonFromMs ?? Number.NaN
    values.lastHourFrom[place] = running?.lastHourFromMs ?? Number.NaN
    const flags = values.flags[place] ?? 0
    values.flags[place] = running?.clock === 'reception' ? flags | flag.runsReception : flags & ~flag.runsReception
  }

  #putRead(place: number, caseId: string): void {
    const { values } = this.columns
    const read = this.#reads.get(caseId)
    const before = values.flags[place] ?? 0
    values.readVersion[place] = read?.readVersion ?? -1
    values.flags[place] = read?.pinned ? before | flag.pinned : before & ~flag.pinned
  }
}

/** The pauses of a clock that stands still since an instant; none where it runs. */
export function openPause(fromMs: number | null): CaseClocks['pauses'] {
  return fromMs === null ? [] : [{ fromMs, toMs: null, reason: '' }]
}

/** A column's instant, null where the row has none. */
export function instantOrNull(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value
}
