import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { assignRights, Choice } from './choices.ts'
import { foldedFilter } from './choices.ts'

export type AssignFieldsProps = Readonly<{
  rights: ReturnType<typeof assignRights>
  teams: readonly Choice[]
  team: string | null
  onTeam: (team: string | null) => void
  officers: readonly (Choice & Readonly<{ disabled: boolean }>)[]
  officer: string | null
  onOfficer: (officer: string | null) => void
}>

/** The team and the officer, as far as the rights go: for one case or for many. A supervisor's own team is fixed. */
export function AssignFields({ rights, teams, team, onTeam, officers, officer, onOfficer }: AssignFieldsProps) {
  const { t } = useTranslation()
  const supervisesOnly = rights.officer && !rights.team
  const isFixed = supervisesOnly && team !== null
  return (
    <>
      <Select
        label={t('command.field.team')}
        data={teams}
        value={team}
        onChange={onTeam}
        searchable
        filter={foldedFilter}
        allowDeselect={false}
        readOnly={isFixed}
        description={isFixed ? t('command.field.teamFixed') : undefined}
        nothingFoundMessage={t('command.noChoice')}
      />
      {rights.officer && (
        <Select
          label={t('command.field.officer')}
          placeholder={supervisesOnly ? t('command.choose') : t('command.field.noOfficer')}
          data={officers}
          value={officer}
          onChange={onOfficer}
          searchable
          filter={foldedFilter}
          clearable={!supervisesOnly}
          nothingFoundMessage={t('command.noChoice')}
          openOnFocus={false}
          data-autofocus
        />
      )}
    </>
  )
}
