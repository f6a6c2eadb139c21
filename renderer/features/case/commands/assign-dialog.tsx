import { Text } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { cityDate, organisationOf } from '../../../../shared/domain/organisation.ts'
import { useServerNow } from '../use-server-now.ts'
import { AssignFields } from './assign-fields.tsx'
import { assignRights, heldGrants, routedTeam, teamChoices } from './choices.ts'
import type { CommandDialogProps } from './dialog-props.ts'
import { DialogForm } from './dialog-form.tsx'
import { officerChoices, officersFor } from './officer-choices.ts'

/** The team by intake, the officer by the team's supervisor, either by an approver. */
export function AssignDialog({ detail, directory, run, onClose }: CommandDialogProps) {
  const { t } = useTranslation()
  const { case: row } = detail
  const { data } = directory
  const nowMs = useServerNow()
  const today = cityDate(nowMs)
  const organisation = useMemo(() => organisationOf(data, nowMs), [data, nowMs])
  const grants = heldGrants(data, organisation)
  const rights = assignRights(grants, row.agency)
  const ownTeam = grants.find((grant) => grant.agency === row.agency && grant.team !== null)?.team ?? null
  const teams = teamChoices(data, row.agency, today)
  const [team, setTeam] = useState<string | null>(
    row.team ?? ownTeam ?? routedTeam(data, row, today) ?? teams[0]?.value ?? null,
  )
  const [officer, setOfficer] = useState<string | null>(row.assignee)
  const officers = useMemo(
    () => officerChoices(officersFor(organisation, { id: team ?? '', agency: row.agency }), directory, t),
    [organisation, team, row.agency, directory, t],
  )
  const chosenOfficer = officers.some((choice) => choice.value === officer && !choice.disabled) ? officer : null
  const supervisesOnly = rights.officer && !rights.team
  const missing = [
    ...(team === null ? [t('command.field.team')] : []),
    ...(supervisesOnly && chosenOfficer === null ? [t('command.field.officer')] : []),
  ]
  const isNew = row.state === 'awaiting_reception' || row.state === 'verifying'
  const submit = () => {
    if (team === null) return
    void run('assign', { team, officer: rights.officer ? chosenOfficer : null }).then((done) => done && onClose())
  }
  return (
    <DialogForm command="assign" caseNumber={row.caseNumber} missing={missing} onSubmit={submit} onClose={onClose}>
      {isNew && <Text size="sm">{t('command.assignReceives')}</Text>}
      {row.state === 'transfer_proposed' && <Text size="sm">{t('command.assignKeeps')}</Text>}
      <AssignFields
        rights={rights}
        teams={teams}
        team={team}
        onTeam={setTeam}
        officers={officers}
        officer={chosenOfficer}
        onOfficer={setOfficer}
      />
    </DialogForm>
  )
}
