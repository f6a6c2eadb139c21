import { IconAlertTriangle, IconChartBar, IconInbox, IconSettings, IconTool, IconUsersGroup } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { NavLink } from 'react-router'
import type { Role } from '../../../shared/domain/roles.ts'
import styles from './frame.module.css'
import { visibleLinks } from './rail-links.ts'

const icons = {
  queue: IconInbox,
  team: IconUsersGroup,
  charts: IconChartBar,
  outbox: IconAlertTriangle,
  admin: IconTool,
  settings: IconSettings,
} as const

export type NavigationRailProps = Readonly<{ own: readonly Role[]; passedOn: readonly Role[]; troubled: number }>

/** The left rail: icons, with labels on hover and always from 1600 px on. */
export function NavigationRail({ own, passedOn, troubled }: NavigationRailProps) {
  const { t } = useTranslation()
  return (
    <nav className={styles.rail} aria-label={t('frame.navigation')}>
      {visibleLinks(own, passedOn).map((link) => {
        const Icon = icons[link.id]
        const label = t(`frame.${link.id}`)
        const badge = link.id === 'outbox' && troubled > 0 ? troubled : null
        return (
          <NavLink key={link.id} to={link.path} className={styles.link ?? ''} title={label}>
            <Icon size={20} stroke={1.6} aria-hidden />
            <span className={styles.linkLabel}>{label}</span>
            {badge !== null && (
              <span className={styles.badge} title={t('frame.troubled', { n: badge })} aria-hidden>
                {badge}
              </span>
            )}
          </NavLink>
        )
      })}
    </nav>
  )
}
