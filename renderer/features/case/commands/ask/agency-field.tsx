import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Directory } from '../../../../platform/use-reference.ts'
import { useToday } from '../../use-today.ts'
import { agencyChoices, foldedFilter } from '../choices.ts'

export type AgencyFieldProps = Readonly<{
  label: string
  directory: Directory
  /** The agency the case lies at, which is never a choice. */
  own: string
  value: string | null
  onChange: (agency: string | null) => void
}>

/** One of the other agencies that exist, found as one types. */
export function AgencyField({ label, directory, own, value, onChange }: AgencyFieldProps) {
  const { t } = useTranslation()
  const today = useToday()
  return (
    <Select
      label={label}
      description={t('dialog.agencyHint')}
      placeholder={t('command.choose')}
      data={agencyChoices(directory.data, own, today)}
      value={value}
      onChange={onChange}
      searchable
      filter={foldedFilter}
      maxDropdownHeight={260}
      nothingFoundMessage={t('command.noChoice')}
      openOnFocus={false}
      data-autofocus
    />
  )
}
