import { Checkbox, ScrollArea, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FilterMenuProps } from './filter-choice.ts'

const searchFrom = 9

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** The values to choose from; a long list is narrowed by typing, with or without accents. */
export function FilterOptions({ name, options, chosen, onChange }: FilterMenuProps) {
  const { t } = useTranslation()
  const [find, setFind] = useState('')
  const shown = find === '' ? options : options.filter((option) => fold(option.label).includes(fold(find)))
  return (
    <Stack gap={6}>
      {options.length >= searchFrom && (
        <TextInput
          size="xs"
          aria-label={t('queue.filterFind')}
          placeholder={t('queue.filterFind')}
          value={find}
          onChange={(event) => setFind(event.currentTarget.value)}
        />
      )}
      <ScrollArea.Autosize mah="min(320px, 45vh)" miw={200} type="auto" offsetScrollbars="y">
        <Checkbox.Group value={[...chosen]} onChange={onChange} aria-label={name}>
          <Stack gap={6}>
            {shown.map((option) => (
              <Checkbox key={option.value} size="xs" value={option.value} label={option.label} />
            ))}
          </Stack>
        </Checkbox.Group>
      </ScrollArea.Autosize>
    </Stack>
  )
}
