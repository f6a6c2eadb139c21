import { Select } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { areaIndexOf, searchAreas } from '../../../../shared/domain/units/area-search.ts'
import type { SearchedArea } from '../../../../shared/domain/units/area-search.ts'
import styles from './area.module.css'

export type AreaFieldProps = Readonly<{
  areas: readonly SearchedArea[]
  value: string | null
  onChange: (area: string | null) => void
}>

/** The choice of an area, found by its present name or by that of any unit it was made from, with or without accents. */
export function AreaField({ areas, value, onChange }: AreaFieldProps) {
  const { t } = useTranslation()
  const [search, setSearch] = useState('')
  const index = useMemo(() => areaIndexOf(areas), [areas])
  const choices = useMemo(
    () =>
      areas
        .map((area) => ({ value: area.id, label: area.name }))
        .toSorted((a, b) => a.label.localeCompare(b.label, 'vi')),
    [areas],
  )
  const formerNames = useMemo(
    () => new Map(searchAreas(index, search).map((hit) => [hit.id, hit.formerName] as const)),
    [index, search],
  )
  const found = (text: string) =>
    text === '' ? choices : searchAreas(index, text).map((hit) => ({ value: hit.id, label: hit.name }))
  return (
    <Select
      label={t('command.field.area')}
      placeholder={t('command.field.noArea')}
      description={t('command.field.areaHint')}
      data={choices}
      value={value}
      onChange={onChange}
      onSearchChange={setSearch}
      filter={({ search: text, limit }) => found(text).slice(0, limit)}
      renderOption={({ option }) => {
        const former = formerNames.get(option.value) ?? null
        return former === null ? (
          <span>{option.label}</span>
        ) : (
          <span className={styles.former}>
            <span>{option.label}</span>
            <span className={styles.formerName}>{t('command.field.formerArea', { former, now: option.label })}</span>
          </span>
        )
      }}
      searchable
      clearable
      limit={200}
      nothingFoundMessage={t('command.noChoice')}
    />
  )
}
