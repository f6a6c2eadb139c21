import { Button, Group, Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Setting } from '../../../../shared/contract/admin/settings.ts'
import { grantKind } from '../../../../shared/domain/admin/administration.ts'
import { formatIsoDate } from '../../../../shared/text/format-moment.ts'
import { ReasonedButton } from '../../../components/reasoned-button.tsx'
import { EmptyState } from '../../../components/screen-states.tsx'
import { useNow } from '../../../components/use-now.ts'
import { useReference } from '../../../platform/use-reference.ts'
import styles from '../admin.module.css'
import type { AdminRights } from '../admin-rights.ts'
import { countsAt } from '../lists/list-choices.ts'
import { SettingsView } from '../settings-view.tsx'
import { EndGrantDialog, GiveGrantDialog, rolesToGive } from './grant-dialogs.tsx'
import { TeamDialog } from './team-dialog.tsx'

type Team = Setting<'team'>
type Grant = Setting<'grant'>

function Days({ validFrom, validTo }: Readonly<{ validFrom: string; validTo: string | null }>) {
  return (
    <>
      <td>{formatIsoDate(validFrom)}</td>
      <td>{validTo === null ? '' : formatIsoDate(validTo)}</td>
    </>
  )
}

function Teams({ agency, teams, rights }: Readonly<{ agency: string; teams: readonly Team[]; rights: AdminRights }>) {
  const { t } = useTranslation()
  const [editing, setEditing] = useState<Team | 'new' | null>(null)
  const mayChange = rights.may('team', agency)
  return (
    <section aria-label={t('admin.organisation.teams')}>
      <h2>{t('admin.organisation.teams')}</h2>
      {mayChange && (
        <Button size="xs" variant="default" onClick={() => setEditing('new')}>
          {t('admin.organisation.addTeam')}
        </Button>
      )}
      {teams.length === 0 && (
        <EmptyState title={t('admin.organisation.noTeams')} hint={t('admin.organisation.noTeamsHint')} />
      )}
      {teams.length > 0 && (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('admin.name')}</th>
              <th scope="col">{t('admin.organisation.validFrom')}</th>
              <th scope="col">{t('admin.organisation.validTo')}</th>
              {mayChange && <th scope="col">{t('admin.edit')}</th>}
            </tr>
          </thead>
          <tbody>
            {teams.map((team) => (
              <tr key={team.id}>
                <th scope="row">{team.value.name}</th>
                <Days {...team.value} />
                {mayChange && (
                  <td>
                    <Button
                      size="compact-xs"
                      variant="subtle"
                      aria-label={`${t('admin.edit')}: ${team.value.name}`}
                      onClick={() => setEditing(team)}
                    >
                      {t('admin.edit')}
                    </Button>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {editing !== null && (
        <TeamDialog team={editing === 'new' ? null : editing} agency={agency} onClose={() => setEditing(null)} />
      )}
    </section>
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
  return (
    <section aria-label={t('admin.organisation.people')}>
      <h2>{t('admin.organisation.people')}</h2>
      {roles.length > 0 && (
        <Button size="xs" variant="default" onClick={() => setEditing('new')}>
          {t('admin.organisation.addGrant')}
        </Button>
      )}
      {ordered.length === 0 && (
        <EmptyState title={t('admin.organisation.noPeople')} hint={t('admin.organisation.noPeopleHint')} />
      )}
      {ordered.length > 0 && (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('admin.organisation.official')}</th>
              <th scope="col">{t('admin.organisation.role')}</th>
              <th scope="col">{t('admin.organisation.team')}</th>
              <th scope="col">{t('admin.organisation.validFrom')}</th>
              <th scope="col">{t('admin.organisation.validTo')}</th>
              <th scope="col">{t('admin.organisation.endGrant')}</th>
            </tr>
          </thead>
          <tbody>
            {ordered.map((grant) => (
              <tr key={grant.id}>
                <th scope="row">{officialName(grant.value.official)}</th>
                <td>{t(`words.role.${grant.value.role}`)}</td>
                <td>{grant.value.team === null ? t('admin.organisation.wholeAgency') : teamName(grant.value.team)}</td>
                <Days {...grant.value} />
                <td>
                  {countsAt(grant.value, nowMs) && roles.length > 0 && (
                    <ReasonedButton
                      size="compact-xs"
                      variant="subtle"
                      aria-label={t('admin.organisation.endGrantOf', { name: officialName(grant.value.official) })}
                      reason={hindranceOf(grant)}
                      onClick={() => setEditing(grant)}
                    >
                      {t('admin.organisation.endGrant')}
                    </ReasonedButton>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {editing === 'new' && (
        <GiveGrantDialog agency={agency} me={rights.me} roles={roles} onClose={() => setEditing(null)} />
      )}
      {editing !== null && editing !== 'new' && <EndGrantDialog grant={editing} onClose={() => setEditing(null)} />}
    </section>
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
