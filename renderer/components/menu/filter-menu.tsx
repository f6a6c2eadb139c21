import { Button } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { lazy } from 'react'
import { useTranslation } from 'react-i18next'
import type { FilterMenuProps } from './filter-choice.ts'
import { LazyPopover } from './lazy-popover.tsx'

const FilterOptions = lazy(async () => ({ default: (await import('./filter-options.tsx')).FilterOptions }))

/** Several values of one kind, with how many are chosen; nothing where there is nothing to choose from. */
export function FilterMenu(props: FilterMenuProps) {
  const { t } = useTranslation()
  const { name, options, chosen } = props
  if (options.length === 0) return null
  return (
    <LazyPopover
      label={name}
      side="start"
      renderTrigger={(open) => (
        <Button
          size="compact-sm"
          variant={chosen.length === 0 ? 'default' : 'light'}
          rightSection={<IconChevronDown size={14} aria-hidden />}
          {...(open === undefined ? {} : { onClick: open })}
        >
          {chosen.length === 0 ? name : t('queue.filterChosen', { name, n: chosen.length })}
        </Button>
      )}
    >
      <FilterOptions {...props} />
    </LazyPopover>
  )
}
