import { Button, Checkbox, Select, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Setting, SettingValue } from '../../../../shared/contract/admin/settings.ts'
import { templateTokens, unknownTokens } from '../../../../shared/text/template-tokens.ts'
import { EmptyState } from '../../../components/screen-states.tsx'
import { useReference } from '../../../platform/use-reference.ts'
import styles from '../admin.module.css'
import type { AdminRights } from '../admin-rights.ts'
import { useSaveSetting } from '../admin-server.ts'
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
  return (
    <>
      <Button size="xs" onClick={() => setEditing('new')}>
        {t('admin.add')}
      </Button>
      {templates.length === 0 && <EmptyState title={t('admin.template.empty')} hint={t('admin.template.emptyHint')} />}
      {templates.length > 0 && (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('admin.name')}</th>
              <th scope="col">{t('admin.template.kind')}</th>
              <th scope="col">{t('admin.template.owner')}</th>
              <th scope="col">{t('admin.template.category')}</th>
              <th scope="col">{t('admin.policy.status')}</th>
              <th scope="col">{t('admin.edit')}</th>
            </tr>
          </thead>
          <tbody>
            {templates.map((template) => (
              <tr key={template.id}>
                <th scope="row">
                  {template.value.name}
                  {!template.value.active && <span className={styles.quiet}> ({t('admin.retired')})</span>}
                </th>
                <td>{t(`admin.template.${template.value.kind}`)}</td>
                <td>{template.value.agency === null ? t('admin.city') : agencyName(template.value.agency)}</td>
                <td>{template.value.category === null ? t('admin.all') : categoryName(template.value.category)}</td>
                <td>
                  <StandingMark status={template.value.status} />
                </td>
                <td>
                  {rights.may('template', template.value.agency) && (
                    <Button
                      size="compact-xs"
                      variant="subtle"
                      aria-label={`${t('admin.edit')}: ${template.value.name}`}
                      onClick={() => setEditing(template)}
                    >
                      {t('admin.edit')}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {editing !== null && (
        <TemplateDialog
          template={editing === 'new' ? null : editing}
          owners={owners}
          onClose={() => setEditing(null)}
        />
      )}
    </>
  )
}

/** Texts that replies and refusals start from, of the city and of each agency. */
export function TemplateTab({ rights }: { rights: AdminRights }) {
  return <SettingsView kind="template" render={(templates) => <Templates templates={templates} rights={rights} />} />
}
