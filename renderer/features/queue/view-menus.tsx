import { ActionIcon, Button, Checkbox, Popover, SegmentedControl, Stack, Text } from '@mantine/core'
import { IconChevronDown, IconChevronUp, IconColumns3, IconLayoutSidebarRight } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ColumnLayout } from './column-layout.ts'
import { defaultLayout, shiftColumn } from './column-layout.ts'
import styles from './queue.module.css'

export const previewPlaces = ['right', 'below', 'hidden'] as const
export type PreviewPlace = (typeof previewPlaces)[number]

/** Which columns show and in which order: everything the mouse can do by dragging, for the keyboard. */
export function ColumnMenu({
  layout,
  onChange,
}: {
  layout: ColumnLayout
  onChange: (update: (now: ColumnLayout) => ColumnLayout) => void
}) {
  const { t } = useTranslation()
  const toggle = (id: (typeof layout.order)[number], shown: boolean) =>
    onChange((now) => ({ ...now, hidden: shown ? now.hidden.filter((other) => other !== id) : [...now.hidden, id] }))
  return (
    <Popover position="bottom-end" shadow="md" trapFocus returnFocus transitionProps={{ duration: 80 }}>
      <Popover.Target>
        <ActionIcon variant="default" size={26} aria-label={t('queue.columns')} title={t('queue.columns')}>
          <IconColumns3 size={16} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p="xs" aria-label={t('queue.columnsHint')}>
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
                  onClick={() => onChange((now) => ({ ...now, order: shiftColumn(now.order, id, -1) }))}
                >
                  <IconChevronUp size={14} aria-hidden />
                </ActionIcon>
                <ActionIcon
                  size="sm"
                  variant="subtle"
                  aria-label={t('queue.moveDown', { name })}
                  onClick={() => onChange((now) => ({ ...now, order: shiftColumn(now.order, id, 1) }))}
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
      </Popover.Dropdown>
    </Popover>
  )
}

/** Where the preview stands. */
export function PreviewMenu({ place, onChange }: { place: PreviewPlace; onChange: (place: PreviewPlace) => void }) {
  const { t } = useTranslation()
  const choices = [
    { value: 'right', label: t('queue.layoutRight') },
    { value: 'below', label: t('queue.layoutBelow') },
    { value: 'hidden', label: t('queue.layoutHidden') },
  ] as const
  return (
    <Popover position="bottom-end" shadow="md" trapFocus returnFocus transitionProps={{ duration: 80 }}>
      <Popover.Target>
        <ActionIcon variant="default" size={26} aria-label={t('queue.layout')} title={t('queue.layout')}>
          <IconLayoutSidebarRight size={16} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p="xs">
        <Text size="xs" mb={4}>
          {t('queue.layout')}
        </Text>
        <SegmentedControl
          size="xs"
          value={place}
          data={[...choices]}
          onChange={(value) => onChange(previewPlaces.find((candidate) => candidate === value) ?? 'right')}
        />
      </Popover.Dropdown>
    </Popover>
  )
}
