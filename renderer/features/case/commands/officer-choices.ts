import type { TFunction } from 'i18next'
import { canHandle } from '../../../../shared/domain/authority.ts'
import { isAbsent, replacedBy, substitutesOf } from '../../../../shared/domain/organisation.ts'
import type { Organisation } from '../../../../shared/domain/organisation.ts'
import { formatDate } from '../../../../shared/text/format-moment.ts'
import type { Directory } from '../../../platform/use-reference.ts'
import type { Choice } from './choices.ts'

/**
 * Somebody who works on the cases of a team: by a role of their own or, `inPlaceOf`, in an absent officer's place; `away` until when
 * and who answers meanwhile, who cannot be given a case then.
 */
export type TeamOfficer = Readonly<{
  id: string
  inPlaceOf: string | null
  away: Readonly<{ untilMs: number; substitute: string | null }> | null
}>

type Team = Readonly<{ id: string; agency: string }>

/** Everybody a case of the team may be given to, and those who are away, marked as such. */
export function officersFor(organisation: Organisation, team: Team): readonly TeamOfficer[] {
  const present = { ...organisation, absences: [] }
  const hasRole = (id: string) => canHandle(present, id, team)
  return [...organisation.officials.values()].flatMap(({ id, grants }): TeamOfficer[] => {
    // A substitute is a colleague of the same agency.
    if (!grants.some(({ agency }) => agency === team.agency)) return []
    if (hasRole(id)) return [{ id, inPlaceOf: null, away: awayOf(organisation, id) }]
    if (!canHandle(organisation, id, team)) return []
    return [{ id, inPlaceOf: replacedBy(organisation, id).find(hasRole) ?? null, away: null }]
  })
}

function awayOf(organisation: Organisation, id: string): TeamOfficer['away'] {
  const { absences, nowMs } = organisation
  const running = absences.find(({ official, fromMs, toMs }) => official === id && fromMs <= nowMs && nowMs < toMs)
  if (running === undefined) return null
  const substitute = substitutesOf(organisation, id).find((other) => !isAbsent(organisation, other)) ?? null
  return { untilMs: running.toMs, substitute }
}

/** The officers by name, those who are away last and not to be chosen. */
export function officerChoices(
  officers: readonly TeamOfficer[],
  { officialName }: Directory,
  t: TFunction,
): readonly (Choice & Readonly<{ disabled: boolean }>)[] {
  const labelOf = ({ id, inPlaceOf, away }: TeamOfficer): string => {
    const name = officialName(id)
    if (inPlaceOf !== null) return t('command.inPlaceOf', { name, absent: officialName(inPlaceOf) })
    if (away === null) return name
    // An absence ends with the day before its first moment back.
    const date = formatDate(away.untilMs - 1)
    return away.substitute === null
      ? t('command.away', { name, date })
      : t('command.awayReplaced', { name, date, substitute: officialName(away.substitute) })
  }
  return officers
    .map((officer) => ({ value: officer.id, label: labelOf(officer), disabled: officer.away !== null }))
    .toSorted((a, b) => Number(a.disabled) - Number(b.disabled) || a.label.localeCompare(b.label, 'vi'))
}
