import { Radio, Select, Stack } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Setting } from '../../../../shared/contract/admin/settings.ts'
import { agencyRoles } from '../../../../shared/domain/admin/administration.ts'
import { cityDate } from '../../../../shared/domain/organisation.ts'
import type { Role } from '../../../../shared/domain/roles.ts'
import { useNow } from '../../../components/use-now.ts'
import { useReference } from '../../../platform/use-reference.ts'
import { useSaveSetting } from '../admin-server.ts'
import { SettingDialog } from '../setting-dialog.tsx'
import { teamsOf } from '../lists/list-choices.ts'

const dayMs = 86_400_000

export type GiveGrantProps = Readonly<{ agency: string; me: string; roles: readonly Role[]; onClose: () => void }>

/** Gives an official a role in the agency or one of its teams, from today. */
export function GiveGrantDialog({ agency, me, roles, onClose }: GiveGrantProps) {
  const { t } = useTranslation()
  const { data, agencyName } = useReference()
  const save = useSaveSetting()
  const today = cityDate(useNow())
  const [official, setOfficial] = useState<string | null>(null)
  const [role, setRole] = useState<Role | null>(roles.length === 1 ? (roles[0] ?? null) : null)
  const [team, setTeam] = useState<string | null>(null)
  const people = data.officials
    .filter((row) => row.active && row.id !== me)
    .map((row) => {
      const agencies = [...new Set(row.grants.map((grant) => agencyName(grant.agency)))]
      return { value: row.id, label: [row.displayName, ...agencies].join(' · ') }
    })
    .toSorted((a, b) => a.label.localeCompare(b.label, 'vi'))
  const problems = [
    ...(official === null ? [t('admin.organisation.official')] : []),
    ...(role === null ? [t('admin.organisation.role')] : []),
  ]
  const give = (reason: string): Promise<unknown> => {
    if (official === null || role === null) return Promise.resolve()
    const value = { official, role, agency, team, validFrom: today, validTo: null }
    return save('grant', { id: null, version: 0, value, reason })
  }
  return (
    <SettingDialog
      title={t('admin.organisation.addGrant')}
      problems={problems}
      unchanged={false}
      onSave={give}
      onClose={onClose}
    >
      <Select
        label={t('admin.organisation.official')}
        placeholder={t('admin.choose')}
        data={people}
        value={official}
        onChange={setOfficial}
        searchable
        limit={50}
        nothingFoundMessage={t('admin.noChoice')}
      />
      <Select
        label={t('admin.organisation.role')}
        placeholder={t('admin.choose')}
        data={roles.map((option) => ({ value: option, label: t(`words.role.${option}`) }))}
        value={role}
        allowDeselect={false}
        onChange={(next) => setRole(roles.find((option) => option === next) ?? role)}
      />
      {role !== 'agency_admin' && (
        <Select
          label={t('admin.organisation.team')}
          placeholder={t('admin.organisation.wholeAgency')}
          data={teamsOf(data, agency, today)}
          value={team}
          onChange={setTeam}
          clearable
        />
      )}
    </SettingDialog>
  )
}

const endings = ['endToday', 'endNow'] as const

/** Ends a role with today or at once. */
export function EndGrantDialog({ grant, onClose }: { grant: Setting<'grant'>; onClose: () => void }) {
  const { t } = useTranslation()
  const { officialName } = useReference()
  const save = useSaveSetting()
  const nowMs = useNow()
  const [ending, setEnding] = useState<(typeof endings)[number]>('endToday')
  const validTo = cityDate(ending === 'endNow' ? nowMs - dayMs : nowMs)
  return (
    <SettingDialog
      title={t('admin.organisation.endGrantOf', { name: officialName(grant.value.official) })}
      problems={[]}
      unchanged={false}
      onSave={(reason) =>
        save('grant', { id: grant.id, version: grant.version, value: { ...grant.value, validTo }, reason })
      }
      onClose={onClose}
    >
      <Radio.Group
        label={t('admin.organisation.endWhen')}
        value={ending}
        onChange={(next) => setEnding(endings.find((option) => option === next) ?? ending)}
      >
        <Stack gap={6} mt={6}>
          {endings.map((option) => (
            <Radio key={option} size="xs" value={option} label={t(`admin.organisation.${option}`)} />
          ))}
        </Stack>
      </Radio.Group>
    </SettingDialog>
  )
}

/** The roles that may be given in an agency by somebody with these rights. */
export const rolesToGive = (mayGrant: boolean, mayGrantAdmin: boolean): readonly Role[] => [
  ...(mayGrant ? agencyRoles : []),
  ...(mayGrantAdmin ? (['agency_admin'] as const) : []),
]
