import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatCount } from '../../../shared/text/format-number.ts'
import type { SessionStateV1 } from '../../../shared/ipc/bridge.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { useLanguage } from '../../components/use-language.ts'
import { useServices } from '../../platform/desk-services.tsx'
import { useReference } from '../../platform/use-reference.ts'
import styles from './settings.module.css'
import { SignOutDialog } from './sign-out-dialog.tsx'

type AccountProps = Readonly<{ session: Extract<SessionStateV1, { phase: 'signed_in' }> }>

/** Who is signed in and the way out, which leads past what is unsent. */
export function AccountSection({ session }: AccountProps) {
  const { t } = useTranslation()
  const { bridge, worker } = useServices()
  const language = useLanguage()
  const directory = useReference()
  const [failure, setFailure] = useState<string | null>(null)
  const [unsent, setUnsent] = useState(false)
  // How many withdrawn or given-up texts would go with the signing out; null while nobody asks.
  const [going, setGoing] = useState<number | null>(null)
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
  const askFirst = async () => {
    const [dropped, { waiting, troubled }] = await Promise.all([worker.outbox.dropped(), worker.sync.status()])
    // With unsent work the dialog about that says so too.
    if (dropped.length > 0 && waiting + troubled === 0) setGoing(dropped.length)
    else await signOut()
  }
  const leave = () => {
    askFirst().catch(async (reason: unknown) => {
      console.error('dropped_texts_unknown', reason)
      await signOut()
    })
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
        <Button size="xs" variant="default" onClick={leave}>
          {t('settings.signOut')}
        </Button>
      </div>
      <p className={styles.quiet}>{t('settings.signOutHint')}</p>
      <ConfirmDialog
        title={t('carry.goingTitle')}
        body={t('carry.goingBody', { n: formatCount(going ?? 0, language) })}
        confirmLabel={t('settings.signOut')}
        opened={going !== null}
        onConfirm={() => {
          setGoing(null)
          void signOut()
        }}
        onClose={() => setGoing(null)}
      />
      <SignOutDialog opened={unsent} onClose={() => setUnsent(false)} onSignOut={signOut} />
      {failure !== null && (
        <p className={styles.failure} role="alert">
          {failure}
        </p>
      )}
    </>
  )
}
