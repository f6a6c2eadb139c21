import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatIsoDate } from '../../../../shared/text/format-moment.ts'
import { EmptyState } from '../../../components/screen-states.tsx'
import styles from '../admin.module.css'
import { daysOf, periodsText, withDay, withoutDay } from './calendar-data.ts'
import { DayEditor } from './day-editor.tsx'
import { YearGrid } from './year-grid.tsx'

type Data = Readonly<Record<string, unknown>>
export type DaysViewProps = Readonly<{
  year: number
  data: Data
  /** The day shown first. */
  today: string
  onChange: ((data: Data) => void) | null
}>

/** The named days of a year: a dense grid, the day chosen beside it, and the same days as a list. */
export function DaysView({ year, data, today, onChange }: DaysViewProps) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState(today.startsWith(`${year}-`) ? today : `${year}-01-01`)
  const days = daysOf(data).filter((day) => day.date.startsWith(`${year}-`))
  const entry = days.find((day) => day.date === chosen)
  return (
    <>
      <div className={styles.split}>
        <div>
          <YearGrid year={year} days={days} chosen={chosen} onChoose={setChosen} />
          <p className={styles.quiet}>{t('admin.calendar.gridHint')}</p>
        </div>
        <DayEditor
          key={`${chosen} ${JSON.stringify(entry)}`}
          date={chosen}
          entry={entry}
          onSet={onChange === null ? null : (next) => onChange(withDay(data, next))}
          onRemove={() => onChange?.(withoutDay(data, chosen))}
        />
      </div>
      <h2>{t('admin.calendar.list')}</h2>
      {days.length === 0 ? (
        <EmptyState title={t('admin.calendar.empty')} hint={t('admin.calendar.emptyHint')} />
      ) : (
        <table className={styles.table}>
          <tbody>
            {days.map((day) => (
              <tr key={day.date}>
                <th scope="row">{formatIsoDate(day.date)}</th>
                <td>{t(`admin.calendar.kind.${day.kind}`)}</td>
                <td className={styles.words}>
                  {day.name}
                  {day.periods !== undefined &&
                    `. ${t('admin.calendar.openAt', { periods: periodsText(day.periods) })}`}
                </td>
                <td>{day.ref}</td>
                <td>{t(`admin.calendar.status.${day.status}`)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}
