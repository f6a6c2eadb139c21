import { Checkbox, Select, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Setting } from '../../../../shared/contract/admin/settings.ts'
import styles from '../admin.module.css'
import type { AdminRights } from '../admin-rights.ts'
import { useSaveSetting } from '../admin-server.ts'
import { ActiveName } from '../active-name.tsx'
import { ListFrame } from '../list-frame.tsx'
import type { ListColumn } from '../list-frame.tsx'
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
  const columns: readonly ListColumn<Ground>[] = [
    { id: 'name', name: t('admin.name'), render: (ground) => <ActiveName {...ground.value} /> },
    {
      id: 'text',
      name: t('admin.ground.text'),
      kind: 'words',
      render: ({ value }) => (
        <>
          {value.text}
          <span className={styles.quiet}> {value.whereToGo}</span>
        </>
      ),
    },
    {
      id: 'law',
      name: t('admin.ground.law'),
      kind: 'words',
      render: ({ value }) => value.lawReference ?? t('admin.nothing'),
    },
    { id: 'approver', name: t('admin.ground.approvedBy'), render: ({ value }) => t(`words.role.${value.approvedBy}`) },
    { id: 'status', name: t('admin.policy.status'), render: ({ value }) => <StandingMark status={value.status} /> },
  ]
  return (
    <ListFrame
      note={mayChange ? null : t('admin.readOnlyCity')}
      rows={grounds}
      keyOf={({ id }) => id}
      columns={columns}
      edit={mayChange ? { nameOf: ({ value }) => value.name, onEdit: setEditing } : null}
    >
      {editing !== null && <GroundDialog ground={editing} onClose={() => setEditing(null)} />}
    </ListFrame>
  )
}

/** The grounds on which a report is refused, with what the citizen is told. */
export function GroundTab({ rights }: { rights: AdminRights }) {
  return <SettingsView kind="ground" render={(grounds) => <Grounds grounds={grounds} rights={rights} />} />
}
