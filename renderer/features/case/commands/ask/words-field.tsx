import { Textarea } from '@mantine/core'

export type WordsFieldProps = Readonly<{
  label: string
  value: string
  onChange: (text: string) => void
  description?: string
  minRows?: number
  autofocus?: boolean
}>

/** A text of any length that grows with what is written. */
export function WordsField({ label, value, onChange, description, minRows = 3, autofocus = false }: WordsFieldProps) {
  return (
    <Textarea
      label={label}
      description={description}
      autosize
      minRows={minRows}
      maxRows={12}
      maxLength={20_000}
      lang="vi"
      {...(autofocus ? { 'data-autofocus': true } : {})}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
