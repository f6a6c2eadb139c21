import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { shortestPassphrase } from '../../../../shared/ipc/passphrase.ts'
import { PassphraseDialog } from '../../../components/passphrase-dialog.tsx'
import { ReasonedButton } from '../../../components/reasoned-button.tsx'
import { useCarrying } from '../../../platform/outbox/use-carrying.ts'
import styles from '../outbox.module.css'
import type { OutboxNotice } from '../use-outbox-actions.ts'

export type CarryBarProps = Readonly<{
  /** Something is unsent. */
  canCarry: boolean
  onSay: (notice: OutboxNotice) => void
}>

/** Unsent work to another device and from it. */
export function CarryBar({ canCarry, onSay }: CarryBarProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const carrying = useCarrying()
  const [leaving, setLeaving] = useState(false)
  const [arriving, setArriving] = useState<string | null>(null)
  const finish = async (work: ReturnType<typeof carrying.out>): Promise<string | null> => {
    const { done, failure } = await work
    if (failure !== null) return failure
    setLeaving(false)
    setArriving(null)
    if (done !== null) onSay({ text: done, failed: false })
    await client.invalidateQueries({ queryKey: ['outbox'] })
    return null
  }
  const choose = async () => {
    try {
      setArriving(await carrying.choose())
    } catch (reason) {
      console.error('carried_file_not_chosen', reason)
      onSay({ text: t('carry.failed'), failed: true })
    }
  }
  return (
    <div className={styles.actions}>
      <ReasonedButton
        size="compact-sm"
        variant="default"
        reason={canCarry ? null : t('carry.error.nothing_unsent')}
        onClick={() => setLeaving(true)}
      >
        {t('carry.out')}
      </ReasonedButton>
      <Button size="compact-sm" variant="default" title={t('carry.inHint')} onClick={() => void choose()}>
        {t('carry.in')}
      </Button>
      <PassphraseDialog
        title={t('carry.outTitle')}
        body={t('carry.outBody')}
        confirmLabel={t('carry.outConfirm')}
        shortest={shortestPassphrase}
        isNew
        opened={leaving}
        onClose={() => setLeaving(false)}
        onSubmit={(passphrase) => finish(carrying.out(passphrase))}
      />
      <PassphraseDialog
        title={t('carry.inTitle', { name: arriving ?? '' })}
        body={t('carry.inBody')}
        confirmLabel={t('carry.inConfirm')}
        shortest={shortestPassphrase}
        isNew={false}
        opened={arriving !== null}
        onClose={() => setArriving(null)}
        onSubmit={(passphrase) => finish(carrying.in(passphrase))}
      />
    </div>
  )
}
