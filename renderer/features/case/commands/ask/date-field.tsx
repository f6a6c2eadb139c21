import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dateOf, momentOf, writtenAs } from './typed-date.ts'

export type DateFieldProps = Readonly<{
  label: string
  /** A day `YYYY-MM-DD`, or a day with its time `YYYY-MM-DDTHH:mm`. */
  kind: 'day' | 'moment'
  /** What the field holds at first. */
  start?: string
  /** Called with the day or moment that was typed, with nothing while there is none. */
  onChange: (value: string) => void
  description?: string
  autofocus?: boolean
}>

/** A day or a moment written as here, day first: a picker of the system would follow the language of the machine. */
export function DateField({ label, kind, start = '', onChange, description, autofocus = false }: DateFieldProps) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState(() => writtenAs(start))
  const read = kind === 'day' ? dateOf : momentOf
  const change = (text: string) => {
    setTyped(text)
    onChange(read(text) ?? '')
  }
  return (
    <TextInput
      label={label}
      description={description}
      placeholder={kind === 'day' ? t('dialog.dayPattern') : t('dialog.momentPattern')}
      inputMode="numeric"
      autoComplete="off"
      value={typed}
      {...(autofocus ? { 'data-autofocus': true } : {})}
      onChange={(event) => change(event.currentTarget.value)}
      onBlur={() => setTyped((text) => writtenAs(read(text) ?? '') || text)}
    />
  )
}
