import { Button, Checkbox, Select, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Setting } from '../../../../shared/contract/admin/settings.ts'
import styles from '../admin.module.css'
import type { AdminRights } from '../admin-rights.ts'
import { useSaveSetting } from '../admin-server.ts'
import { StandingMark } from '../provisional-mark.tsx'
import { SettingDialog } from '../setting-dialog.tsx'
import { SettingsView } from '../settings-view.tsx'

type Ground = Setting<'ground'>
const approvers = ['approver', 'city_coordinator'] as const

function GroundDialog({ ground, onClose }: { ground: Ground; onClose: () => void }) {
  const { t } = useTranslation()
  const save = useSaveSetting()
  const [value, setValue] = useState(ground.value)
  const change = (next: Partial<typeof value>) => setValue({ ...value, ...next })
  const problems = [
    ...(value.text.trim() === '' ? [t('admin.ground.textMissing')] : []),
    ...(value.status === 'confirmed' && value.lawReference === null ? [t('admin.ground.lawMissing')] : []),
  ]
  return (
    <SettingDialog
      title={ground.value.name}
      problems={problems}
      unchanged={JSON.stringify(value) === JSON.stringify(ground.value)}
      onSave={(reason) => save('ground', { id: ground.id, version: ground.version, value, reason })}
      onClose={onClose}
    >
      <TextInput
        label={t('admin.name')}
        value={value.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <Textarea
        label={t('admin.ground.text')}
        autosize
        minRows={3}
        value={value.text}
        onChange={(event) => change({ text: event.currentTarget.value })}
      />
      <Textarea
        label={t('admin.ground.whereToGo')}
        autosize
        minRows={2}
        value={value.whereToGo}
        onChange={(event) => change({ whereToGo: event.currentTarget.value })}
      />
      <TextInput
        label={t('admin.ground.law')}
        value={value.lawReference ?? ''}
        onChange={(event) =>
          change({ lawReference: event.currentTarget.value === '' ? null : event.currentTarget.value })
        }
      />
      <Select
        label={t('admin.ground.approvedBy')}
        data={approvers.map((role) => ({ value: role, label: t(`words.role.${role}`) }))}
        value={value.approvedBy}
        allowDeselect={false}
        onChange={(next) => change({ approvedBy: approvers.find((role) => role === next) ?? value.approvedBy })}
      />
      <Checkbox
        label={t('admin.ground.mayResume')}
        checked={value.mayResume}
        onChange={(event) => change({ mayResume: event.currentTarget.checked })}
      />
      <Checkbox
        label={t('admin.confirmed')}
        checked={value.status === 'confirmed'}
        onChange={(event) => change({ status: event.currentTarget.checked ? 'confirmed' : 'provisional' })}
      />
      <Checkbox
        label={t('admin.active')}
        checked={value.active}
        onChange={(event) => change({ active: event.currentTarget.checked })}
      />
    </SettingDialog>
  )
}

function Grounds({ grounds, rights }: { grounds: readonly Ground[]; rights: AdminRights }) {
  const { t } = useTranslation()
  const [editing, setEditing] = useState<Ground | null>(null)
  const mayChange = rights.may('ground', null)
  return (
    <>
      {!mayChange && <p className={styles.quiet}>{t('admin.readOnlyCity')}</p>}
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('admin.name')}</th>
            <th scope="col">{t('admin.ground.text')}</th>
            <th scope="col">{t('admin.ground.law')}</th>
            <th scope="col">{t('admin.ground.approvedBy')}</th>
            <th scope="col">{t('admin.policy.status')}</th>
            {mayChange && <th scope="col">{t('admin.edit')}</th>}
          </tr>
        </thead>
        <tbody>
          {grounds.map((ground) => (
            <tr key={ground.id}>
              <th scope="row">
                {ground.value.name}
                {!ground.value.active && <span className={styles.quiet}> ({t('admin.retired')})</span>}
              </th>
              <td className={styles.words}>
                {ground.value.text}
                <span className={styles.quiet}> {ground.value.whereToGo}</span>
              </td>
              <td className={styles.words}>{ground.value.lawReference ?? t('admin.nothing')}</td>
              <td>{t(`words.role.${ground.value.approvedBy}`)}</td>
              <td>
                <StandingMark status={ground.value.status} />
              </td>
              {mayChange && (
                <td>
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    aria-label={`${t('admin.edit')}: ${ground.value.name}`}
                    onClick={() => setEditing(ground)}
                  >
                    {t('admin.edit')}
                  </Button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {editing !== null && <GroundDialog ground={editing} onClose={() => setEditing(null)} />}
    </>
  )
}

/** The grounds on which a report is refused, with what the citizen is told. */
export function GroundTab({ rights }: { rights: AdminRights }) {
  return <SettingsView kind="ground" render={(grounds) => <Grounds grounds={grounds} rights={rights} />} />
}
