import {
  columnOrderingFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { QueueRowV1 } from '../../../../shared/ipc/queue-contract.ts'
import { usePreference } from '../../../platform/use-preference.ts'
import { columnIds, defaultWidths, readLayout } from './column-layout.ts'
import type { ColumnLayout } from './column-layout.ts'

const features = tableFeatures({
  columnOrderingFeature,
  columnSizingFeature,
  columnResizingFeature,
  columnVisibilityFeature,
  rowSortingFeature,
})
const helper = createColumnHelper<typeof features, QueueRowV1>()
const columns = helper.columns(
  columnIds.map((id) => helper.display({ id, size: defaultWidths[id], minSize: 40, maxSize: 900 })),
)
// Rows live in the worker and come by offset; the table keeps the columns only.
const noRows: QueueRowV1[] = []

const storeDelayMs = 400

/** The table of columns and the user's layout of it, kept with the profile. */
export function useColumnTable() {
  const [stored, store] = usePreference('queue.columns', readLayout)
  const [{ layout, changed }, setState] = useState({ layout: stored, changed: false })
  const setLayout = useCallback(
    (update: (now: ColumnLayout) => ColumnLayout) => setState((now) => ({ layout: update(now.layout), changed: true })),
    [],
  )
  useEffect(() => {
    if (!changed) return undefined
    const timer = setTimeout(() => {
      store(layout)
      setState((now) => (now.layout === layout ? { layout, changed: false } : now))
    }, storeDelayMs)
    return () => clearTimeout(timer)
  }, [layout, changed, store])
  const state = useMemo(
    () => ({
      columnOrder: [...layout.order],
      columnSizing: { ...layout.widths },
      columnVisibility: Object.fromEntries(layout.hidden.map((id) => [id, false])),
    }),
    [layout],
  )
  const table = useTable({
    features,
    columns,
    data: noRows,
    state,
    columnResizeMode: 'onChange',
    manualSorting: true,
    onColumnSizingChange: (update) =>
      setLayout((now) => ({ ...now, widths: typeof update === 'function' ? update({ ...now.widths }) : update })),
  })
  return { table, layout, setLayout }
}

export type ColumnTable = ReturnType<typeof useColumnTable>['table']
