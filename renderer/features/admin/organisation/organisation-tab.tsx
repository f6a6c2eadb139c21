import { Group, Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Setting } from '../../../../shared/contract/admin/settings.ts'
import { grantKind } from '../../../../shared/domain/admin/administration.ts'
import { formatIsoDate } from '../../../../shared/text/format-moment.ts'
import { ReasonedButton } from '../../../components/reasoned-button.tsx'
import { useNow } from '../../../components/use-now.ts'
import { useReference } from '../../../platform/use-reference.ts'
import styles from '../admin.module.css'
import type { AdminRights } from '../admin-rights.ts'
import { ListFrame } from '../list-frame.tsx'
import type { ListColumn } from '../list-frame.tsx'
import { countsAt } from '../lists/list-choices.ts'
import { SettingsView } from '../settings-view.tsx'
import { EndGrantDialog, GiveGrantDialog, rolesToGive } from './grant-dialogs.tsx'
import { TeamDialog } from './team-dialog.tsx'

type Team = Setting<'team'>
type Grant = Setting<'grant'>

/** The columns that say from when and until when something counts. */
function useDayColumns(): readonly ListColumn<Readonly<{ value: { validFrom: string; validTo: string | null } }>>[] {
  const { t } = useTranslation()
  return [
    { id: 'from', name: t('admin.organisation.validFrom'), render: ({ value }) => formatIsoDate(value.validFrom) },
    {
      id: 'to',
      name: t('admin.organisation.validTo'),
      render: ({ value }) => (value.validTo === null ? '' : formatIsoDate(value.validTo)),
    },
  ]
}

function Teams({ agency, teams, rights }: Readonly<{ agency: string; teams: readonly Team[]; rights: AdminRights }>) {
  const { t } = useTranslation()
  const days = useDayColumns()
  const [editing, setEditing] = useState<Team | 'new' | null>(null)
  const mayChange = rights.may('team', agency)
  return (
    <ListFrame
      heading={t('admin.organisation.teams')}
      add={mayChange ? { label: t('admin.organisation.addTeam'), onAdd: () => setEditing('new') } : null}
      rows={teams}
      keyOf={({ id }) => id}
      columns={[{ id: 'name', name: t('admin.name'), render: ({ value }: Team) => value.name }, ...days]}
      edit={mayChange ? { nameOf: ({ value }) => value.name, onEdit: setEditing } : null}
      empty={{ title: t('admin.organisation.noTeams'), hint: t('admin.organisation.noTeamsHint') }}
    >
      {editing !== null && (
        <TeamDialog team={editing === 'new' ? null : editing} agency={agency} onClose={() => setEditing(null)} />
      )}
    </ListFrame>
  )
}

function People({
  agency,
  grants,
  rights,
}: Readonly<{ agency: string; grants: readonly Grant[]; rights: AdminRights }>) {
  const { t } = useTranslation()
  const { officialName, teamName } = useReference()
  const nowMs = useNow()
  const days = useDayColumns()
  const [editing, setEditing] = useState<Grant | 'new' | null>(null)
  const roles = rolesToGive(rights.may('grant', agency), rights.may('admin_grant', agency))
  const hindranceOf = ({ value }: Grant): string | null => {
    if (value.official === rights.me) return t('admin.organisation.own')
    const kind = grantKind(value.role)
    return kind !== null && rights.may(kind, agency) ? null : t('admin.organisation.notYours')
  }
  const ordered = grants.toSorted((a, b) =>
    officialName(a.value.official).localeCompare(officialName(b.value.official), 'vi'),
  )
  const columns: readonly ListColumn<Grant>[] = [
    { id: 'official', name: t('admin.organisation.official'), render: ({ value }) => officialName(value.official) },
    { id: 'role', name: t('admin.organisation.role'), render: ({ value }) => t(`words.role.${value.role}`) },
    {
      id: 'team',
      name: t('admin.organisation.team'),
      render: ({ value }) => (value.team === null ? t('admin.organisation.wholeAgency') : teamName(value.team)),
    },
    ...days,
    {
      id: 'end',
      name: t('admin.organisation.endGrant'),
      render: (grant) =>
        countsAt(grant.value, nowMs) &&
        roles.length > 0 && (
          <ReasonedButton
            size="compact-xs"
            variant="subtle"
            aria-label={t('admin.organisation.endGrantOf', { name: officialName(grant.value.official) })}
            reason={hindranceOf(grant)}
            onClick={() => setEditing(grant)}
          >
            {t('admin.organisation.endGrant')}
          </ReasonedButton>
        ),
    },
  ]
  return (
    <ListFrame
      heading={t('admin.organisation.people')}
      add={roles.length > 0 ? { label: t('admin.organisation.addGrant'), onAdd: () => setEditing('new') } : null}
      rows={ordered}
      keyOf={({ id }) => id}
      columns={columns}
      empty={{ title: t('admin.organisation.noPeople'), hint: t('admin.organisation.noPeopleHint') }}
    >
      {editing === 'new' && (
        <GiveGrantDialog agency={agency} me={rights.me} roles={roles} onClose={() => setEditing(null)} />
      )}
      {editing !== null && editing !== 'new' && <EndGrantDialog grant={editing} onClose={() => setEditing(null)} />}
    </ListFrame>
  )
}

type UnitsProps = Readonly<{ teams: readonly Team[]; grants: readonly Grant[]; rights: AdminRights }>

function Units({ teams, grants, rights }: UnitsProps) {
  const { t } = useTranslation()
  const { data, agencyName } = useReference()
  const agencies = data.agencies
    .map((agency) => ({
      value: agency.id,
      label:
        agency.validTo === null
          ? agency.name
          : `${agency.name} (${t('admin.organisation.ended', { date: formatIsoDate(agency.validTo) })})`,
    }))
    .toSorted((a, b) => a.label.localeCompare(b.label, 'vi'))
  const [chosen, setChosen] = useState<string | null>(rights.agencies[0] ?? data.me.grants[0]?.agency ?? null)
  const agency = data.agencies.find((row) => row.id === chosen)
  return (
    <>
      <Group gap="md" align="end">
        <Select
          size="xs"
          w={420}
          label={t('admin.organisation.agency')}
          data={agencies}
          value={chosen}
          allowDeselect={false}
          onChange={setChosen}
          searchable
          limit={60}
          nothingFoundMessage={t('admin.noChoice')}
        />
        {agency !== undefined && (
          <span className={styles.quiet}>
            {t('admin.organisation.validFrom')} {formatIsoDate(agency.validFrom)}
            {agency.successors.length > 0 &&
              `. ${t('admin.organisation.successors', { names: agency.successors.map(agencyName).join(', ') })}`}
          </span>
        )}
      </Group>
      {chosen !== null && (
        <div key={chosen}>
          <Teams agency={chosen} teams={teams.filter(({ value }) => value.agency === chosen)} rights={rights} />
          <People agency={chosen} grants={grants.filter(({ value }) => value.agency === chosen)} rights={rights} />
        </div>
      )}
    </>
  )
}

/** Agencies with their teams, officials and roles; changed by each agency's administrator. */
export function OrganisationTab({ rights }: { rights: AdminRights }) {
  return (
    <SettingsView
      kind="team"
      render={(teams) => (
        <SettingsView kind="grant" render={(grants) => <Units teams={teams} grants={grants} rights={rights} />} />
      )}
    />
  )
}
