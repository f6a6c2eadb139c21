import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { SessionStateV1 } from '../../../shared/ipc/bridge.ts'
import { AboutSection } from './about-section.tsx'
import { AccountSection } from './account-section.tsx'
import { AppearanceSection } from './appearance-section.tsx'
import styles from './settings.module.css'
import { UpdateSection } from './update-section.tsx'

export type SettingsPageProps = Readonly<{
  session: Extract<SessionStateV1, { phase: 'signed_in' }>
  /** The own absences, which another feature lists. */
  absences: ReactNode
}>

function Section({ title, wide = false, children }: { title: string; wide?: boolean; children: ReactNode }) {
  return (
    <section className={wide ? styles.wide : styles.section} aria-label={title}>
      <h2>{title}</h2>
      <div className={styles.fields}>{children}</div>
    </section>
  )
}

export function SettingsPage({ session, absences }: SettingsPageProps) {
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
      <Section title={t('settings.absence')} wide>
        {absences}
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
