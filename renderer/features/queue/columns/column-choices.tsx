import { ActionIcon, Button, Checkbox, Stack } from '@mantine/core'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { defaultLayout, shiftColumn } from './column-layout.ts'
import type { ColumnId, ColumnMenuProps } from './column-layout.ts'
import styles from '../queue.module.css'

/** Which columns show and in which order. */
export function ColumnChoices({ layout, onChange }: ColumnMenuProps) {
  const { t } = useTranslation()
  const toggle = (id: ColumnId, shown: boolean) =>
    onChange((now) => ({ ...now, hidden: shown ? now.hidden.filter((other) => other !== id) : [...now.hidden, id] }))
  const shift = (id: ColumnId, by: -1 | 1) => onChange((now) => ({ ...now, order: shiftColumn(now.order, id, by) }))
  return (
    <Stack gap={2}>
      {layout.order.map((id) => {
        const name = t(`queue.column.${id}`)
        return (
          <div key={id} className={styles.columnChoice}>
            <Checkbox
              size="xs"
              label={name}
              checked={!layout.hidden.includes(id)}
              disabled={id === 'number'}
              onChange={(event) => toggle(id, event.currentTarget.checked)}
            />
            <ActionIcon
              size="sm"
              variant="subtle"
              aria-label={t('queue.moveUp', { name })}
              onClick={() => shift(id, -1)}
            >
              <IconChevronUp size={14} aria-hidden />
            </ActionIcon>
            <ActionIcon
              size="sm"
              variant="subtle"
              aria-label={t('queue.moveDown', { name })}
              onClick={() => shift(id, 1)}
            >
              <IconChevronDown size={14} aria-hidden />
            </ActionIcon>
          </div>
        )
      })}
      <Button size="compact-xs" variant="default" onClick={() => onChange(() => defaultLayout)}>
        {t('queue.resetColumns')}
      </Button>
    </Stack>
  )
}
