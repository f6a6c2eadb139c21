import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import styles from '../admin.module.css'
import { periodsOf } from './calendar-data.ts'

const weekdays = ['d0', 'd1', 'd2', 'd3', 'd4', 'd5', 'd6'] as const

export type WeekEditorProps = Readonly<{
  texts: readonly string[]
  onChange: ((texts: readonly string[]) => void) | null
}>

/** Weekly office hours, one line a day, several periods each. */
export function WeekEditor({ texts, onChange }: WeekEditorProps) {
  const { t } = useTranslation()
  return (
    <fieldset className={styles.fields} aria-label={t('admin.calendar.hours')}>
      {weekdays.map((weekday, index) => {
        const text = texts[index] ?? ''
        const label = t(`admin.calendar.weekdayLong.${weekday}`)
        return (
          <TextInput
            key={weekday}
            size="xs"
            label={label}
            placeholder={t('admin.calendar.closed')}
            value={text}
            readOnly={onChange === null}
            error={periodsOf(text) === null ? t('admin.calendar.periodsWrong') : undefined}
            onChange={(event) => {
              const typed = event.currentTarget.value
              onChange?.(texts.map((other, place) => (place === index ? typed : other)))
            }}
          />
        )
      })}
    </fieldset>
  )
}
