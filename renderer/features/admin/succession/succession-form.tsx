import { Button, Group, MultiSelect, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { cityDate, organisationOf } from '../../../../shared/domain/organisation.ts'
import { successionProblem } from '../../../../shared/domain/units/succession.ts'
import { ReasonedButton } from '../../../components/reasoned-button.tsx'
import { useNow } from '../../../components/use-now.ts'
import { useReference } from '../../../platform/use-reference.ts'
import styles from '../admin.module.css'
import { lastingAgencies } from '../lists/list-choices.ts'
import { AreaDivision, TeamDivision } from './division-fields.tsx'
import { HeirFields } from './heir-fields.tsx'
import { SuccessionConfirm } from './succession-confirm.tsx'
import { freshLike, isSplit, missingIn, newArea, planOf } from './succession-plan.ts'
import type { Heir, SuccessionForm } from './succession-plan.ts'

const kinds = ['merge', 'rename', 'split_by_area', 'split_by_team'] as const
/** Boxes beside each other line up when what explains them stands below. */
const inputFirst: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error']
const noHeir: Heir = { id: '', fresh: null }

/** The heirs a kind begins with: a renaming makes one new agency, a split has two, a merge one. */
function heirsFor(kind: SuccessionForm['kind'], form: SuccessionForm, fresh: Heir): readonly Heir[] {
  if (kind === 'rename') return [form.heirs.find((heir) => heir.fresh !== null) ?? fresh]
  const first = form.heirs[0] ?? noHeir
  return isSplit(kind) ? [first, form.heirs[1] ?? noHeir] : [first]
}

type FieldsProps = Readonly<{ form: SuccessionForm; today: string; onChange: (form: SuccessionForm) => void }>

/** What ends, when, how and by which document. */
function HeadFields({ form, today, onChange }: FieldsProps) {
  const { t } = useTranslation()
  const { data } = useReference()
  const choose = (next: string | null) => {
    const kind = kinds.find((option) => option === next) ?? form.kind
    const fresh = { id: `agency-${crypto.randomUUID()}`, fresh: freshLike(form.ended, data) }
    const areas = kind === 'split_by_area' ? [newArea()] : []
    onChange({ ...form, kind, areas, heirs: heirsFor(kind, form, fresh) })
  }
  return (
    <div className={styles.plan}>
      <Select
        size="xs"
        label={t('succession.kindLabel')}
        data={kinds.map((kind) => ({ value: kind, label: t(`succession.kind.${kind}`) }))}
        value={form.kind}
        allowDeselect={false}
        onChange={choose}
      />
      <MultiSelect
        size="xs"
        label={t('succession.ended')}
        inputWrapperOrder={inputFirst}
        description={t(form.kind === 'merge' ? 'succession.endedHint' : 'succession.endedOneHint')}
        placeholder={form.ended.length === 0 ? t('admin.choose') : ''}
        data={lastingAgencies(data)}
        value={[...form.ended]}
        onChange={(ended) => onChange({ ...form, ended, teams: {} })}
        searchable
        limit={60}
        nothingFoundMessage={t('admin.noChoice')}
      />
      <TextInput
        size="xs"
        type="date"
        label={t('succession.firstDay')}
        inputWrapperOrder={inputFirst}
        description={t('succession.firstDayHint')}
        value={form.firstDay}
        min={today}
        onChange={(event) => onChange({ ...form, firstDay: event.currentTarget.value })}
      />
      <TextInput
        size="xs"
        label={t('succession.document')}
        inputWrapperOrder={inputFirst}
        description={t('succession.documentHint')}
        value={form.document}
        maxLength={300}
        onChange={(event) => onChange({ ...form, document: event.currentTarget.value })}
      />
    </div>
  )
}

function HeirList({ form, onChange }: Omit<FieldsProps, 'today'>) {
  const { t } = useTranslation()
  const put = (heirs: readonly Heir[]) => onChange({ ...form, heirs })
  return (
    <section aria-label={t('succession.heirs')}>
      {form.heirs.length > 1 && <h2>{t('succession.heirs')}</h2>}
      {form.heirs.map((heir, at) => (
        <div key={heir.fresh === null ? `known-${at}` : heir.id}>
          <HeirFields
            heir={heir}
            at={at}
            ended={form.ended}
            count={form.heirs.length}
            onlyNew={form.kind === 'rename'}
            onChange={(next) => put(form.heirs.map((one, place) => (place === at ? next : one)))}
            onRemove={
              isSplit(form.kind) && form.heirs.length > 2 && at === form.heirs.length - 1
                ? () => put(form.heirs.slice(0, -1))
                : null
            }
          />
        </div>
      ))}
      {isSplit(form.kind) && (
        <Button size="xs" variant="default" onClick={() => put([...form.heirs, noHeir])}>
          {t('succession.addHeir')}
        </Button>
      )}
    </section>
  )
}

/** Makes a plan: what ends, who takes over, what goes where; then shows what it would move before anything is ordered. */
export function SuccessionFormView({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation()
  const { data } = useReference()
  const nowMs = useNow()
  const today = cityDate(nowMs)
  const [form, setForm] = useState<SuccessionForm>({
    kind: 'merge',
    ended: [],
    firstDay: today,
    document: '',
    heirs: [noHeir],
    teams: {},
    areas: [],
  })
  const [confirming, setConfirming] = useState(false)
  const missing = missingIn(form)
  const plan = planOf(form, data)
  const by = { id: data.me.id, grants: data.me.grants }
  const code = missing.length > 0 ? null : successionProblem(plan, by, organisationOf(data, nowMs))
  const hindrance =
    missing.length > 0
      ? t('admin.wrong', { problems: missing.map((name) => t(`succession.missing.${name}`)).join('; ') })
      : code === null
        ? null
        : t(`succession.problem.${code}`)
  return (
    <section aria-label={t('succession.plan')}>
      <h2>{t('succession.plan')}</h2>
      <p className={styles.quiet}>{t('succession.intro')}</p>
      <HeadFields form={form} today={today} onChange={setForm} />
      <HeirList form={form} onChange={setForm} />
      <TeamDivision form={form} onChange={setForm} />
      <AreaDivision form={form} onChange={setForm} />
      {hindrance !== null && (
        <p className={styles.wrong} aria-live="polite">
          {hindrance}
        </p>
      )}
      <Group gap="xs" className={styles.actions ?? ''}>
        <ReasonedButton size="xs" reason={hindrance} onClick={() => setConfirming(true)}>
          {t('succession.preview')}
        </ReasonedButton>
        <Button size="xs" variant="default" onClick={onDone}>
          {t('frame.cancel')}
        </Button>
      </Group>
      {confirming && <SuccessionConfirm plan={plan} onStarted={onDone} onClose={() => setConfirming(false)} />}
    </section>
  )
}
