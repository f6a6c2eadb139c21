import { dayListOf, dayListParts } from '../../../shared/domain/day-list.ts'
import type { DayListCase } from '../../../shared/domain/day-list.ts'
import { levels } from '../../../shared/domain/states.ts'
import { dateOfDay, localDay } from '../../../shared/domain/time/zone.ts'
import type { Zone } from '../../../shared/domain/time/zone.ts'
import type { QueueRowV1 } from '../../../shared/ipc/queue-contract.ts'
import { flag } from '../index/columns.ts'
import type { QueueIndex } from '../index/queue-index.ts'
import type { QueueReader } from '../index/queue-reader.ts'

export type DayListInput = Readonly<{
  index: QueueIndex
  reader: QueueReader
  nowMs: number
  zone: Zone
  shownDate: string | null
}>
export type DayListAnswer = {
  forDate: string
  shownBefore: boolean
  groups: { reason: string; rows: QueueRowV1[]; total: number }[]
}

const rowsPerGroup = 50

/** The supervisor's list of the day: the first rows of each part with its whole count; empty parts are left out. */
export function dayList(input: DayListInput): DayListAnswer {
  const { index, reader, nowMs, zone } = input
  const forDate = dateOfDay(localDay(zone, nowMs))
  const list = dayListOf(listCases(index), nowMs, zone)
  const groups = dayListParts.flatMap((reason) => {
    const ids = list[reason]
    const places = ids.slice(0, rowsPerGroup).flatMap((id) => index.placeOf(id) ?? [])
    return ids.length === 0
      ? []
      : [{ reason, rows: places.map((place) => reader.row(place, nowMs)), total: ids.length }]
  })
  return { forDate, shownBefore: input.shownDate === forDate, groups }
}

function* listCases(index: QueueIndex): Generator<DayListCase> {
  const { values, length } = index.columns
  for (let place = 0; place < length; place += 1) {
    if (((values.flags[place] ?? 0) & flag.alive) === 0) continue
    const { state, clocks } = index.clockFacts(place)
    const level = levels[values.level[place] ?? 0] ?? 'normal'
    const assignee = index.texts.textOf(values.assignee[place] ?? -1)
    yield { id: index.ids[place] ?? '', state, level, assignee, clocks }
  }
}
