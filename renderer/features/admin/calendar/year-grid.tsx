import { useRef } from 'react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { formatIsoDate } from '../../../../shared/text/format-moment.ts'
import styles from '../admin.module.css'
import { dateByKey, monthWeeks, opensOn } from './calendar-data.ts'
import type { DayEntry } from './calendar-data.ts'

export type YearGridProps = Readonly<{
  year: number
  days: readonly DayEntry[]
  chosen: string
  onChoose: (date: string) => void
}>

const months = Array.from({ length: 12 }, (_, month) => month + 1)
const weekdays = ['d0', 'd1', 'd2', 'd3', 'd4', 'd5', 'd6'] as const

/** Twelve dense months; arrow keys move from day to day, so the year is one stop of the Tab key. */
export function YearGrid({ year, days, chosen, onChoose }: YearGridProps) {
  const { t } = useTranslation()
  const box = useRef<HTMLFieldSetElement>(null)
  const byDate = new Map(days.map((day) => [day.date, day]))
  const move = (event: KeyboardEvent) => {
    const next = dateByKey(chosen, event.key)
    if (next === null) return
    event.preventDefault()
    onChoose(next)
    box.current?.querySelector<HTMLButtonElement>(`[data-date="${next}"]`)?.focus()
  }
  const wordsOf = (date: string): string => {
    const entry = byDate.get(date)
    const what =
      entry === undefined
        ? opensOn(date, undefined)
          ? t('admin.calendar.dayWork')
          : t('admin.calendar.dayOff')
        : `${t(`admin.calendar.kind.${entry.kind}`)}, ${entry.name}, ${t(`admin.calendar.status.${entry.status}`)}`
    return `${formatIsoDate(date)}: ${what}`
  }
  return (
    <fieldset ref={box} className={styles.year} aria-label={t('admin.calendar.grid', { year })}>
      {months.map((month) => (
        <section key={month} className={styles.month} aria-label={t('admin.calendar.month', { n: month })}>
          <h3>{t('admin.calendar.month', { n: month })}</h3>
          <table className={styles.weeks}>
            <thead>
              <tr>
                {weekdays.map((weekday) => (
                  <th key={weekday} scope="col" abbr={t(`admin.calendar.weekdayLong.${weekday}`)}>
                    {t(`admin.calendar.weekday.${weekday}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {monthWeeks(year, month).map((week, index) => (
                <tr key={week.find((date) => date !== null) ?? index}>
                  {week.map((date, place) => (
                    <td key={date ?? `empty-${place}`}>
                      {date !== null && (
                        <button
                          type="button"
                          className={styles.day}
                          data-date={date}
                          data-kind={byDate.get(date)?.kind}
                          data-status={byDate.get(date)?.status}
                          data-open={opensOn(date, byDate.get(date))}
                          aria-label={wordsOf(date)}
                          title={wordsOf(date)}
                          aria-pressed={date === chosen}
                          tabIndex={date === chosen ? 0 : -1}
                          onClick={() => onChoose(date)}
                          onKeyDown={move}
                        >
                          {Number(date.slice(8))}
                        </button>
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ))}
    </fieldset>
  )
}
