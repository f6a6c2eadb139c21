import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SessionStateV1 } from '../../../shared/ipc/bridge.ts'
import { formatCount } from '../../../shared/text/format-number.ts'
import { ReasonedButton } from '../../components/reasoned-button.tsx'
import { useLanguage } from '../../components/use-language.ts'
import { useServices } from '../../platform/desk-services.tsx'
import { useReference } from '../../platform/use-reference.ts'
import { useSyncStatus } from '../../platform/use-sync-status.ts'
import styles from './settings.module.css'

type AccountProps = Readonly<{ session: Extract<SessionStateV1, { phase: 'signed_in' }> }>

/** Who is signed in and the way out, which is refused while work is unsent. */
export function AccountSection({ session }: AccountProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { bridge } = useServices()
  const directory = useReference()
  const status = useSyncStatus()
  const unsent = (status?.waiting ?? 0) + (status?.troubled ?? 0)
  const [failure, setFailure] = useState<string | null>(null)
  const signOut = async () => {
    try {
      const answer = await bridge.call('session:sign-out')
      if (answer.ok) setFailure(null)
      else setFailure(t(answer.code === 'outbox_not_empty' ? 'settings.signOutRefused' : 'settings.signOutFailed'))
    } catch (reason) {
      console.error('sign_out_failed', reason)
      setFailure(t('settings.signOutFailed'))
    }
  }
  const reason = unsent > 0 ? t('settings.signOutWaiting', { n: formatCount(unsent, language) }) : null
  return (
    <>
      <p>
        {t('settings.signedInAs')}: <strong>{session.displayName}</strong> ({session.username})
      </p>
      <ul className={styles.roles}>
        {directory.data.me.grants.map((grant) => (
          <li key={`${grant.role} ${grant.agency} ${grant.team ?? ''}`}>
            {t(`words.role.${grant.role}`)}, {directory.agencyName(grant.agency)}
            {grant.team !== null && `, ${directory.teamName(grant.team)}`}
          </li>
        ))}
      </ul>
      <p className={styles.quiet}>
        {t('settings.server')}: {session.serverUrl}
      </p>
      <div>
        <ReasonedButton size="xs" variant="default" reason={reason} onClick={() => void signOut()}>
          {t('settings.signOut')}
        </ReasonedButton>
      </div>
      <p className={styles.quiet}>{reason ?? t('settings.signOutHint')}</p>
      {failure !== null && (
        <p className={styles.failure} role="alert">
          {failure}
        </p>
      )}
    </>
  )
}
