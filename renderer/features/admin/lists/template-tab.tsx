import { Checkbox, Select, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Setting, SettingValue } from '../../../../shared/contract/admin/settings.ts'
import { templateTokens, unknownTokens } from '../../../../shared/text/template-tokens.ts'
import { useReference } from '../../../platform/use-reference.ts'
import styles from '../admin.module.css'
import type { AdminRights } from '../admin-rights.ts'
import { useSaveSetting } from '../admin-server.ts'
import { ActiveName } from '../active-name.tsx'
import { ListFrame } from '../list-frame.tsx'
import type { ListColumn } from '../list-frame.tsx'
import { StandingMark } from '../provisional-mark.tsx'
import { SettingDialog } from '../setting-dialog.tsx'
import { SettingsView } from '../settings-view.tsx'

type Template = Setting<'template'>
const kinds = ['reply', 'refusal'] as const
const cityValue = 'city'

const blank = (agency: string | null): SettingValue<'template'> => ({
  kind: 'reply',
  name: '',
  agency,
  category: null,
  ground: null,
  text: '',
  status: 'provisional',
  active: true,
})

type TemplateDialogProps = Readonly<{
  template: Template | null
  /** Whose template it may be: agencies administered, null for the city. */
  owners: readonly (string | null)[]
  onClose: () => void
}>

function TemplateDialog({ template, owners, onClose }: TemplateDialogProps) {
  const { t } = useTranslation()
  const { data, agencyName } = useReference()
  const save = useSaveSetting()
  const [value, setValue] = useState(template?.value ?? blank(owners[0] ?? null))
  const change = (next: Partial<typeof value>) => setValue({ ...value, ...next })
  const unknown = unknownTokens(value.text)
  const problems = [
    ...(value.name.trim() === '' ? [t('admin.template.nameMissing')] : []),
    ...(value.text.trim() === '' ? [t('admin.template.textMissing')] : []),
    ...(unknown.length > 0 ? [t('admin.template.unknown', { tokens: unknown.join(', ') })] : []),
  ]
  const ownerName = (owner: string | null) => (owner === null ? t('admin.city') : agencyName(owner))
  return (
    <SettingDialog
      title={template?.value.name ?? `${t('admin.add')}: ${t('admin.tabs.template')}`}
      problems={problems}
      unchanged={JSON.stringify(value) === JSON.stringify(template?.value)}
      onSave={(reason) =>
        save('template', { id: template?.id ?? null, version: template?.version ?? 0, value, reason })
      }
      onClose={onClose}
      size="xl"
    >
      <TextInput
        label={t('admin.name')}
        value={value.name}
        data-autofocus
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <div className={styles.fields}>
        <Select
          label={t('admin.template.kind')}
          data={kinds.map((kind) => ({ value: kind, label: t(`admin.template.${kind}`) }))}
          value={value.kind}
          allowDeselect={false}
          onChange={(next) => change({ kind: kinds.find((kind) => kind === next) ?? value.kind, ground: null })}
        />
        <Select
          label={t('admin.template.owner')}
          data={owners.map((owner) => ({ value: owner ?? cityValue, label: ownerName(owner) }))}
          value={value.agency ?? cityValue}
          allowDeselect={false}
          disabled={template !== null}
          onChange={(next) => change({ agency: next === cityValue ? null : next })}
        />
        <Select
          label={t('admin.template.category')}
          placeholder={t('admin.all')}
          data={data.categories.map((row) => ({ value: row.id, label: row.name }))}
          value={value.category}
          onChange={(category) => change({ category })}
          searchable
          clearable
          nothingFoundMessage={t('admin.noChoice')}
        />
        {value.kind === 'refusal' && (
          <Select
            label={t('admin.template.ground')}
            placeholder={t('admin.all')}
            data={data.grounds.map((row) => ({ value: row.id, label: row.name }))}
            value={value.ground}
            onChange={(ground) => change({ ground })}
            clearable
          />
        )}
      </div>
      <Textarea
        label={t('admin.template.text')}
        description={t('admin.template.tokens', {
          tokens: Object.values(templateTokens).join(', '),
          interpolation: { escapeValue: false, skipOnVariables: true },
        })}
        autosize
        minRows={8}
        maxRows={16}
        maxLength={20_000}
        value={value.text}
        onChange={(event) => change({ text: event.currentTarget.value })}
      />
      <Checkbox
        label={t('admin.active')}
        checked={value.active}
        onChange={(event) => change({ active: event.currentTarget.checked })}
      />
    </SettingDialog>
  )
}

function Templates({ templates, rights }: { templates: readonly Template[]; rights: AdminRights }) {
  const { t } = useTranslation()
  const { agencyName, categoryName } = useReference()
  const [editing, setEditing] = useState<Template | 'new' | null>(null)
  const owners = [null, ...rights.agencies].filter((owner) => rights.may('template', owner))
  const columns: readonly ListColumn<Template>[] = [
    { id: 'name', name: t('admin.name'), render: (template) => <ActiveName {...template.value} /> },
    { id: 'kind', name: t('admin.template.kind'), render: ({ value }) => t(`admin.template.${value.kind}`) },
    {
      id: 'owner',
      name: t('admin.template.owner'),
      render: ({ value }) => (value.agency === null ? t('admin.city') : agencyName(value.agency)),
    },
    {
      id: 'category',
      name: t('admin.template.category'),
      render: ({ value }) => (value.category === null ? t('admin.all') : categoryName(value.category)),
    },
    { id: 'status', name: t('admin.policy.status'), render: ({ value }) => <StandingMark status={value.status} /> },
  ]
  return (
    <ListFrame
      note={owners.length > 0 ? null : t('admin.readOnlyCity')}
      add={owners.length > 0 ? { label: t('admin.add'), onAdd: () => setEditing('new') } : null}
      rows={templates}
      keyOf={({ id }) => id}
      columns={columns}
      edit={{
        nameOf: ({ value }) => value.name,
        onEdit: setEditing,
        may: ({ value }) => rights.may('template', value.agency),
      }}
      empty={{ title: t('admin.template.empty'), hint: t('admin.template.emptyHint') }}
    >
      {editing !== null && (
        <TemplateDialog
          template={editing === 'new' ? null : editing}
          owners={owners}
          onClose={() => setEditing(null)}
        />
      )}
    </ListFrame>
  )
}

/** Texts that replies and refusals start from, of the city and of each agency. */
export function TemplateTab({ rights }: { rights: AdminRights }) {
  return <SettingsView kind="template" render={(templates) => <Templates templates={templates} rights={rights} />} />
}
