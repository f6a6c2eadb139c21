import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../components/screen-states.tsx'
import styles from './admin.module.css'

/** One column: its heading and what a row shows in it. The first column names the row. */
export type ListColumn<Row> = Readonly<{
  id: string
  name: string
  render: (row: Row) => ReactNode
  kind?: 'words' | 'number'
  /** A share of the width, so that lists below each other line up. */
  width?: string
}>

/** The last column, a button a row that may be changed. */
export type ListEdit<Row> = Readonly<{
  nameOf: (row: Row) => string
  onEdit: (row: Row) => void
  may?: (row: Row) => boolean
}>

export type ListFrameProps<Row> = Readonly<{
  /** A heading above the list; without one the tab names it. */
  heading?: string
  /** Why the list cannot be changed by whoever reads it. */
  note?: string | null
  /** What can be added, where the reader may. */
  add?: Readonly<{ label: string; onAdd: () => void }> | null
  rows: readonly Row[]
  keyOf: (row: Row) => string
  columns: readonly ListColumn<Row>[]
  edit?: ListEdit<Row> | null
  empty?: Readonly<{ title: string; hint: string }>
  children?: ReactNode
}>

const classOf = { words: styles.words, number: styles.number } as const

function Rows<Row>({ rows, keyOf, columns, edit = null }: ListFrameProps<Row>) {
  const { t } = useTranslation()
  const [first, ...rest] = columns
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                className={column.kind === 'number' ? styles.number : undefined}
                style={{ width: column.width }}
              >
                {column.name}
              </th>
            ))}
            {edit !== null && <th scope="col">{t('admin.edit')}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              <th scope="row">{first?.render(row)}</th>
              {rest.map((column) => (
                <td key={column.id} className={column.kind === undefined ? undefined : classOf[column.kind]}>
                  {column.render(row)}
                </td>
              ))}
              {edit !== null && (
                <td>
                  {(edit.may?.(row) ?? true) && (
                    <Button
                      size="compact-xs"
                      variant="subtle"
                      aria-label={`${t('admin.edit')}: ${edit.nameOf(row)}`}
                      onClick={() => edit.onEdit(row)}
                    >
                      {t('admin.edit')}
                    </Button>
                  )}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** The frame of every list of the administration: heading, what may be added or why nothing may, rows or what would be there. */
export function ListFrame<Row>(props: ListFrameProps<Row>) {
  const { heading, note = null, add = null, rows, empty, children } = props
  const body = (
    <>
      {heading !== undefined && <h2>{heading}</h2>}
      {note !== null && <p className={styles.quiet}>{note}</p>}
      {add !== null && (
        <Button size="xs" variant={heading === undefined ? 'filled' : 'default'} onClick={add.onAdd}>
          {add.label}
        </Button>
      )}
      {rows.length > 0 ? <Rows {...props} /> : empty !== undefined && <EmptyState {...empty} />}
      {children}
    </>
  )
  return heading === undefined ? body : <section aria-label={heading}>{body}</section>
}
