import { useQuery } from '@tanstack/react-query'
import { useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { QueueQueryV1 } from '../../../shared/ipc/queue-contract.ts'
import { EmptyState, ErrorState, LoadingState } from '../../components/screen-states.tsx'
import { SearchedFor } from './search/searched-for.tsx'
import { clampShare, SplitPane } from '../../components/split-pane.tsx'
import { useServices } from '../../platform/desk-services.tsx'
import { oneOf, usePreference } from '../../platform/use-preference.ts'
import { useReference } from '../../platform/use-reference.ts'
import { useSyncStatus } from '../../platform/use-sync-status.ts'
import type { ColumnLayout } from './columns/column-layout.ts'
import { useChosen } from './choose/use-chosen.ts'
import type { Chosen } from './choose/use-chosen.ts'
import { ExportButton } from './export/export-button.tsx'
import { FilterRow } from './filter-row.tsx'
import { QueueGrid } from './queue-grid.tsx'
import type { QueueGridProps } from './queue-grid.tsx'
import type { QueueMemory, QueueMemoryStore } from './queue-memory.ts'
import { firstMemory, isNarrowed, queryOf } from './queue-memory.ts'
import styles from './queue.module.css'
import { useColumnTable } from './columns/use-column-table.ts'
import { useQueueRows } from './use-queue-rows.ts'
import type { QueueRows } from './use-queue-rows.ts'
import { useRowWords } from './use-row-words.ts'
import { ColumnMenu, PreviewMenu, previewPlaces } from './view-menus.tsx'
import { ViewTabs } from './view-tabs.tsx'

const rowHeights = { compact: 36, comfortable: 52 } as const
const previewDelayMs = 60
const densityOf = oneOf(['compact', 'comfortable'])
const placeOf = oneOf(previewPlaces)
const shareOf = (stored: unknown) => (typeof stored === 'number' ? clampShare(stored) : 0.38)

/**
 * The selection as it stands now. A row chosen before it was fetched gets its case when it arrives; a case that moved in
 * the list is followed, so that the keyboard goes on from where it stands now.
 */
function useSelection(query: QueueQueryV1, chosen: QueueMemory['selected'], rows: QueueRows): QueueMemory['selected'] {
  const { worker } = useServices()
  const caseId = chosen === null ? null : (chosen.id ?? rows.rowAt(chosen.index)?.id ?? null)
  const { data } = useQuery({
    queryKey: ['queue', 'index', query, caseId],
    queryFn: () => worker.queue.indexOf({ query, caseId: caseId ?? '' }),
    enabled: caseId !== null,
    gcTime: 1000,
  })
  if (chosen === null) return null
  return { id: caseId, index: data !== undefined && data.index >= 0 ? data.index : chosen.index }
}

function EmptyQueue({ query }: { query: QueueQueryV1 }) {
  const { t } = useTranslation()
  const status = useSyncStatus()
  const loading = status !== null && status.lastCompleteAtMs === null && status.state === 'syncing'
  if (isNarrowed(query)) return <EmptyState title={t('queue.emptyFiltered')} hint={t('queue.emptyFilteredHint')} />
  if (loading) return <EmptyState title={t('queue.emptyLoading')} hint={t('queue.emptyLoadingHint')} />
  return <EmptyState title={t(`queue.empty.${query.view}`)} hint={t(`queue.emptyHint.${query.view}`)} />
}

/** Debounced for the preview: running down the list with a held key never loads every case on the way. */
function useSettled<T>(value: T, delayMs: number): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), delayMs)
    return () => clearTimeout(timer)
  }, [value, delayMs])
  return settled
}

export type QueuePageProps = Readonly<{
  /** Where the officer was last; kept by the caller, so that coming back finds the same row and scroll position. */
  memory: QueueMemoryStore
  held: readonly string[]
  onOpen: (caseId: string) => void
  renderPreview: (caseId: string) => ReactNode
  /** Writes the list to a workbook and calls `onEnd` when that is over; loaded with the first one. */
  /** What may be done with the chosen cases; loaded with the first choice. */
  renderChosen: (wish: Readonly<{ ids: readonly string[]; onClear: () => void; onKeep: Chosen['keep'] }>) => ReactNode
  renderExport: (wish: Readonly<{ query: QueueQueryV1; layout: ColumnLayout; onEnd: () => void }>) => ReactNode
}>

function useQueueState(memory: QueueMemoryStore, held: readonly string[]) {
  const [first, setFirst] = useState(() => (memory.read() === null ? firstMemory(held) : null))
  const [state, setState] = useState<QueueMemory>(() => memory.read() ?? first ?? firstMemory(held))
  if (first !== null && held.length > 0) {
    // On a new device the roles arrive with the first rows: until then nobody can have meant the view that was shown.
    setFirst(null)
    if (state === first) setState(firstMemory(held))
  }
  const change = useCallback((part: Partial<QueueMemory>) => setState((now) => ({ ...now, ...part })), [])
  const { view, search, filters, sort } = state
  const settledSearch = useDeferredValue(search)
  const query = useMemo(
    () => queryOf({ view, search: settledSearch, filters, sort }),
    [view, settledSearch, filters, sort],
  )
  return { state, change, query }
}

/** The list with its states around the grid: loading, failed, empty. */
function QueueList(props: Omit<QueueGridProps, 'words' | 'rowHeight'> & Readonly<{ words: QueueGridProps['words'] }>) {
  const [density] = usePreference('appearance.density', densityOf)
  const { rows, query } = props
  if (rows.failed) return <ErrorState onRetry={rows.retry} />
  return (
    <div className={styles.list}>
      {rows.total === null && (
        <div className={styles.over}>
          <LoadingState lines={12} />
        </div>
      )}
      <QueueGrid key={query.view} {...props} rowHeight={rowHeights[density]} />
      {rows.total === 0 && (
        <div className={styles.over}>
          <EmptyQueue query={query} />
        </div>
      )}
    </div>
  )
}

export function QueuePage({ memory, held, onOpen, renderPreview, renderChosen, renderExport }: QueuePageProps) {
  const { t } = useTranslation()
  const { state, change, query } = useQueueState(memory, held)
  const directory = useReference()
  const words = useRowWords(directory)
  const { table, layout, setLayout } = useColumnTable()
  const [place, setPlace] = usePreference('queue.layout', placeOf)
  const [share, setShare] = usePreference('queue.preview-share', shareOf)
  const [range, setRange] = useState({ first: 0, last: 40 })
  const onRange = useCallback((first: number, last: number) => setRange({ first, last }), [])
  const rows = useQueueRows(query, range.first, range.last)
  const selected = useSelection(query, state.selected, rows)
  const chosen = useChosen(query)
  const previewed = useSettled(selected?.id ?? null, previewDelayMs)
  useEffect(() => memory.write({ ...state, scrollTop: memory.read()?.scrollTop ?? 0 }), [memory, state])
  const remember = (scrollTop: number) => memory.write({ ...state, selected, scrollTop })
  const list = (
    <QueueList
      table={table}
      layout={layout}
      onLayout={setLayout}
      rows={rows}
      onRange={onRange}
      query={query}
      onSort={(sort) => change({ sort })}
      selected={selected}
      onSelect={(index) => change({ selected: { id: rows.rowAt(index)?.id ?? null, index } })}
      onOpen={(caseId) => {
        memory.write({ ...state, selected, scrollTop: memory.read()?.scrollTop ?? 0 })
        onOpen(caseId)
      }}
      onLeave={() => change({ selected: null })}
      chosen={chosen}
      words={words}
      initialScroll={() => memory.read()?.scrollTop ?? 0}
      onScroll={remember}
    />
  )
  return (
    <div className={styles.page}>
      <h1 className="visually-hidden">{t('frame.queue')}</h1>
      <ViewTabs
        view={state.view}
        search={query.search}
        onChange={(view) => {
          memory.write({ ...state, scrollTop: 0 })
          change({ view, selected: null })
        }}
      />
      {chosen.ids.size > 0 && (
        <div className={styles.chosen}>
          {renderChosen({ ids: [...chosen.ids], onClear: chosen.clear, onKeep: chosen.keep })}
        </div>
      )}
      <FilterRow
        search={state.search}
        onSearch={(search) => change({ search })}
        filters={state.filters}
        onFilters={(filters) => change({ filters })}
        directory={directory}
        total={rows.total}
      >
        <ExportButton total={rows.total} renderExport={(onEnd) => renderExport({ query, layout, onEnd })} />
        <ColumnMenu layout={layout} onChange={setLayout} />
        <PreviewMenu place={place} onChange={setPlace} />
      </FilterRow>
      <SearchedFor search={query.search}>
        {place === 'hidden' ? (
          <div className={styles.whole}>{list}</div>
        ) : (
          <SplitPane
            direction={place}
            share={share}
            onShareChange={setShare}
            label={t('queue.resizePreview')}
            first={list}
            second={
              previewed === null || rows.total === 0 ? (
                <EmptyState title={t('queue.previewEmpty')} hint={t('queue.previewEmptyHint')} />
              ) : (
                renderPreview(previewed)
              )
            }
          />
        )}
      </SearchedFor>
    </div>
  )
}
