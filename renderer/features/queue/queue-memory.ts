import type { CaseState, Level } from '../../../shared/domain/states.ts'
import { firstQuery } from '../../../shared/ipc/first-query.ts'
import type { QueueQueryV1, ViewName } from '../../../shared/ipc/queue-contract.ts'

export type QueueFilters = Readonly<{
  states: readonly CaseState[]
  categories: readonly string[]
  levels: readonly Level[]
  teams: readonly string[]
  includeClosed: boolean
}>

export type QueueSort = QueueQueryV1['sort']

/** All that brings an officer back to the same place in the list: kept while signed in, not across starts. */
export type QueueMemory = Readonly<{
  view: ViewName
  search: string
  filters: QueueFilters
  sort: QueueSort
  /** The row the keyboard is on, where it stood when last known; the id is null until that row has been fetched. */
  selected: Readonly<{ id: string | null; index: number }> | null
  scrollTop: number
}>

/** Keeps the memory outside the page, which comes and goes with the route. */
export type QueueMemoryStore = Readonly<{ read: () => QueueMemory | null; write: (memory: QueueMemory) => void }>

export function createQueueMemoryStore(): QueueMemoryStore {
  let kept: QueueMemory | null = null
  return {
    read: () => kept,
    write: (memory) => {
      kept = memory
    },
  }
}

export const noFilters: QueueFilters = { states: [], categories: [], levels: [], teams: [], includeClosed: false }

export const views = ['mine', 'unit', 'due_soon', 'overdue', 'awaiting_approval'] as const satisfies readonly ViewName[]

/** The list as it opens for the roles held. */
export function firstMemory(held: readonly string[]): QueueMemory {
  const { view, search, sort } = firstQuery(held)
  return { view, search, filters: noFilters, sort, selected: null, scrollTop: 0 }
}

/** The question put to the worker. A search of spaces only is none. */
export function queryOf(memory: Pick<QueueMemory, 'view' | 'search' | 'filters' | 'sort'>): QueueQueryV1 {
  const { filters } = memory
  return {
    view: memory.view,
    search: memory.search.trim(),
    states: [...filters.states],
    categories: [...filters.categories],
    levels: [...filters.levels],
    teams: [...filters.teams],
    sort: memory.sort,
    includeClosed: filters.includeClosed,
  }
}

/** Whether anything but the view narrows the list. */
export function isNarrowed(query: QueueQueryV1): boolean {
  return (
    query.search !== '' || query.states.length + query.categories.length + query.levels.length + query.teams.length > 0
  )
}
