import { Button, Checkbox, Popover, ScrollArea, Stack, TextInput } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

export type FilterOption = Readonly<{ value: string; label: string }>

export type FilterMenuProps = Readonly<{
  name: string
  options: readonly FilterOption[]
  chosen: readonly string[]
  onChange: (chosen: string[]) => void
}>

const searchFrom = 9

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Several values of one kind; long lists can be narrowed by typing, with or without accents. */
export function FilterMenu({ name, options, chosen, onChange }: FilterMenuProps) {
  const { t } = useTranslation()
  const [find, setFind] = useState('')
  const shown = find === '' ? options : options.filter((option) => fold(option.label).includes(fold(find)))
  const label = chosen.length === 0 ? name : t('queue.filterChosen', { name, n: chosen.length })
  return (
    <Popover position="bottom-start" shadow="md" trapFocus returnFocus transitionProps={{ duration: 80 }}>
      <Popover.Target>
        <Button
          size="compact-sm"
          variant={chosen.length === 0 ? 'default' : 'light'}
          rightSection={<IconChevronDown size={14} aria-hidden />}
          disabled={options.length === 0}
        >
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="xs" aria-label={name}>
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
          <ScrollArea.Autosize mah={320} type="auto">
            <Checkbox.Group value={[...chosen]} onChange={onChange} aria-label={name}>
              <Stack gap={6}>
                {shown.map((option) => (
                  <Checkbox key={option.value} size="xs" value={option.value} label={option.label} />
                ))}
              </Stack>
            </Checkbox.Group>
          </ScrollArea.Autosize>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
