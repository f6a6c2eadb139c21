import type { QueueQueryV1, sortColumns } from '../../../shared/ipc/queue-contract.ts'
import type { ColumnName } from './columns.ts'
import type { QueueIndex } from './queue-index.ts'

export type SortColumn = (typeof sortColumns)[number]
type SortWish = QueueQueryV1['sort'][number]
/** Gives an id its name for sorting; an unknown id is its own name. */
export type NameOf = (id: string) => string

const numeric = {
  due: 'runningDue',
  submitted: 'submittedAt',
  level: 'level',
  state: 'state',
} as const satisfies Partial<Record<SortColumn, ColumnName>>
const named = { category: 'category', area: 'area', assignee: 'assignee' } as const satisfies Partial<
  Record<SortColumn, ColumnName>
>

const placesPerKey = 2 ** 20
const largestKey = 2 ** 32 - 1
const secondMs = 1000

/**
 * Sorts places by up to three columns, ties by place. Every column becomes whole numbers below 2^32 (instants in seconds, texts by
 * rank), so that a single column sorts natively as one Float64Array. Rows without a value come last either way.
 */
export function sortPlaces(
  index: QueueIndex,
  places: Uint32Array,
  sort: QueueQueryV1['sort'],
  nameOf: NameOf,
): Uint32Array {
  const keys = sort.map((wish) => keyColumn(index, places, wish, nameOf))
  const first = keys[0]
  if (!first) return places
  if (keys.length === 1 && index.columns.length < placesPerKey) return sortNatively(places, first)
  const order = Uint32Array.from(places, (_place, position) => position)
  order.sort((left, right) => {
    for (const key of keys) {
      const difference = (key[left] ?? 0) - (key[right] ?? 0)
      if (difference !== 0) return difference
    }
    return left - right
  })
  return order.map((position) => places[position] ?? 0)
}

function sortNatively(places: Uint32Array, keys: Float64Array): Uint32Array {
  const packed = keys.map((key, position) => key * placesPerKey + (places[position] ?? 0))
  packed.sort()
  return Uint32Array.from(packed, (value) => value % placesPerKey)
}

function keyColumn(index: QueueIndex, places: Uint32Array, wish: SortWish, nameOf: NameOf): Float64Array {
  const keys = new Float64Array(places.length)
  const valueAt = valuesOf(index, places, wish.column, nameOf)
  for (let position = 0; position < places.length; position += 1) {
    const value = valueAt(places[position] ?? 0)
    if (Number.isNaN(value) || value < 0) keys[position] = largestKey
    else keys[position] = wish.descending ? largestKey - 1 - value : value
  }
  return keys
}

function valuesOf(
  index: QueueIndex,
  places: Uint32Array,
  column: SortColumn,
  nameOf: NameOf,
): (place: number) => number {
  const { values } = index.columns
  switch (column) {
    case 'due':
    case 'submitted': {
      const instants = values[numeric[column]]
      return (place) => Math.floor((instants[place] ?? Number.NaN) / secondMs)
    }
    case 'level':
    case 'state': {
      const small = values[numeric[column]]
      return (place) => small[place] ?? Number.NaN
    }
    case 'category':
    case 'area':
    case 'assignee': {
      const ranks = rankNames(index, nameOf)
      const ids = values[named[column]]
      return (place) => ranks[ids[place] ?? -1] ?? Number.NaN
    }
    case 'number':
      return rankTexts(places, (place) => index.numbers[place] ?? '')
    case 'title':
      return rankTexts(places, (place) => index.fold(index.titles[place] ?? ''))
  }
}

function rankNames(index: QueueIndex, nameOf: NameOf): Int32Array {
  const names = Array.from({ length: index.texts.size }, (_none, number) =>
    index.fold(nameOf(index.texts.textOf(number) ?? '')),
  )
  const order = names
    .map((_name, number) => number)
    .sort((left, right) => compare(names[left] ?? '', names[right] ?? ''))
  const ranks = new Int32Array(names.length)
  for (const [rank, number] of order.entries()) ranks[number] = rank
  return ranks
}

function rankTexts(places: Uint32Array, textOf: (place: number) => string): (place: number) => number {
  const pairs = Array.from(places, (place) => [textOf(place), place] as const)
  pairs.sort((left, right) => compare(left[0], right[0]))
  const ranks = new Map<number, number>()
  let rank = -1
  let before: string | null = null
  for (const [text, place] of pairs) {
    if (text !== before) rank += 1
    before = text
    ranks.set(place, rank)
  }
  return (place) => ranks.get(place) ?? Number.NaN
}

function compare(left: string, right: string): number {
  if (left === right) return 0
  return left < right ? -1 : 1
}
