import { Tabs } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { mayKeepAbsences, mayReadSettings } from '../../../shared/domain/admin/administration.ts'
import { mayReorganise } from '../../../shared/domain/units/succession.ts'
import { EmptyState } from '../../components/screen-states.tsx'
import { useNow } from '../../components/use-now.ts'
import { useReference } from '../../platform/use-reference.ts'
import { AbsenceTab } from './absence/absence-tab.tsx'
import styles from './admin.module.css'
import { rightsOf } from './admin-rights.ts'
import type { AdminRights } from './admin-rights.ts'
import { CalendarTab } from './calendar/calendar-tab.tsx'
import { HistoryTab } from './history/history-tab.tsx'
import { CategoryTab } from './lists/category-tab.tsx'
import { GroundTab } from './lists/ground-tab.tsx'
import { TemplateTab } from './lists/template-tab.tsx'
import { OrganisationTab } from './organisation/organisation-tab.tsx'
import { PolicyTab } from './policy/policy-tab.tsx'
import { SuccessionTab } from './succession/succession-tab.tsx'
import { UnappliedTab } from './unapplied-tab.tsx'

const tabs = [
  'policy',
  'calendar',
  'category',
  'ground',
  'template',
  'organisation',
  'absence',
  'succession',
  'unapplied',
  'history',
] as const
type Tab = (typeof tabs)[number]

function Panel({ tab, rights }: { tab: Tab; rights: AdminRights }) {
  switch (tab) {
    case 'policy':
      return <PolicyTab rights={rights} />
    case 'calendar':
      return <CalendarTab rights={rights} />
    case 'category':
      return <CategoryTab rights={rights} />
    case 'ground':
      return <GroundTab rights={rights} />
    case 'template':
      return <TemplateTab rights={rights} />
    case 'organisation':
      return <OrganisationTab rights={rights} />
    case 'absence':
      return <AbsenceTab rights={rights} />
    case 'succession':
      return <SuccessionTab />
    case 'unapplied':
      return <UnappliedTab />
    case 'history':
      return <HistoryTab />
  }
}

/** Administration: settings by kind, read from the server each time; only what the person may change can be changed. */
export function AdminPage() {
  const { t } = useTranslation()
  const { data } = useReference()
  const nowMs = useNow()
  const readsSettings = mayReadSettings(data.me)
  const [chosen, setTab] = useState<Tab>('policy')
  if (data.me.id === '') return null
  // Approvers say who is away, the city's coordinators order reorganisations; neither reads any other setting.
  const allowed: Readonly<Partial<Record<Tab, boolean>>> = {
    absence: mayKeepAbsences(data.me),
    succession: mayReorganise(data.me),
  }
  const shown = readsSettings ? tabs : tabs.filter((name) => allowed[name] === true)
  const tab = shown.includes(chosen) ? chosen : shown[0]
  if (tab === undefined) return <EmptyState title={t('admin.noRight')} hint={t('admin.noRightHint')} />
  const rights = rightsOf(data, nowMs)
  return (
    <div className={styles.page}>
      <h1>{t('admin.title')}</h1>
      <Tabs
        value={tab}
        onChange={(next) => setTab(tabs.find((candidate) => candidate === next) ?? tab)}
        keepMounted={false}
        className={styles.tabs ?? ''}
      >
        <Tabs.List aria-label={t('admin.title')}>
          {shown.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`admin.tabs.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {shown.map((name) => (
          <Tabs.Panel key={name} value={name} className={styles.panel ?? ''}>
            <Panel tab={name} rights={rights} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </div>
  )
}
