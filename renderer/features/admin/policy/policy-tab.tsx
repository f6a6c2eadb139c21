import { Button, Group, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Setting } from '../../../../shared/contract/admin/settings.ts'
import { cityDate } from '../../../../shared/domain/organisation.ts'
import { formatIsoDate } from '../../../../shared/text/format-moment.ts'
import { ReasonedButton } from '../../../components/reasoned-button.tsx'
import { useNow } from '../../../components/use-now.ts'
import styles from '../admin.module.css'
import type { AdminRights } from '../admin-rights.ts'
import { SettingsView } from '../settings-view.tsx'
import { policyProblems } from './policy-leaves.ts'
import { PolicySave } from './policy-save.tsx'
import { PolicyTable, useFieldName } from './policy-table.tsx'

type Policy = Setting<'policy'>
const textOf = (policy: Policy, key: string): string => {
  const value = policy.value.data[key]
  return typeof value === 'string' ? value : ''
}

/** Rule-giving versions, the newest first; policies of imported sources last. */
const inOrder = (policies: readonly Policy[]): readonly Policy[] =>
  policies.toSorted((a, b) => {
    const rank = (policy: Policy) => (textOf(policy, 'deadlines') === 'rule' ? textOf(policy, 'validFrom') : '')
    return rank(a) < rank(b) ? 1 : -1
  })

const dayRules = ['end_of_day', 'same_time'] as const

function PolicyEditor({ base, today, onDone }: { base: Policy; today: string; onDone: (id: string | null) => void }) {
  const { t } = useTranslation()
  const fieldName = useFieldName()
  const isComing = textOf(base, 'validFrom') > today
  const [name, setName] = useState(base.value.name)
  const [data, setData] = useState(isComing ? base.value.data : { ...base.value.data, validFrom: today })
  const [saving, setSaving] = useState(false)
  const problems = policyProblems(name, data, today).map(({ code, path }) =>
    t(`admin.policy.${code}`, { field: fieldName(path) }),
  )
  const staysVersion = isComing && data['validFrom'] === base.value.data['validFrom']
  const request = {
    id: staysVersion ? base.id : null,
    version: staysVersion ? base.version : 0,
    value: { name: name.trim(), data },
  }
  return (
    <>
      <div className={styles.fields}>
        <TextInput
          size="xs"
          label={t('admin.name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          size="xs"
          type="date"
          label={t('admin.policy.validFrom')}
          description={t('admin.policy.validFromHint')}
          value={String(data['validFrom'])}
          min={today}
          onChange={(event) => setData({ ...data, validFrom: event.currentTarget.value })}
        />
        <Select
          size="xs"
          label={t('admin.policy.dayRule.name')}
          data={dayRules.map((value) => ({ value, label: t(`admin.policy.dayRule.${value}`) }))}
          value={String(data['dayRule'])}
          allowDeselect={false}
          onChange={(dayRule) => dayRule !== null && setData({ ...data, dayRule })}
        />
      </div>
      <PolicyTable data={data} onChange={(next) => setData({ ...next })} />
      {problems.length > 0 && (
        <p className={styles.wrong} aria-live="polite">
          {t('admin.wrong', { problems: problems.join('; ') })}
        </p>
      )}
      <Group gap="xs" className={styles.actions ?? ''}>
        <ReasonedButton
          size="xs"
          reason={problems.length > 0 ? t('admin.wrong', { problems: problems.join('; ') }) : null}
          onClick={() => setSaving(true)}
        >
          {t('admin.preview')}
        </ReasonedButton>
        <Button size="xs" variant="default" onClick={() => onDone(null)}>
          {t('admin.undo')}
        </Button>
      </Group>
      {saving && <PolicySave request={request} before={base.value} onSaved={onDone} onClose={() => setSaving(false)} />}
    </>
  )
}

function Policies({ policies, rights }: { policies: readonly Policy[]; rights: AdminRights }) {
  const { t } = useTranslation()
  const today = cityDate(useNow())
  const ordered = inOrder(policies)
  const [chosen, setChosen] = useState<string | null>(null)
  const [editing, setEditing] = useState(false)
  const shown = ordered.find((policy) => policy.id === chosen) ?? ordered[0]
  if (shown === undefined) return null
  const current = ordered.find(
    (policy) => textOf(policy, 'deadlines') === 'rule' && textOf(policy, 'validFrom') <= today,
  )
  const standingOf = (policy: Policy): string => {
    if (textOf(policy, 'deadlines') !== 'rule') return t('admin.policy.source')
    if (policy === current) return t('admin.policy.inForce')
    return textOf(policy, 'validFrom') > today ? t('admin.policy.coming') : ''
  }
  const label = (policy: Policy) =>
    [policy.value.name, formatIsoDate(textOf(policy, 'validFrom')), standingOf(policy)]
      .filter((part) => part !== '')
      .join(' · ')
  const mayChange = rights.may('policy', null) && textOf(shown, 'deadlines') === 'rule'
  const isComing = textOf(shown, 'validFrom') > today
  return (
    <>
      <Group gap="xs" align="end">
        <Select
          size="xs"
          w={420}
          label={t('admin.policy.versions')}
          data={ordered.map((policy) => ({ value: policy.id, label: label(policy) }))}
          value={shown.id}
          allowDeselect={false}
          disabled={editing}
          onChange={setChosen}
        />
        {mayChange && !editing && (
          <Button size="xs" onClick={() => setEditing(true)}>
            {isComing ? t('admin.policy.editComing') : t('admin.policy.makeNew')}
          </Button>
        )}
      </Group>
      {!rights.may('policy', null) && <p className={styles.quiet}>{t('admin.readOnlyCity')}</p>}
      {editing ? (
        <PolicyEditor
          base={shown}
          today={today}
          onDone={(id) => {
            if (id !== null) setChosen(id)
            setEditing(false)
          }}
        />
      ) : (
        <PolicyTable data={shown.value.data} onChange={null} />
      )}
    </>
  )
}

/** Deadline policies: every version with its values; a change makes a version from a later day. */
export function PolicyTab({ rights }: { rights: AdminRights }) {
  return <SettingsView kind="policy" render={(policies) => <Policies policies={policies} rights={rights} />} />
}
