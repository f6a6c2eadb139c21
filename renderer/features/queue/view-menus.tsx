import { ActionIcon, Button } from '@mantine/core'
import { IconColumns3, IconLayoutSidebarRight } from '@tabler/icons-react'
import { lazy } from 'react'
import type { ReactElement, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { LazyPopover } from '../../components/menu/lazy-popover.tsx'
import type { ColumnMenuProps } from './columns/column-layout.ts'
import styles from './queue.module.css'

const ColumnChoices = lazy(async () => ({ default: (await import('./columns/column-choices.tsx')).ColumnChoices }))

export const previewPlaces = ['right', 'below', 'hidden'] as const
export type PreviewPlace = (typeof previewPlaces)[number]

type IconMenuProps = Readonly<{ label: string; icon: ReactElement; children: ReactNode }>

function IconMenu({ label, icon, children }: IconMenuProps) {
  return (
    <LazyPopover
      label={label}
      side="end"
      renderTrigger={(open) => (
        <ActionIcon
          variant="default"
          size={26}
          aria-label={label}
          title={label}
          {...(open === undefined ? {} : { onClick: open })}
        >
          {icon}
        </ActionIcon>
      )}
    >
      {children}
    </LazyPopover>
  )
}

/** Everything the mouse can do to columns by dragging, for the keyboard. */
export function ColumnMenu(props: ColumnMenuProps) {
  const { t } = useTranslation()
  return (
    <IconMenu label={t('queue.columns')} icon={<IconColumns3 size={16} aria-hidden />}>
      <ColumnChoices {...props} />
    </IconMenu>
  )
}

const placeWords = { right: 'layoutRight', below: 'layoutBelow', hidden: 'layoutHidden' } as const

/** Where the preview stands. */
export function PreviewMenu({ place, onChange }: { place: PreviewPlace; onChange: (place: PreviewPlace) => void }) {
  const { t } = useTranslation()
  return (
    <IconMenu label={t('queue.layout')} icon={<IconLayoutSidebarRight size={16} aria-hidden />}>
      <div className={styles.places}>
        {previewPlaces.map((candidate) => (
          <Button
            key={candidate}
            size="compact-sm"
            variant={candidate === place ? 'light' : 'default'}
            aria-pressed={candidate === place}
            onClick={() => onChange(candidate)}
          >
            {t(`queue.${placeWords[candidate]}`)}
          </Button>
        ))}
      </div>
    </IconMenu>
  )
}
