import { Button, Radio, Select, Stack, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useReference } from '../../../platform/use-reference.ts'
import styles from '../admin.module.css'
import { lastingAgencies } from '../lists/list-choices.ts'
import { freshLike } from './succession-plan.ts'
import type { Heir } from './succession-plan.ts'

const unitKinds = ['ward', 'commune', 'department'] as const
const ways = ['known', 'fresh'] as const

export type HeirFieldsProps = Readonly<{
  heir: Heir
  /** Its place among the heirs, from 0; the first takes the rest. */
  at: number
  count: number
  ended: readonly string[]
  /** Whether it may only be a new agency, as in a renaming. */
  onlyNew: boolean
  onChange: (heir: Heir) => void
  onRemove: (() => void) | null
}>

/** One agency that takes over: an existing one by name, or a new one with its names and kind. */
export function HeirFields({ heir, at, count, ended, onlyNew, onChange, onRemove }: HeirFieldsProps) {
  const { t } = useTranslation()
  const { data } = useReference()
  const { fresh } = heir
  const numbered = t('succession.heirNumber', { n: at + 1 })
  const legend =
    count === 1 ? t('succession.heirOne') : at === 0 ? `${numbered} (${t('succession.heirRest')})` : numbered
  const makeNew = () => onChange({ id: `agency-${crypto.randomUUID()}`, fresh: freshLike(ended, data) })
  return (
    <fieldset className={styles.fields} aria-label={legend}>
      {!onlyNew && (
        <Radio.Group
          size="xs"
          label={legend}
          value={fresh === null ? 'known' : 'fresh'}
          onChange={(way) => (way === 'fresh' ? makeNew() : onChange({ id: '', fresh: null }))}
        >
          <Stack gap={4} mt={4}>
            {ways.map((way) => (
              <Radio
                key={way}
                size="xs"
                value={way}
                label={t(way === 'known' ? 'succession.heirKnown' : 'succession.heirNew')}
              />
            ))}
          </Stack>
        </Radio.Group>
      )}
      {fresh === null ? (
        <Select
          size="xs"
          label={t('succession.heirKnown')}
          placeholder={t('admin.choose')}
          data={lastingAgencies(data).filter(({ value }) => !ended.includes(value))}
          value={heir.id === '' ? null : heir.id}
          onChange={(id) => onChange({ id: id ?? '', fresh: null })}
          searchable
          limit={60}
          nothingFoundMessage={t('admin.noChoice')}
        />
      ) : (
        <>
          <TextInput
            size="xs"
            label={t('succession.name')}
            value={fresh.name}
            maxLength={200}
            onChange={(event) => onChange({ ...heir, fresh: { ...fresh, name: event.currentTarget.value } })}
          />
          <TextInput
            size="xs"
            label={t('succession.shortName')}
            value={fresh.shortName}
            maxLength={80}
            onChange={(event) => onChange({ ...heir, fresh: { ...fresh, shortName: event.currentTarget.value } })}
          />
          <Select
            size="xs"
            label={t('succession.unitKind')}
            data={unitKinds.map((kind) => ({ value: kind, label: t(`succession.unit.${kind}`) }))}
            value={fresh.kind}
            allowDeselect={false}
            onChange={(next) =>
              onChange({ ...heir, fresh: { ...fresh, kind: unitKinds.find((kind) => kind === next) ?? fresh.kind } })
            }
          />
        </>
      )}
      {onRemove !== null && (
        <Button size="xs" variant="subtle" onClick={onRemove}>
          {t('succession.removeHeir', { n: at + 1 })}
        </Button>
      )}
    </fieldset>
  )
}
