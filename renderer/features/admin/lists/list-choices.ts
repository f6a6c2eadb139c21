import type { Setting, SettingValue } from '../../../../shared/contract/admin/settings.ts'
import { cityDate, isValidOn } from '../../../../shared/domain/organisation.ts'
import type { ReferenceData } from '../../../platform/use-reference.ts'

export type Choice = Readonly<{ value: string; label: string }>

const byLabel = (a: Choice, b: Choice) => a.label.localeCompare(b.label, 'vi')

const hasNotEnded = ({ validTo }: Readonly<{ validTo: string | null }>, today: string): boolean =>
  validTo === null || validTo >= today

/** Agencies that have not ended on a local date, those with a day of ending ahead included, by name. */
export const agencyChoices = (data: ReferenceData, today: string): Choice[] =>
  data.agencies
    .filter((agency) => hasNotEnded(agency, today))
    .map((agency) => ({ value: agency.id, label: agency.name }))
    .toSorted(byLabel)

/** Agencies for which no succession is ordered, by name. */
export const lastingAgencies = (data: ReferenceData): Choice[] =>
  data.agencies
    .filter((agency) => agency.validTo === null)
    .map((agency) => ({ value: agency.id, label: agency.name }))
    .toSorted(byLabel)

/** Teams of an agency that have not ended on a local date, by name. */
export const teamsOf = (data: ReferenceData, agency: string, today: string): Choice[] =>
  data.teams
    .filter((team) => team.agency === agency && hasNotEnded(team, today))
    .map((team) => ({ value: team.id, label: team.name }))
    .toSorted(byLabel)

/** The rule that sends a category to a team of an agency, or in the city (`agency` null) to an agency. */
export const routeOf = (
  routes: readonly Setting<'routing'>[],
  category: string,
  agency: string | null,
): Setting<'routing'> | undefined =>
  routes.find(
    ({ value }) =>
      value.category === category &&
      (agency === null ? value.team === null : value.team !== null && value.agency === agency),
  )

/** Whether another category of the same source has that name. */
export const nameTaken = (
  all: readonly Setting<'category'>[],
  id: string | null,
  { name, source }: SettingValue<'category'>,
): boolean => all.some((other) => other.id !== id && other.value.name === name && other.value.source === source)

/** Whether something with a first and last day counts on the day of an instant. */
export const countsAt = (validity: Readonly<{ validFrom: string; validTo: string | null }>, nowMs: number): boolean =>
  isValidOn({ ...validity, successors: [] }, cityDate(nowMs))
