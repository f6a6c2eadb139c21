import { Text } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { cityDate, organisationOf } from '../../../../shared/domain/organisation.ts'
import type { QueueFactsV1 } from '../../../../shared/ipc/queue-contract.ts'
import type { Directory } from '../../../platform/use-reference.ts'
import { AssignFields } from '../commands/assign-fields.tsx'
import { assignRights, heldGrants, teamChoices } from '../commands/choices.ts'
import { officerChoices, officersFor } from '../commands/officer-choices.ts'
import { useServerNow } from '../use-server-now.ts'
import { BulkForm } from './bulk-form.tsx'
import type { BulkRun } from './use-bulk-run.ts'

type BulkAssignDialogProps = Readonly<{
  rows: readonly QueueFactsV1[]
  directory: Directory
  bulk: BulkRun
  onClose: () => void
}>

const onlyOne = <T,>(values: readonly T[]): T | null => (new Set(values).size === 1 ? (values[0] ?? null) : null)

/** Who may be chosen for cases of one agency, and what the person may choose of it. */
function useAssignChoices(agency: string, directory: Directory, team: string | null) {
  const { t } = useTranslation()
  const { data } = directory
  const nowMs = useServerNow()
  const today = cityDate(nowMs)
  const organisation = useMemo(() => organisationOf(data, nowMs), [data, nowMs])
  const grants = heldGrants(data, organisation)
  const officers = useMemo(
    () => officerChoices(officersFor(organisation, { id: team ?? '', agency }), directory, t),
    [organisation, team, agency, directory, t],
  )
  return {
    rights: assignRights(grants, agency),
    ownTeam: grants.find((grant) => grant.agency === agency && grant.team !== null)?.team ?? null,
    teams: teamChoices(data, agency, today),
    officers,
  }
}

/** One team and one officer for all chosen cases, which must be of one agency. */
export function BulkAssignDialog({ rows, directory, bulk, onClose }: BulkAssignDialogProps) {
  const { t } = useTranslation()
  const agency = onlyOne(rows.map((row) => row.agency))
  const [given, setGiven] = useState<string | null>(onlyOne(rows.map((row) => row.team)))
  const [officer, setOfficer] = useState<string | null>(null)
  const before = useAssignChoices(agency ?? '', directory, given)
  const team = given ?? (before.rights.team ? null : before.ownTeam)
  const { rights, teams, officers } = useAssignChoices(agency ?? '', directory, team)
  const chosenOfficer = officers.some((choice) => choice.value === officer && !choice.disabled) ? officer : null
  const supervisesOnly = rights.officer && !rights.team
  const reasonOf = (): string | null => {
    if (agency === null) return t('bulk.oneAgency')
    if (!rights.officer && !rights.team) return t('refusal.not_permitted')
    const missing = [
      ...(team === null ? [t('command.field.team')] : []),
      ...(supervisesOnly && chosenOfficer === null ? [t('command.field.officer')] : []),
    ]
    return missing.length === 0 ? null : t('command.missing', { fields: missing.join(', ') })
  }
  const submit = () => {
    if (team === null) return
    void bulk.run('assign', rows, () => ({ team, officer: rights.officer ? chosenOfficer : null }))
    onClose()
  }
  return (
    <BulkForm command="assign" count={rows.length} reason={reasonOf()} onSubmit={submit} onClose={onClose}>
      {agency === null && <Text size="sm">{t('bulk.oneAgency')}</Text>}
      <AssignFields
        rights={rights}
        teams={teams}
        team={team}
        onTeam={setGiven}
        officers={officers}
        officer={chosenOfficer}
        onOfficer={setOfficer}
      />
    </BulkForm>
  )
}
