import { Checkbox, Select, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { vietnamese } from '../../../../shared/text/catalogues.ts'
import { formatCount } from '../../../../shared/text/format-number.ts'
import { useLanguage } from '../../../components/use-language.ts'
import styles from '../admin.module.css'
import { StandingMark } from '../provisional-mark.tsx'
import { keptAmount, policyLeaves, shownAmount, termUnits, withLeaf } from './policy-leaves.ts'
import type { PolicyLeaf } from './policy-leaves.ts'

type Data = Readonly<Record<string, unknown>>
type Field = keyof typeof vietnamese.admin.policy.field
const isField = (name: string): name is Field => Object.hasOwn(vietnamese.admin.policy.field, name)
// The database keeps the fields of a policy in no order of its own; values without words come last.
const fieldOrder = Object.keys(vietnamese.admin.policy.field)
const placeOf = ({ path }: PolicyLeaf): number => {
  const place = fieldOrder.indexOf(path.replaceAll('.', '_'))
  return place < 0 ? fieldOrder.length : place
}

/** The name of a policy value by its path; a value this build has no words for is named by the path itself. */
export function useFieldName(): (path: string) => string {
  const { t } = useTranslation()
  return (path) => {
    const name = path.replaceAll('.', '_')
    return isField(name) ? t(`admin.policy.field.${name}`) : path
  }
}

function LeafValue({ leaf }: { leaf: PolicyLeaf }) {
  const { t } = useTranslation()
  const language = useLanguage()
  if (leaf.kind === 'switch') return <>{leaf.value ? t('admin.policy.yes') : t('admin.policy.no')}</>
  if (leaf.kind === 'number') return <>{formatCount(leaf.value, language)}</>
  return (
    <>
      {formatCount(shownAmount(leaf.unit, leaf.amount), language)} {t(`admin.policy.unit.${leaf.unit}`)}
    </>
  )
}

type LeafProps = Readonly<{ leaf: PolicyLeaf; name: string; onChange: (leaf: PolicyLeaf) => void }>

/** Decimal commas are read as people write them. */
const numberOf = (typed: string): number => (typed.trim() === '' ? Number.NaN : Number(typed.replace(',', '.')))
const typedOf = (value: number): string => (Number.isNaN(value) ? '' : String(value).replace('.', ','))

function LeafInput({ leaf, name, onChange }: LeafProps) {
  const { t } = useTranslation()
  if (leaf.kind === 'switch')
    return (
      <Checkbox
        size="xs"
        aria-label={name}
        checked={leaf.value}
        onChange={(event) => onChange({ ...leaf, value: event.currentTarget.checked })}
      />
    )
  if (leaf.kind === 'number')
    return (
      <TextInput
        size="xs"
        aria-label={name}
        defaultValue={typedOf(leaf.value)}
        onChange={(event) => onChange({ ...leaf, value: numberOf(event.currentTarget.value) })}
      />
    )
  return (
    <span className={styles.pair}>
      <TextInput
        size="xs"
        aria-label={name}
        key={leaf.unit}
        defaultValue={typedOf(shownAmount(leaf.unit, leaf.amount))}
        onChange={(event) => onChange({ ...leaf, amount: keptAmount(leaf.unit, numberOf(event.currentTarget.value)) })}
      />
      <Select
        size="xs"
        aria-label={`${name}: ${t('admin.policy.value')}`}
        data={termUnits.map((unit) => ({ value: unit, label: t(`admin.policy.unit.${unit}`) }))}
        value={leaf.unit}
        allowDeselect={false}
        onChange={(next) => {
          const unit = termUnits.find((candidate) => candidate === next)
          if (unit !== undefined)
            onChange({ ...leaf, unit, amount: keptAmount(unit, shownAmount(leaf.unit, leaf.amount)) })
        }}
      />
    </span>
  )
}

function SourceInput({ leaf, name, onChange }: LeafProps) {
  const { t } = useTranslation()
  const ref = leaf.ref ?? { document: '', article: null }
  const change = (next: Partial<typeof ref>) => {
    const written = { ...ref, ...next }
    onChange({ ...leaf, ref: written.document === '' ? null : written })
  }
  return (
    <span className={styles.pair}>
      <TextInput
        size="xs"
        aria-label={`${name}: ${t('admin.policy.document')}`}
        placeholder={t('admin.policy.document')}
        value={ref.document}
        onChange={(event) => change({ document: event.currentTarget.value })}
      />
      <TextInput
        size="xs"
        aria-label={`${name}: ${t('admin.policy.article')}`}
        placeholder={t('admin.policy.article')}
        value={ref.article ?? ''}
        onChange={(event) => change({ article: event.currentTarget.value === '' ? null : event.currentTarget.value })}
      />
      <Checkbox
        size="xs"
        label={t('admin.confirmed')}
        aria-label={`${name}: ${t('admin.confirmed')}`}
        checked={leaf.status === 'confirmed'}
        onChange={(event) => onChange({ ...leaf, status: event.currentTarget.checked ? 'confirmed' : 'provisional' })}
      />
    </span>
  )
}

type DocumentWord = keyof typeof vietnamese.case.document
const isDocument = (code: string): code is DocumentWord => Object.hasOwn(vietnamese.case.document, code)

/** The document a value rests on, by its title where it is a known one. */
function SourceWords({ leaf }: { leaf: PolicyLeaf }) {
  const { t } = useTranslation()
  if (leaf.ref === null) return null
  const { article } = leaf.ref
  const code = leaf.ref.document
  const document = isDocument(code) ? t(`case.document.${code}`) : code
  return <>{article === null ? document : t('admin.policy.articleOf', { document, article })}</>
}

export type PolicyTableProps = Readonly<{ data: Data; onChange: ((data: Data) => void) | null }>

/** Every value of a policy version with its standing and source; with `onChange` each can be changed. */
export function PolicyTable({ data, onChange }: PolicyTableProps) {
  const { t } = useTranslation()
  const fieldName = useFieldName()
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('admin.policy.rule')}</th>
          <th scope="col">{t('admin.policy.value')}</th>
          <th scope="col">{t('admin.policy.status')}</th>
          <th scope="col">{t('admin.policy.sourceColumn')}</th>
        </tr>
      </thead>
      <tbody>
        {policyLeaves(data)
          .toSorted((a, b) => placeOf(a) - placeOf(b))
          .map((leaf) => {
            const name = fieldName(leaf.path)
            const change = onChange === null ? null : (next: PolicyLeaf) => onChange(withLeaf(data, next))
            return (
              <tr key={leaf.path}>
                <th scope="row">{name}</th>
                <td>
                  {change === null ? (
                    <LeafValue leaf={leaf} />
                  ) : (
                    <LeafInput leaf={leaf} name={name} onChange={change} />
                  )}
                </td>
                <td>
                  <StandingMark status={leaf.status} />
                </td>
                <td>
                  {change === null ? (
                    <SourceWords leaf={leaf} />
                  ) : (
                    <SourceInput leaf={leaf} name={name} onChange={change} />
                  )}
                </td>
              </tr>
            )
          })}
      </tbody>
    </table>
  )
}
