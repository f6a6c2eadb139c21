import { Button, Group, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useReference } from '../../../platform/use-reference.ts'
import styles from '../admin.module.css'
import { ListFrame } from '../list-frame.tsx'
import { endedTeams, heirOfTeam, newArea } from './succession-plan.ts'
import type { SuccessionForm } from './succession-plan.ts'

type DivisionProps = Readonly<{ form: SuccessionForm; onChange: (form: SuccessionForm) => void }>

/** The heirs as they are chosen from: by name, else by number. */
function useHeirChoices(form: SuccessionForm) {
  const { t } = useTranslation()
  const { agencyName } = useReference()
  return form.heirs.map(({ id, fresh }, at) => {
    const name = fresh === null ? (id === '' ? '' : agencyName(id)) : fresh.name.trim()
    return { value: String(at), label: name === '' ? t('succession.heirNumber', { n: at + 1 }) : name }
  })
}

/** Which heir each ended team goes to; where there is only one, the teams follow it. */
export function TeamDivision({ form, onChange }: DivisionProps) {
  const { t } = useTranslation()
  const { data, agencyName } = useReference()
  const heirs = useHeirChoices(form)
  const teams = endedTeams(form, data)
  if (teams.length === 0) return null
  if (form.kind !== 'split_by_team')
    return <p className={styles.quiet}>{t('succession.teamsFollow', { n: teams.length })}</p>
  return (
    <ListFrame
      heading={t('succession.teams')}
      rows={teams}
      keyOf={({ id }) => id}
      columns={[
        {
          id: 'team',
          name: t('succession.teams'),
          render: ({ name, agency }) => t('succession.teamOf', { team: name, agency: agencyName(agency) }),
        },
        {
          id: 'heir',
          name: t('succession.teamGoesTo'),
          render: ({ id, name }) => (
            <Select
              size="xs"
              aria-label={t('succession.teamGoesToOf', { name })}
              data={heirs}
              value={String(heirOfTeam(form, id))}
              allowDeselect={false}
              onChange={(next) => onChange({ ...form, teams: { ...form.teams, [id]: Number(next ?? 0) } })}
            />
          ),
        },
      ]}
    />
  )
}

/** Which areas go to another heir than the first. */
export function AreaDivision({ form, onChange }: DivisionProps) {
  const { t } = useTranslation()
  const { data } = useReference()
  const heirs = useHeirChoices(form)
  if (form.kind !== 'split_by_area') return null
  const areas = data.areas
    .map(({ id, name }) => ({ value: id, label: name }))
    .toSorted((a, b) => a.label.localeCompare(b.label, 'vi'))
  const put = (at: number, next: Partial<SuccessionForm['areas'][number]>) =>
    onChange({ ...form, areas: form.areas.map((row, place) => (place === at ? { ...row, ...next } : row)) })
  return (
    <section aria-label={t('succession.areas')}>
      <h2>{t('succession.areas')}</h2>
      {form.areas.map(({ id, area, heir }, at) => (
        <Group key={id} gap="xs" align="end" mt={6}>
          <Select
            size="xs"
            label={t('succession.area', { n: at + 1 })}
            placeholder={t('admin.choose')}
            data={areas}
            value={area}
            onChange={(next) => put(at, { area: next })}
            searchable
            limit={60}
            nothingFoundMessage={t('admin.noChoice')}
          />
          <Select
            size="xs"
            w={320}
            label={t('succession.areaHeir', { n: at + 1 })}
            data={heirs}
            value={String(heir)}
            allowDeselect={false}
            onChange={(next) => put(at, { heir: Number(next ?? 0) })}
          />
          <Button
            size="xs"
            variant="subtle"
            onClick={() => onChange({ ...form, areas: form.areas.filter((_, place) => place !== at) })}
          >
            {t('succession.removeArea', { n: at + 1 })}
          </Button>
        </Group>
      ))}
      <Button
        size="xs"
        variant="default"
        mt="xs"
        onClick={() => onChange({ ...form, areas: [...form.areas, newArea()] })}
      >
        {t('succession.addArea')}
      </Button>
    </section>
  )
}
