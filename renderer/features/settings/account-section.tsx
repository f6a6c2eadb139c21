import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SessionStateV1 } from '../../../shared/ipc/bridge.ts'
import { useServices } from '../../platform/desk-services.tsx'
import { useReference } from '../../platform/use-reference.ts'
import styles from './settings.module.css'
import { SignOutDialog } from './sign-out-dialog.tsx'

type AccountProps = Readonly<{ session: Extract<SessionStateV1, { phase: 'signed_in' }> }>

/** Who is signed in and the way out, which leads past what is unsent. */
export function AccountSection({ session }: AccountProps) {
  const { t } = useTranslation()
  const { bridge } = useServices()
  const directory = useReference()
  const [failure, setFailure] = useState<string | null>(null)
  const [unsent, setUnsent] = useState(false)
  /** True when it is done or failed for another reason than unsent work. */
  const signOut = async (): Promise<boolean> => {
    try {
      const answer = await bridge.call('session:sign-out')
      setFailure(answer.ok || answer.code === 'outbox_not_empty' ? null : t('settings.signOutFailed'))
      const isUnsent = !answer.ok && answer.code === 'outbox_not_empty'
      setUnsent(isUnsent)
      return !isUnsent
    } catch (reason) {
      console.error('sign_out_failed', reason)
      setFailure(t('settings.signOutFailed'))
      return true
    }
  }
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
        <Button size="xs" variant="default" onClick={() => void signOut()}>
          {t('settings.signOut')}
        </Button>
      </div>
      <p className={styles.quiet}>{t('settings.signOutHint')}</p>
      <SignOutDialog opened={unsent} onClose={() => setUnsent(false)} onSignOut={signOut} />
      {failure !== null && (
        <p className={styles.failure} role="alert">
          {failure}
        </p>
      )}
    </>
  )
}
