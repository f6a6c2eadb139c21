import { useTranslation } from 'react-i18next'
import type { SuccessionStateV1 } from '../../../../shared/contract/succession.ts'
import { withdrawalProblems } from '../../../../shared/domain/units/succession.ts'
import type { ServerProblem } from '../../../platform/server-ask.ts'
import styles from '../admin.module.css'
import { refusedBy, useOrganisationChange } from '../organisation-server.ts'
import { SettingDialog } from '../setting-dialog.tsx'

export type WithdrawDialogProps = Readonly<{ succession: SuccessionStateV1; names: string; onClose: () => void }>

/** Withdraws a reorganisation before its day, with the reason. */
export function WithdrawDialog({ succession, names, onClose }: WithdrawDialogProps) {
  const { t } = useTranslation()
  const change = useOrganisationChange()
  const refusalOf = (problem: ServerProblem): string | null => {
    const code = withdrawalProblems.find((known) => known === refusedBy(problem))
    return code === undefined ? null : t(`succession.withdrawProblem.${code}`)
  }
  return (
    <SettingDialog
      title={t('succession.withdrawOf', { names })}
      problems={[]}
      unchanged={false}
      onSave={(reason) => change('withdrawSuccession', { id: succession.id, reason })}
      onClose={onClose}
      reasonWords={{ label: t('succession.withdrawReason'), hint: t('succession.withdrawReasonHint') }}
      refusalOf={refusalOf}
    >
      <p className={styles.quiet}>{t('succession.withdrawHint')}</p>
    </SettingDialog>
  )
}
