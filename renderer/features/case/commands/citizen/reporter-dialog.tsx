import { Button, Group, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { vietnamese } from '../../../../../shared/text/catalogues.ts'
import { CopyButton } from '../../../../components/copy-button.tsx'
import { DialogFrame } from '../../../../components/dialog-frame.tsx'
import { ReasonedButton } from '../../../../components/reasoned-button.tsx'
import { useMoments } from '../../../../components/use-moments.ts'
import { useServices } from '../../../../platform/desk-services.tsx'
import { workerQueries } from '../../../../platform/worker-queries.ts'
import type { Reporter } from '../../../../platform/online-api.ts'
import { WordsField } from '../ask/words-field.tsx'
import styles from '../commands.module.css'
import type { CommandDialogProps } from '../dialog-props.ts'

type FailureWord = keyof typeof vietnamese.dialog.reporterFailed
const isFailureWord = (code: string): code is FailureWord => Object.hasOwn(vietnamese.dialog.reporterFailed, code)
const fields = ['name', 'phone', 'address', 'taxCode', 'representative'] as const satisfies readonly (keyof Reporter)[]

type Shown =
  | Readonly<{ kind: 'asking' | 'looking' }>
  | Readonly<{ kind: 'failed'; code: string }>
  | Readonly<{ kind: 'here'; reporter: Reporter }>

function Person({ reporter }: { reporter: Reporter }) {
  const { t } = useTranslation()
  const known = fields.flatMap((field) => {
    const value = reporter[field]
    return value === null ? [] : [{ field, value }]
  })
  if (known.length === 0) return <p className={styles.quiet}>{t('dialog.reporterNone')}</p>
  return (
    <dl className={styles.person}>
      {known.map(({ field, value }) => [
        <dt key={`${field} name`}>{t(`dialog.reporter.${field}`)}</dt>,
        <dd key={`${field} value`}>{value}</dd>,
        <CopyButton key={`${field} copy`} text={value} />,
      ])}
    </dl>
  )
}

function Failure({ code }: { code: string }) {
  const { t } = useTranslation()
  const words =
    isFailureWord(code) && code !== 'other'
      ? t(`dialog.reporterFailed.${code}`)
      : t('dialog.reporterFailed.other', { code })
  return (
    <p className={styles.outcome} role="alert">
      {words}
    </p>
  )
}

/**
 * Who sent the report: what came with a check-out while the case is held; else asked of the server with a reason, shown here only, gone
 * when this closes.
 */
export function ReporterDialog({ detail, onClose }: CommandDialogProps) {
  const { t } = useTranslation()
  const { online, worker } = useServices()
  const moment = useMoments()
  const held = useQuery(workerQueries.heldContact(worker, detail.case.id)).data ?? null
  const { id, caseNumber } = detail.case
  const [reason, setReason] = useState('')
  const [asked, setShown] = useState<Shown>({ kind: 'asking' })
  const shown: Shown = held === null ? asked : { kind: 'here', reporter: held.reporter }
  const name = t('command.name.revealReporter')
  const isReady = reason.trim() !== '' && shown.kind !== 'looking'
  const look = () => {
    if (!isReady) return
    setShown({ kind: 'looking' })
    void online
      .revealReporter(id, reason.trim())
      .then((answer) =>
        setShown(answer.ok ? { kind: 'here', reporter: answer.value } : { kind: 'failed', code: answer.code }),
      )
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) look()
  }
  return (
    <DialogFrame title={t('command.dialogTitle', { name, number: caseNumber })} opened onClose={onClose}>
      <Stack gap="sm" onKeyDown={press}>
        {shown.kind === 'here' ? (
          <>
            <Person reporter={shown.reporter} />
            <p className={styles.quiet}>
              {held === null ? t('dialog.reporterClose') : t('dialog.reporterHeld', { moment: moment(held.untilMs) })}
            </p>
          </>
        ) : (
          <>
            <p className={styles.quiet}>{t('dialog.reporterIntro')}</p>
            <WordsField label={t('dialog.reason')} value={reason} onChange={setReason} minRows={2} autofocus />
            {shown.kind === 'failed' && <Failure code={shown.code} />}
          </>
        )}
        <Group justify="flex-end" gap="xs">
          <span className={styles.missing} aria-live="polite">
            {shown.kind === 'looking' && t('dialog.looking')}
          </span>
          {shown.kind === 'here' ? (
            // The field that had the focus is gone.
            <Button size="xs" variant="default" ref={(button) => button?.focus()} onClick={onClose}>
              {t('frame.close')}
            </Button>
          ) : (
            <Button size="xs" variant="default" onClick={onClose}>
              {t('frame.cancel')}
            </Button>
          )}
          {shown.kind !== 'here' && (
            <ReasonedButton
              size="xs"
              reason={reason.trim() === '' ? t('command.missing', { fields: t('dialog.reason') }) : null}
              onClick={look}
            >
              {name}
            </ReasonedButton>
          )}
        </Group>
      </Stack>
    </DialogFrame>
  )
}
