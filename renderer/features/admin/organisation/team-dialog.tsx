import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Setting } from '../../../../shared/contract/admin/settings.ts'
import { cityDate } from '../../../../shared/domain/organisation.ts'
import { dayOfDate } from '../../../../shared/domain/time/zone.ts'
import { useNow } from '../../../components/use-now.ts'
import styles from '../admin.module.css'
import { useSaveSetting } from '../admin-server.ts'
import { SettingDialog } from '../setting-dialog.tsx'

export type TeamDialogProps = Readonly<{ team: Setting<'team'> | null; agency: string; onClose: () => void }>

/** Adds a team, renames one or says with which day it ends. */
export function TeamDialog({ team, agency, onClose }: TeamDialogProps) {
  const { t } = useTranslation()
  const save = useSaveSetting()
  const today = cityDate(useNow())
  const [value, setValue] = useState(team?.value ?? { agency, name: '', validFrom: today, validTo: null })
  const problems = [
    ...(value.name.trim() === '' ? [t('admin.organisation.nameMissing')] : []),
    ...(dayOfDate(value.validFrom) === null || (value.validTo !== null && dayOfDate(value.validTo) === null)
      ? [t('admin.organisation.dateWrong')]
      : []),
  ]
  return (
    <SettingDialog
      title={
        team === null ? t('admin.organisation.addTeam') : t('admin.organisation.editTeam', { name: team.value.name })
      }
      problems={problems}
      unchanged={JSON.stringify(value) === JSON.stringify(team?.value)}
      onSave={(reason) => save('team', { id: team?.id ?? null, version: team?.version ?? 0, value, reason })}
      onClose={onClose}
    >
      <TextInput
        label={t('admin.name')}
        value={value.name}
        data-autofocus
        onChange={(event) => setValue({ ...value, name: event.currentTarget.value })}
      />
      <div className={styles.fields}>
        <TextInput
          type="date"
          label={t('admin.organisation.validFrom')}
          value={value.validFrom}
          disabled={team !== null}
          min={today}
          onChange={(event) => setValue({ ...value, validFrom: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label={t('admin.organisation.validTo')}
          value={value.validTo ?? ''}
          onChange={(event) =>
            setValue({ ...value, validTo: event.currentTarget.value === '' ? null : event.currentTarget.value })
          }
        />
      </div>
    </SettingDialog>
  )
}
