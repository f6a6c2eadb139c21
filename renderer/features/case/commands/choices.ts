import type { ComboboxItem, OptionsFilter } from '@mantine/core'
import { grantsHeld } from '../../../../shared/domain/authority.ts'
import type { Complaint } from '../../../../shared/domain/complaint.ts'
import { isValidOn } from '../../../../shared/domain/organisation.ts'
import type { Organisation } from '../../../../shared/domain/organisation.ts'
import type { RoleGrant } from '../../../../shared/domain/roles.ts'
import { fold } from '../../../../shared/language/fold.ts'
import { refusalGrounds } from '../../../../shared/domain/refusal.ts'
import { vietnamese } from '../../../../shared/text/catalogues.ts'
import type { ReferenceData } from '../../../platform/use-reference.ts'

export type Choice = Readonly<{ value: string; label: string }>

const byLabel = (a: Choice, b: Choice) => a.label.localeCompare(b.label, 'vi')
const choicesOf = (rows: readonly { id: string; name: string }[]): Choice[] =>
  rows.map((row) => ({ value: row.id, label: row.name })).toSorted(byLabel)

/** Finds choices as one types, with or without accents. */
export const foldedFilter: OptionsFilter = ({ options, search }) => {
  const wanted = fold(search)
  return options.filter((option): option is ComboboxItem => 'value' in option && fold(option.label).includes(wanted))
}

/** Fields of the same source as the case: imported cases keep their source's own. */
export function categoryChoices(data: ReferenceData, current: string): Choice[] {
  const source = data.categories.find((row) => row.id === current)?.source
  return choicesOf(source === undefined ? data.categories : data.categories.filter((row) => row.source === source))
}

/** The areas of a local date `YYYY-MM-DD`; the former ones are found by their names. */
export const standingAreas = (data: ReferenceData, today: string): ReferenceData['areas'] =>
  data.areas.filter((row) => isValidOn(row, today))

/** The teams of an agency that exist on a local date. */
export const teamChoices = (data: ReferenceData, agency: string, today: string): Choice[] =>
  choicesOf(data.teams.filter((row) => row.agency === agency && isValidOn(row, today)))

/** The other agencies that exist on a local date; a department of an imported city has only those of its own. */
export function agencyChoices(data: ReferenceData, own: string, today: string): Choice[] {
  const isImported = data.agencies.find((row) => row.id === own)?.kind === 'imported'
  return choicesOf(
    data.agencies.filter((row) => row.id !== own && isValidOn(row, today) && (row.kind === 'imported') === isImported),
  )
}

/** The roles the person acts with at the organisation's moment: the own ones, and those of absent officials whose place they take. */
export const heldGrants = ({ me }: ReferenceData, organisation: Organisation): readonly RoleGrant[] =>
  grantsHeld({ id: me.id, grants: me.grants }, organisation)

/** What roles let one choose when assigning: intake the team, the team's supervisor the officer, an approver either. */
export function assignRights(grants: readonly RoleGrant[], agency: string): { team: boolean; officer: boolean } {
  const held = grants.filter((grant) => grant.agency === agency).map((grant) => grant.role)
  const approves = held.includes('approver')
  return { team: approves || held.includes('intake_officer'), officer: approves || held.includes('team_supervisor') }
}

/** Grounds in use; before the server's have arrived, those the rules know by the names of this build. */
export const groundChoices = (data: ReferenceData): Choice[] =>
  data.grounds.length === 0
    ? refusalGrounds.map((value) => ({ value, label: vietnamese.words.ground[value] }))
    : choicesOf(data.grounds.filter((row) => row.active))

/** What the citizen is told for a ground, with where to go instead; empty where nothing is kept. */
export function groundText(data: ReferenceData, id: string): string {
  const found = data.grounds.find((row) => row.id === id)
  return found === undefined ? '' : [found.text, found.whereToGo].filter((part) => part !== '').join('\n\n')
}

/** The team that an agency's cases of a category go to by default, where it exists on a local date. */
export function routedTeam(
  data: ReferenceData,
  { agency, category }: Pick<Complaint, 'agency' | 'category'>,
  today: string,
): string | null {
  const route = data.routings.find((row) => row.agency === agency && row.category === category && row.team !== null)
  const team = data.teams.find((row) => row.id === route?.team)
  return team !== undefined && isValidOn(team, today) ? team.id : null
}
