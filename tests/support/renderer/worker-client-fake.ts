import type { QueueQueryV1, QueueRowV1 } from '../../../shared/ipc/queue-contract.ts'
import type { ChangeV1 } from '../../../shared/ipc/worker-contract.ts'
import type { WorkerClient } from '../../../renderer/platform/desk-services.tsx'

import type { WorkerFakeState } from './worker-fake-state.ts'
import { caseDetailFake } from './case-detail-fake.ts'

type Page = Awaited<ReturnType<WorkerClient['queue']['page']>>

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase()

const inView = (row: QueueRowV1, query: QueueQueryV1, me: string): boolean => {
  switch (query.view) {
    case 'mine':
      return row.assignee === me
    case 'due_soon':
      return row.dueStatus === 'due_soon'
    case 'overdue':
      return row.dueStatus === 'overdue'
    case 'awaiting_approval':
      return row.state === 'reply_submitted' || row.state === 'refusal_submitted'
    case 'unit':
      return true
  }
}

const sortKey = (row: QueueRowV1, column: QueueQueryV1['sort'][number]['column']): string | number => {
  if (column === 'due') return row.workingMsLeft ?? Number.MAX_SAFE_INTEGER
  if (column === 'number') return row.caseNumber
  if (column === 'submitted') return row.submittedAtMs
  return row[column] ?? ''
}

/** The rows a query means, as the worker would answer them. */
export const fakeMatches = (state: WorkerFakeState, query: QueueQueryV1): QueueRowV1[] => {
  const words = fold(query.search)
  const found = state.rows.filter(
    (row) =>
      inView(row, query, state.reference.me.id) &&
      (query.states.length === 0 || query.states.includes(row.state)) &&
      (query.categories.length === 0 || query.categories.includes(row.category)) &&
      (query.levels.length === 0 || query.levels.includes(row.level)) &&
      (query.teams.length === 0 || (row.team !== null && query.teams.includes(row.team))) &&
      (words === '' || fold(`${row.caseNumber} ${row.title} ${row.place}`).includes(words)),
  )
  const order = query.sort[0]
  if (order === undefined) return found
  const sign = order.descending ? -1 : 1
  return found.toSorted((a, b) => {
    const left = sortKey(a, order.column)
    const right = sortKey(b, order.column)
    return left < right ? -sign : left > right ? sign : 0
  })
}

/** A stream of changes that the test feeds. */
export class ChangeFeed {
  readonly #waiting: ((change: ChangeV1) => void)[] = []

  emit(change: ChangeV1): void {
    for (const wake of this.#waiting.splice(0)) wake(change)
  }

  async *follow(): AsyncGenerator<ChangeV1, undefined, undefined> {
    for (;;) {
      yield await new Promise<ChangeV1>((resolve) => {
        this.#waiting.push(resolve)
      })
    }
  }
}

const slaFake = (state: WorkerFakeState, by: 'week' | 'category' | 'agency' | 'team') => {
  const keys =
    by === 'week'
      ? [
          '2026-09-28',
          '2026-10-05',
          '2026-10-12',
          '2026-10-19',
          '2026-10-26',
          '2026-11-02',
          '2026-11-09',
          '2026-11-16',
          '2026-11-23',
        ]
      : by === 'category'
        ? state.reference.categories.map((row) => row.id)
        : (by === 'agency' ? state.reference.agencies : state.reference.teams).map((row) => row.id)
  const rows = keys.map((key, place) => ({
    key,
    onTime: 60 + ((place * 37) % 50),
    late: 6 + ((place * 11) % 19),
    dueSoon: (place * 5) % 9,
    overdue: (place * 7) % 12,
    openOnTime: (place * 13) % 31,
  }))
  const sum = (part: 'onTime' | 'late') => rows.reduce((total, row) => total + row[part], 0)
  return {
    by,
    rows,
    finished: sum('onTime') + sum('late'),
    finishedOnTime: sum('onTime'),
    asOfMs: state.nowMs,
    months: ['2026-08', '2026-09', '2026-10', '2026-11'],
    agencyEnded: false,
    complete: true,
  }
}

const dropItem = (state: WorkerFakeState, key: string, way: 'withdrawn' | 'given_up'): boolean => {
  const item = state.outbox.find((other) => other.key === key)
  if (!item) return false
  const { caseId, caseNumber, name, text } = item
  const shown = { key, caseId, caseNumber, name, text, way, droppedAtMs: state.nowMs, keptUntilMs: state.nowMs + 1 }
  state.outbox = state.outbox.filter((other) => other !== item)
  state.dropped = [...state.dropped, { item, shown }]
  return true
}

const rewriteItem = (state: WorkerFakeState, key: string, text: string) => {
  state.outbox = state.outbox.map((item) => (item.key === key ? { ...item, text } : item))
  return { ok: true as const, key }
}

const settle = async <T>(value: T): Promise<T> => value
const dayGroup = (reason: string, rows: QueueRowV1[]) => ({ reason, rows: rows.slice(0, 10), total: rows.length })

/** A worker client over plain data in memory: for unit tests of screens, never for the product. */
export const createWorkerFake = (state: WorkerFakeState, feed = new ChangeFeed()): WorkerClient => {
  const fake = {
    changes: () => settle(feed.follow()),
    queue: {
      page: ({ query, offset, limit }: { query: QueueQueryV1; offset: number; limit: number }): Promise<Page> => {
        const found = fakeMatches(state, query)
        return settle({ total: found.length, offset, rows: found.slice(offset, offset + limit), asOfMs: state.nowMs })
      },
      counts: ({ search }: { search: string }) => {
        const base = { search, states: [], categories: [], levels: [], teams: [], sort: [], includeClosed: false }
        const views = ['mine', 'unit', 'due_soon', 'overdue', 'awaiting_approval'] as const
        return settle(Object.fromEntries(views.map((view) => [view, fakeMatches(state, { ...base, view }).length])))
      },
      indexOf: ({ query, caseId }: { query: QueueQueryV1; caseId: string }) =>
        settle({ index: fakeMatches(state, query).findIndex((row) => row.id === caseId) }),
    },
    exports: {
      open: ({ query }: { query: QueueQueryV1 }) => {
        state.exported = fakeMatches(state, query)
        return settle({ list: 'list-1', total: state.exported.length, asOfMs: state.nowMs })
      },
      rows: ({ offset, limit }: { list: string; offset: number; limit: number }) => {
        const part = state.exported.slice(offset, offset + limit)
        const rows = part.filter((row) => !state.notExported.includes(row.id))
        return settle({ rows, refused: part.length - rows.length })
      },
      close: () => {
        state.exported = []
        return settle({})
      },
    },
    case: {
      get: ({ caseId }: { caseId: string }) => settle(caseDetailFake(state, caseId)),
      heldContact: () => settle(state.heldContact),
      extensionLimit: () => settle(state.extensionLimit === null ? null : { lastDate: state.extensionLimit }),
    },
    command: {
      run: (command: { caseId: string; name: string; args: Record<string, unknown> }) => {
        state.given.push(command)
        return settle({ ok: true as const, key: `key-${state.given.length}` })
      },
      preview: ({ caseId, name, args }: { caseId: string; name: string; args: Record<string, unknown> }) => {
        const detail = caseDetailFake(state, caseId)
        return settle(detail === null ? { ok: false, code: 'not_found' } : state.foresee(name, args, detail.case))
      },
    },
    draft: {
      save: ({ caseId, text }: { caseId: string; text: string }) => {
        state.drafts.set(caseId, { text, savedAtMs: state.nowMs })
        return settle({ savedAtMs: state.nowMs })
      },
    },
    outbox: {
      list: () => settle([...state.outbox]),
      withdraw: ({ key }: { key: string }) => settle({ ok: dropItem(state, key, 'withdrawn') }),
      dismiss: ({ key }: { key: string }) => settle({ ok: dropItem(state, key, 'given_up') }),
      dropped: () => settle([...state.dropped.map(({ shown }) => shown)]),
      restore: ({ key }: { key: string }) => {
        const found = state.dropped.find(({ shown }) => shown.key === key)
        state.dropped = state.dropped.filter((other) => other !== found)
        if (found) state.outbox = [...state.outbox, found.item]
        return settle({ ok: found !== undefined })
      },
      compare: ({ key }: { key: string }) => settle(state.comparisons.get(key) ?? null),
      edit: ({ key, text }: { key: string; text: string }) => settle(rewriteItem(state, key, text)),
      rewrite: ({ key, text }: { key: string; text: string }) => settle(rewriteItem(state, key, text)),
      carryOut: () => settle({ ok: true as const, count: state.outbox.length }),
      chooseCarried: () => settle({ name: 'viec.ihd' }),
      carryIn: () => settle(state.carriedIn),
      redo: ({ key }: { key: string }) => settle({ ok: true as const, key }),
    },
    sync: { status: () => settle(state.status), now: () => settle({}) },
    figures: {
      sla: ({ by }: { by: 'week' | 'category' | 'agency' | 'team' }) => settle(slaFake(state, by)),
      dayList: () => {
        return settle({
          forDate: '2026-11-24',
          shownBefore: state.dayListShown,
          groups: [
            dayGroup(
              'urgent',
              state.rows.filter((row) => row.level === 'urgent'),
            ),
            dayGroup(
              'overdue',
              state.rows.filter((row) => row.dueStatus === 'overdue'),
            ),
            dayGroup(
              'unassigned',
              state.rows.filter((row) => row.assignee === null),
            ),
          ],
        })
      },
      markDayListShown: () => {
        state.dayListShown = true
        return settle({})
      },
    },
    reference: { all: () => settle(state.reference) },
  }
  return fake as unknown as WorkerClient
}
