import { Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { shortestPassphrase } from '../../../shared/ipc/passphrase.ts'
import { formatCount } from '../../../shared/text/format-number.ts'
import { DialogFrame } from '../../components/dialog-frame.tsx'
import { PassphraseDialog } from '../../components/passphrase-dialog.tsx'
import { useLanguage } from '../../components/use-language.ts'
import { useServices } from '../../platform/desk-services.tsx'
import { useCarrying } from '../../platform/outbox/use-carrying.ts'
import { useSyncStatus } from '../../platform/use-sync-status.ts'
import styles from './settings.module.css'

export type SignOutDialogProps = Readonly<{
  opened: boolean
  onClose: () => void
  /** Signs out; answers whether main let it. */
  onSignOut: () => Promise<boolean>
}>

const sendPatienceMs = 20_000

/** Resolves true when nothing waits any more, false when that takes too long or sending stopped. */
async function sent(isSent: () => Promise<'sent' | 'stopped' | 'busy'>): Promise<boolean> {
  const endMs = Date.now() + sendPatienceMs
  for (;;) {
    const now = await isSent()
    if (now !== 'busy' || Date.now() > endMs) return now === 'sent'
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}

/** Unsent work stands in the way of signing out: send it, take it along, or stay. */
export function SignOutDialog({ opened, onClose, onSignOut }: SignOutDialogProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { worker } = useServices()
  const status = useSyncStatus()
  const carrying = useCarrying()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const [leaving, setLeaving] = useState(false)
  const count = (value: number) => formatCount(value, language)
  const notSent = (reason: 'signOutOffline' | 'signOutTroubled') =>
    t('carry.signOutNotSent', { reason: t(`carry.${reason}`) })
  const send = async () => {
    setBusy(true)
    setFailure(null)
    try {
      await worker.sync.now()
      const isSent = await sent(async () => {
        const { state, waiting } = await worker.sync.status()
        if (state === 'synced' && waiting === 0) return 'sent'
        return state === 'syncing' || state === 'synced' ? 'busy' : 'stopped'
      })
      if (!isSent) setFailure(notSent('signOutOffline'))
      else if (!(await onSignOut())) setFailure(notSent('signOutTroubled'))
    } catch (reason) {
      console.error('sending_before_sign_out_failed', reason)
      setFailure(notSent('signOutOffline'))
    }
    setBusy(false)
  }
  const carry = async (passphrase: string): Promise<string | null> => {
    const { done, failure: wrong } = await carrying.out(passphrase)
    if (wrong !== null) return wrong
    setLeaving(false)
    if (done !== null && !(await onSignOut())) setFailure(notSent('signOutTroubled'))
    return null
  }
  return (
    <>
      <DialogFrame title={t('carry.signOutTitle')} opened={opened && !leaving} onClose={onClose} size="lg">
        <Stack gap="md">
          <Text size="sm">
            {t('carry.signOutBody', { waiting: count(status?.waiting ?? 0), troubled: count(status?.troubled ?? 0) })}{' '}
            {t('carry.signOutDropped')}
          </Text>
          {failure !== null && (
            <p className={styles.failure} role="alert">
              {failure}
            </p>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" size="xs" onClick={onClose} data-autofocus>
              {t('carry.signOutStay')}
            </Button>
            <Button variant="default" size="xs" onClick={() => setLeaving(true)}>
              {t('carry.signOutCarry')}
            </Button>
            <Button size="xs" loading={busy} onClick={() => void send()}>
              {t('carry.signOutSend')}
            </Button>
          </Group>
        </Stack>
      </DialogFrame>
      <PassphraseDialog
        title={t('carry.outTitle')}
        body={t('carry.outBody')}
        confirmLabel={t('carry.outConfirm')}
        shortest={shortestPassphrase}
        isNew
        opened={leaving}
        onClose={() => setLeaving(false)}
        onSubmit={carry}
      />
    </>
  )
}
