import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { SessionStateV1 } from '../../../shared/ipc/bridge.ts'
import { AboutSection } from './about-section.tsx'
import { AccountSection } from './account-section.tsx'
import { AppearanceSection } from './appearance-section.tsx'
import styles from './settings.module.css'
import { UpdateSection } from './update-section.tsx'

export type SettingsPageProps = Readonly<{ session: Extract<SessionStateV1, { phase: 'signed_in' }> }>

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.section} aria-label={title}>
      <h2>{title}</h2>
      <div className={styles.fields}>{children}</div>
    </section>
  )
}

export function SettingsPage({ session }: SettingsPageProps) {
  const { t } = useTranslation()
  return (
    <div className={styles.page}>
      <h1>{t('settings.title')}</h1>
      <Section title={t('settings.appearance')}>
        <AppearanceSection />
      </Section>
      <Section title={t('settings.account')}>
        <AccountSection session={session} />
      </Section>
      <Section title={t('settings.update')}>
        <UpdateSection />
      </Section>
      <Section title={t('settings.about')}>
        <AboutSection />
      </Section>
    </div>
  )
}
