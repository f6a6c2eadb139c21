import { Radio, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AbsenceEntryV1 } from '../../../../shared/contract/admin/organisation.ts'
import { cityDate } from '../../../../shared/domain/organisation.ts'
import { useNow } from '../../../components/use-now.ts'
import { useReference } from '../../../platform/use-reference.ts'
import styles from '../admin.module.css'
import { useOrganisationChange } from '../organisation-server.ts'
import { SettingDialog } from '../setting-dialog.tsx'
import { absenceRefusal } from './absence-dialog.tsx'
import type { AbsencesOf } from './absence-dialog.tsx'
import { daysOf, stretchOf } from './absence-view.ts'

const endings = ['endNow', 'endLater'] as const

export type EndAbsenceProps = Readonly<{ of: AbsencesOf; absence: AbsenceEntryV1; onClose: () => void }>

/** Ends an absence now or with a day, or takes one back that has not begun. */
export function EndAbsenceDialog({ of, absence, onClose }: EndAbsenceProps) {
  const { t } = useTranslation()
  const { officialName } = useReference()
  const change = useOrganisationChange()
  const nowMs = useNow()
  const hasBegun = absence.fromMs <= nowMs
  const [ending, setEnding] = useState<(typeof endings)[number]>('endNow')
  const [day, setDay] = useState(cityDate(nowMs))
  const toMs = stretchOf(day, day)?.toMs ?? null
  const name = officialName(absence.official)
  const save = (reason: string): Promise<void> => {
    const isOwn = of === 'oneself'
    const { id, version, official, fromMs, substitute } = absence
    if (ending === 'endNow' || toMs === null) return change(isOwn ? 'endOwnAbsence' : 'endAbsence', { id, reason })
    const body = { id, version, fromMs, toMs, substitute, reason }
    return isOwn ? change('saveOwnAbsence', body) : change('saveAbsence', { ...body, official })
  }
  return (
    <SettingDialog
      title={t(hasBegun ? 'absence.endOf' : 'absence.takeBackOf', { name })}
      problems={ending === 'endLater' && toMs === null ? [t('absence.missing.dates')] : []}
      unchanged={ending === 'endLater' && toMs === absence.toMs}
      onSave={save}
      onClose={onClose}
      reasonWords={{ label: t('absence.reason'), hint: t('admin.reasonHint') }}
      refusalOf={absenceRefusal(t)}
    >
      {hasBegun ? (
        <Radio.Group
          label={t('absence.endWhen')}
          value={ending}
          onChange={(next) => setEnding(endings.find((option) => option === next) ?? ending)}
        >
          <Stack gap={6} mt={6}>
            {endings.map((option) => (
              <Radio key={option} size="xs" value={option} label={t(`absence.${option}`)} />
            ))}
          </Stack>
        </Radio.Group>
      ) : (
        <p className={styles.quiet}>{t('absence.takeBackHint')}</p>
      )}
      {ending === 'endLater' && (
        <TextInput
          type="date"
          label={t('absence.to')}
          value={day}
          min={cityDate(nowMs)}
          max={daysOf(absence).to}
          onChange={(event) => setDay(event.currentTarget.value)}
        />
      )}
    </SettingDialog>
  )
}
