import { Bar, BarChart, CartesianGrid, LabelList, ResponsiveContainer, XAxis, YAxis } from 'recharts'
import styles from './chart.module.css'

export type BarSeries = Readonly<{ key: string; label: string; color: string }>
export type BarRow = Readonly<{ name: string; values: Readonly<Record<string, number>> }>

export type StackedBarsProps = Readonly<{
  rows: readonly BarRow[]
  series: readonly BarSeries[]
  /** Columns side by side, or bars one below the other with room for long names. */
  direction: 'columns' | 'bars'
  format: (value: number) => string
}>

const columnHeight = 240
const barHeight = 30
const smallestLabelled = 0.06

/** Segments too thin for their number carry none: the table has it. */
function labelFor(rows: readonly BarRow[], format: (value: number) => string) {
  const largest = Math.max(1, ...rows.map((row) => Object.values(row.values).reduce((sum, value) => sum + value, 0)))
  return (value: unknown) => (typeof value === 'number' && value / largest >= smallestLabelled ? format(value) : '')
}

/** Stacked, zero-based bars with their numbers on them; the same colour means the same thing in every chart. */
export function StackedBars({ rows, series, direction, format }: StackedBarsProps) {
  const columns = direction === 'columns'
  const data = rows.map((row) => ({ name: row.name, ...row.values }))
  const label = labelFor(rows, format)
  const tick = { fontSize: 12, fill: 'var(--desk-muted)' }
  const height = columns ? columnHeight : rows.length * barHeight + 24
  return (
    <>
      <ul className={styles.legend}>
        {series.map((entry) => (
          <li key={entry.key}>
            <span style={{ background: entry.color }} /> {entry.label}
          </li>
        ))}
      </ul>
      <ResponsiveContainer width="100%" height={height}>
        <BarChart
          accessibilityLayer={false}
          data={data}
          layout={columns ? 'horizontal' : 'vertical'}
          margin={{ top: 4, right: 16, bottom: 0, left: 0 }}
        >
          <CartesianGrid stroke="var(--desk-line)" vertical={!columns} horizontal={columns} />
          {columns ? (
            <>
              <XAxis dataKey="name" tick={tick} tickLine={false} />
              <YAxis
                allowDecimals={false}
                tick={tick}
                tickLine={false}
                axisLine={false}
                width={44}
                domain={[0, 'auto']}
              />
            </>
          ) : (
            <>
              <XAxis
                type="number"
                allowDecimals={false}
                tick={tick}
                tickLine={false}
                axisLine={false}
                domain={[0, 'auto']}
              />
              <YAxis type="category" dataKey="name" tick={tick} tickLine={false} width={220} interval={0} />
            </>
          )}
          {series.map((entry) => (
            <Bar
              key={entry.key}
              dataKey={entry.key}
              stackId="all"
              fill={entry.color}
              isAnimationActive={false}
              maxBarSize={columns ? 48 : 20}
            >
              <LabelList dataKey={entry.key} position="center" formatter={label} className={styles.barLabel} />
            </Bar>
          ))}
        </BarChart>
      </ResponsiveContainer>
    </>
  )
}
