import { Button, Table } from '@mantine/core'
import { IconTable } from '@tabler/icons-react'
import { useId, useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './chart.module.css'

export type ChartTable = Readonly<{
  head: readonly string[]
  /** The first cell names the row, the others are numbers as shown. */
  rows: readonly (readonly string[])[]
}>

export type ChartFrameProps = Readonly<{
  name: string
  /** What the chart shows, in a sentence. */
  sentence: string
  table: ChartTable
  children: ReactNode
}>

function NumberTable({ name, table }: { name: string; table: ChartTable }) {
  return (
    <Table className={styles.table ?? ''} withRowBorders>
      <caption className="visually-hidden">{name}</caption>
      <Table.Thead>
        <Table.Tr>
          {table.head.map((title) => (
            <Table.Th key={title}>{title}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {table.rows.map(([title, ...numbers]) => (
          <Table.Tr key={title}>
            <Table.Th scope="row">{title}</Table.Th>
            {numbers.map((number, column) => (
              <Table.Td key={table.head[column + 1]}>{number}</Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

/** A named figure: the sentence, the chart, and a button that shows the same numbers as a table. */
export function ChartFrame({ name, sentence, table, children }: ChartFrameProps) {
  const { t } = useTranslation()
  const [tableShown, setTableShown] = useState(false)
  const tableId = useId()
  return (
    <figure className={styles.figure} aria-label={name}>
      <figcaption className={styles.caption}>
        <h2>{name}</h2>
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconTable size={14} aria-hidden />}
          aria-expanded={tableShown}
          aria-controls={tableId}
          onClick={() => setTableShown(!tableShown)}
        >
          {tableShown ? t('charts.hideTable') : t('charts.showTable')}
        </Button>
      </figcaption>
      <p className={styles.sentence}>{sentence}</p>
      <div className={styles.drawing} aria-hidden>
        {children}
      </div>
      <div id={tableId}>{tableShown && <NumberTable name={name} table={table} />}</div>
    </figure>
  )
}
