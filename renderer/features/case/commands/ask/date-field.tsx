import { TextInput } from '@mantine/core'

export type DateFieldProps = Readonly<{
  label: string
  /** `YYYY-MM-DD`, empty while no day is chosen. */
  value: string
  onChange: (date: string) => void
  min?: string
  max?: string | undefined
  description?: string
  autofocus?: boolean
}>

/** A local day, typed or picked. */
export function DateField({ label, value, onChange, min, max, description, autofocus = false }: DateFieldProps) {
  return (
    <TextInput
      type="date"
      lang="vi"
      label={label}
      description={description}
      min={min}
      max={max}
      value={value}
      {...(autofocus ? { 'data-autofocus': true } : {})}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
