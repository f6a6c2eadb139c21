import { Button, Group, Stack, Textarea } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DialogFrame } from '../../components/dialog-frame.tsx'
import { ReasonedButton } from '../../components/reasoned-button.tsx'
import { ServerProblem } from '../../platform/server-ask.ts'
import { invalidPlaces } from './admin-server.ts'
import styles from './admin.module.css'
import { useSettingWords } from './setting-words.ts'

export type SettingDialogProps = Readonly<{
  title: string
  /** What is wrong with the content, in plain words; empty when it may be saved. */
  problems: readonly string[]
  unchanged: boolean
  onSave: (reason: string) => Promise<unknown>
  onClose: () => void
  size?: string
  /** What the reason is called where it is not the reason of a change. */
  reasonWords?: Readonly<{ label: string; hint: string }>
  /** The words for a refusal by a rule of its own; null for every other problem. */
  refusalOf?: (problem: ServerProblem) => string | null
  children: ReactNode
}>

const known = [
  'conflict',
  'forbidden',
  'reason_required',
  'config_invalid',
  'policy_in_use',
  'own_grant',
  'not_found',
  'offline',
  'unauthenticated',
] as const

type SaveProblemProps = Readonly<{ problem: ServerProblem; refusal: string | null; onReload: () => void }>

/** Why a change was not saved, and what to do next. */
function SaveProblem({ problem, refusal, onReload }: SaveProblemProps) {
  const { t } = useTranslation()
  const words = useSettingWords()
  const code = known.find((candidate) => candidate === problem.code)
  const plain = code === undefined ? t('admin.problem.other', { code: problem.code }) : t(`admin.problem.${code}`)
  const places = invalidPlaces(problem).map(words.problem)
  return (
    <div className={styles.failure} role="alert">
      <span>{refusal ?? (places.length > 0 ? t('admin.wrong', { problems: places.join('; ') }) : plain)}</span>
      {code === 'conflict' && (
        <Button size="compact-xs" variant="default" onClick={onReload}>
          {t('admin.reload')}
        </Button>
      )}
    </div>
  )
}

/** A dialog that changes one setting: its fields or its preview, the reason, and what the server answered. */
export function SettingDialog(props: SettingDialogProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ServerProblem | null>(null)
  const hindrance = props.unchanged
    ? t('admin.unchanged')
    : props.problems.length > 0
      ? t('admin.wrong', { problems: props.problems.join('; ') })
      : reason.trim() === ''
        ? t('admin.needReason')
        : busy
          ? t('admin.saving')
          : null
  const save = () => {
    setBusy(true)
    setProblem(null)
    props
      .onSave(reason.trim())
      .then(props.onClose, (failure: unknown) => {
        setProblem(failure instanceof ServerProblem ? failure : new ServerProblem('internal'))
      })
      .finally(() => setBusy(false))
  }
  const reload = () => {
    void client.invalidateQueries({ queryKey: ['admin'] })
    props.onClose()
  }
  return (
    <DialogFrame title={props.title} opened onClose={props.onClose} size={props.size ?? 'lg'}>
      <Stack gap="sm">
        {props.children}
        {props.problems.length > 0 && !props.unchanged && (
          <p className={styles.wrong} aria-live="polite">
            {t('admin.wrong', { problems: props.problems.join('; ') })}
          </p>
        )}
        <Textarea
          label={props.reasonWords?.label ?? t('admin.reason')}
          description={props.reasonWords?.hint ?? t('admin.reasonHint')}
          required
          autosize
          minRows={2}
          maxLength={2000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {problem !== null && (
          <SaveProblem problem={problem} refusal={props.refusalOf?.(problem) ?? null} onReload={reload} />
        )}
        <Group justify="flex-end" gap="xs">
          <Button size="xs" variant="default" onClick={props.onClose}>
            {t('frame.cancel')}
          </Button>
          <ReasonedButton size="xs" reason={hindrance} onClick={save}>
            {t('admin.save')}
          </ReasonedButton>
        </Group>
      </Stack>
    </DialogFrame>
  )
}
