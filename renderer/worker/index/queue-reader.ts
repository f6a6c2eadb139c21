import type { QueueFactsV1, QueueQueryV1, QueueRowV1, ViewName } from '../../../shared/ipc/queue-contract.ts'
import { builtInViews } from '../../../shared/ipc/queue-contract.ts'
import { caseStates, levels } from '../../../shared/domain/states.ts'
import { flag } from './columns.ts'
import { countViews, dueStatusAt, filterPlaces } from './queue-filter.ts'
import type { FilterInput } from './queue-filter.ts'
import { instantOrNull } from './queue-index.ts'
import type { QueueIndex } from './queue-index.ts'
import { sortPlaces } from './sort-order.ts'
import type { NameOf } from './sort-order.ts'

/** What the calendar says of one row at one moment. */
export type ClockReading = Readonly<{ workingMsLeft: number | null; receptionShare: number; processingShare: number }>

export type QueueReaderParts = Readonly<{
  index: QueueIndex
  me: () => string
  /** The absent officials whose place I take at a moment. */
  replaced: (nowMs: number) => readonly string[]
  nowMs: () => number
  nameOf: NameOf
  areasNamed: FilterInput['areasNamed']
  idsNamed: FilterInput['idsNamed']
  /** Reads the clocks of the row at a place; asked only for rows that are shown. */
  readClock: (place: number, nowMs: number) => ClockReading
}>

const orderLifeMs = 1000

/** Answers the queue grid from the index. The last order is kept while neither the index nor the second has changed. */
export class QueueReader {
  readonly #parts: QueueReaderParts
  #order: { key: string; generation: number; untilMs: number; places: Uint32Array } | null = null

  constructor(parts: QueueReaderParts) {
    this.#parts = parts
  }

  page(
    query: QueueQueryV1,
    offset: number,
    limit: number,
  ): { total: number; offset: number; rows: QueueRowV1[]; asOfMs: number } {
    const asOfMs = this.#parts.nowMs()
    const places = this.#ordered(query, asOfMs)
    const rows = Array.from(places.subarray(offset, offset + limit), (place) => this.row(place, asOfMs))
    return { total: places.length, offset, rows, asOfMs }
  }

  counts(search: string): Record<ViewName, number> {
    return countViews(this.#filterInput(this.#parts.nowMs()), search, builtInViews)
  }

  /** The position of a case in a view, -1 where it is not in it. */
  indexOf(query: QueueQueryV1, caseId: string): number {
    const place = this.#parts.index.placeOf(caseId)
    return place === undefined ? -1 : this.#ordered(query, this.#parts.nowMs()).indexOf(place)
  }

  /** The cases from a place of a view on, in its order, and how many the view has. */
  idsAt(query: QueueQueryV1, offset: number, limit: number): { ids: string[]; total: number } {
    const { index, nowMs } = this.#parts
    const places = this.#ordered(query, nowMs())
    const ids = Array.from(places.subarray(offset, offset + limit), (place) => index.ids[place] ?? '')
    return { ids, total: places.length }
  }

  /** What a command on many needs of each case; one that is not held is left out. */
  facts(caseIds: readonly string[]): QueueFactsV1[] {
    const { index } = this.#parts
    const { agency, team, rowVersion } = index.columns.values
    return caseIds.flatMap((id): QueueFactsV1[] => {
      const place = index.placeOf(id)
      if (place === undefined) return []
      return [
        {
          id,
          caseNumber: index.numbers[place] ?? '',
          title: index.titles[place] ?? '',
          agency: index.texts.textOf(agency[place] ?? -1) ?? '',
          team: index.texts.textOf(team[place] ?? -1),
          rowVersion: rowVersion[place] ?? 0,
        },
      ]
    })
  }

  /** Every case of a view, in its order. */
  ids(query: QueueQueryV1): string[] {
    const { index, nowMs } = this.#parts
    return Array.from(this.#ordered(query, nowMs()), (place) => index.ids[place] ?? '')
  }

  /** All a row of the grid shows. */
  row(place: number, nowMs: number): QueueRowV1 {
    const { index } = this.#parts
    const { values } = index.columns
    const flags = values.flags[place] ?? 0
    const assignee = index.texts.textOf(values.assignee[place] ?? -1)
    return {
      id: index.ids[place] ?? '',
      caseNumber: index.numbers[place] ?? '',
      title: index.titles[place] ?? '',
      category: index.texts.textOf(values.category[place] ?? -1) ?? '',
      area: index.texts.textOf(values.area[place] ?? -1),
      place: index.placeNames[place] ?? '',
      level: levels[values.level[place] ?? 0] ?? 'normal',
      state: caseStates[values.state[place] ?? 0] ?? 'closed',
      agency: index.texts.textOf(values.agency[place] ?? -1) ?? '',
      team: index.texts.textOf(values.team[place] ?? -1),
      assignee,
      submittedAtMs: values.submittedAt[place] ?? 0,
      receptionDueAtMs: instantOrNull(values.receptionDue[place]),
      receivedAtMs: instantOrNull(values.receivedAt[place]),
      dueAtMs: instantOrNull(values.due[place]),
      dueStatus: dueStatusAt(index, place, nowMs),
      ...this.#parts.readClock(place, nowMs),
      dueIsProvisional: (flags & flag.dueIsProvisional) !== 0,
      provisional: (flags & flag.provisional) !== 0,
      pendingCount: values.pending[place] ?? 0,
      unread: (values.readVersion[place] ?? -1) < (values.rowVersion[place] ?? 0),
      pictureCount: values.pictures[place] ?? 0,
      checkout: this.#checkout(place, nowMs),
      substituted: assignee !== null && this.#parts.replaced(nowMs).includes(assignee),
    }
  }

  #filterInput(nowMs: number): FilterInput {
    const { index, areasNamed, idsNamed, me, replaced } = this.#parts
    return { index, mine: [me(), ...replaced(nowMs)], nowMs, areasNamed, idsNamed }
  }

  /** A hold whose time is over is none. */
  #checkout(place: number, nowMs: number): QueueRowV1['checkout'] {
    const { index } = this.#parts
    const { values } = index.columns
    const by = index.texts.textOf(values.heldBy[place] ?? -1)
    const untilMs = values.heldUntil[place] ?? Number.NaN
    return by === null || !(untilMs > nowMs) ? null : { by, untilMs }
  }

  #ordered(query: QueueQueryV1, nowMs: number): Uint32Array {
    const { index, nameOf } = this.#parts
    const key = JSON.stringify(query)
    const kept = this.#order
    if (kept?.key === key && kept.generation === index.generation && nowMs < kept.untilMs) return kept.places
    const found = filterPlaces(this.#filterInput(nowMs), query)
    const places = sortPlaces(index, found, query.sort, nameOf)
    this.#order = { key, generation: index.generation, untilMs: nowMs + orderLifeMs, places }
    return places
  }
}
