import { agencyWideRoles, canHandle } from '../authority.ts'
import type { Complaint, Coordination } from '../complaint.ts'
import { agenciesAnsweringFor, isValidOn } from '../organisation.ts'
import type { Organisation } from '../organisation.ts'
import type { Actor, RoleGrant } from '../roles.ts'
import { isOpen } from '../states.ts'
import { dateOfDay, dayOfDate } from '../time/zone.ts'

/** Where a case or an account belongs. */
export type Place = Readonly<{ agency: string; team: string | null }>

/**
 * How agencies end and who takes over: a merge names several ended ones, a split several successors by area or by team, a rename one
 * new agency with new teams. `rest` is the agency of everything that neither `areas` nor `teams` place.
 */
export type SuccessionPlan = Readonly<{
  kind: 'merge' | 'split_by_area' | 'split_by_team' | 'rename'
  ended: readonly string[]
  /** The last local date `YYYY-MM-DD` on which the ended agencies exist. */
  lastDay: string
  /** The legal document that orders it. */
  document: string
  newAgencies: readonly Readonly<{
    id: string
    name: string
    shortName: string
    kind: 'department' | 'ward' | 'commune'
    calendar: string
  }>[]
  newTeams: readonly Readonly<{ id: string; agency: string; name: string }>[]
  /** By ended team. */
  teams: Readonly<Record<string, Place>>
  /** The successor by area. */
  areas: Readonly<Record<string, string>>
  /** Where an account goes that neither its team nor `rest` places rightly, by official. */
  officials: Readonly<Record<string, Place>>
  rest: string
}>

/** Why a plan cannot be carried out. Codes are stable; texts live in `shared/text`. */
export const successionProblems = [
  'not_permitted',
  'no_agency',
  'unknown_agency',
  'already_ended',
  'bad_day',
  'no_document',
  'id_taken',
  'unknown_calendar',
  'unknown_successor',
  'successor_ends',
  'unknown_team',
  'unknown_area',
  'unknown_official',
] as const
export type SuccessionProblem = (typeof successionProblems)[number]

/** Why a plan cannot be withdrawn: its day has come, or something else builds on what it makes. */
export const withdrawalProblems = ['already_begun', 'depended_on'] as const
export type WithdrawalProblem = (typeof withdrawalProblems)[number]

/** The first local date on which the successors answer. */
export const firstNewDay = (plan: Pick<SuccessionPlan, 'lastDay'>): string =>
  dateOfDay((dayOfDate(plan.lastDay) ?? Number.NaN) + 1)

/** The agencies that take over, sorted. */
export const successorsOf = (plan: SuccessionPlan): readonly string[] => {
  const places = [...Object.values(plan.teams), ...Object.values(plan.officials)].map((place) => place.agency)
  return [...new Set([plan.rest, ...Object.values(plan.areas), ...places])].toSorted()
}

/** Whether an actor may reorganise agencies. */
export const mayReorganise = (by: Actor): boolean =>
  by.grants.some((grant) => grant.role === 'system_admin' || grant.role === 'city_coordinator')

/** The first reason against a plan, or null; the organisation is the one before it. */
export const successionProblem = (
  plan: SuccessionPlan,
  by: Actor,
  organisation: Organisation,
): SuccessionProblem | null => {
  if (!mayReorganise(by)) return 'not_permitted'
  if (plan.ended.length === 0) return 'no_agency'
  if (dayOfDate(plan.lastDay) === null) return 'bad_day'
  if (plan.document.trim() === '') return 'no_document'
  for (const id of plan.ended) {
    const agency = organisation.agencies.get(id)
    if (agency === undefined) return 'unknown_agency'
    if (agency.validTo !== null) return 'already_ended'
    if (agency.validFrom > plan.lastDay) return 'bad_day'
  }
  return newUnitProblem(plan, organisation) ?? placeProblem(plan, organisation)
}

/** The first reason against withdrawing a plan on a local date, or null; `others` are all other plans. */
export const withdrawalProblem = (
  plan: SuccessionPlan,
  others: readonly SuccessionPlan[],
  today: string,
): WithdrawalProblem | null => {
  if (firstNewDay(plan) <= today) return 'already_begun'
  const agencies = new Set(plan.newAgencies.map(({ id }) => id))
  const teams = new Set(plan.newTeams.map(({ id }) => id))
  const buildsOnIt = (other: SuccessionPlan): boolean => {
    const places = [...Object.values(other.teams), ...Object.values(other.officials)]
    const named = [...other.ended, ...successorsOf(other), ...other.newTeams.map(({ agency }) => agency)]
    return named.some((id) => agencies.has(id)) || places.some(({ team }) => team !== null && teams.has(team))
  }
  return others.some(buildsOnIt) ? 'depended_on' : null
}

const newUnitProblem = (plan: SuccessionPlan, organisation: Organisation): SuccessionProblem | null => {
  const agencies = plan.newAgencies.map((agency) => agency.id)
  const teams = plan.newTeams.map((team) => team.id)
  const isTaken = agencies.some((id) => organisation.agencies.has(id)) || teams.some((id) => organisation.teams.has(id))
  if (isTaken || new Set(agencies).size < agencies.length || new Set(teams).size < teams.length) return 'id_taken'
  const calendars = new Set([...organisation.agencies.values()].map((agency) => agency.calendar))
  return plan.newAgencies.some((agency) => !calendars.has(agency.calendar)) ? 'unknown_calendar' : null
}

const placeProblem = (plan: SuccessionPlan, organisation: Organisation): SuccessionProblem | null => {
  const day = firstNewDay(plan)
  const fresh = new Set(plan.newAgencies.map((agency) => agency.id))
  for (const id of [...successorsOf(plan), ...plan.newTeams.map((team) => team.agency)]) {
    if (plan.ended.includes(id)) return 'successor_ends'
    const known = organisation.agencies.get(id)
    if (!fresh.has(id) && (known === undefined || !isValidOn(known, day))) return 'unknown_successor'
  }
  const isPlace = ({ agency, team }: Place): boolean => {
    if (team === null) return true
    const known = organisation.teams.get(team)
    const isFresh = plan.newTeams.some((one) => one.id === team && one.agency === agency)
    return isFresh || (known !== undefined && known.agency === agency && isValidOn(known, day))
  }
  const isEndedTeam = (id: string): boolean => plan.ended.includes(organisation.teams.get(id)?.agency ?? '')
  if (!Object.keys(plan.teams).every(isEndedTeam) || !Object.values(plan.teams).every(isPlace)) return 'unknown_team'
  if (!Object.values(plan.officials).every(isPlace)) return 'unknown_team'
  if (!Object.keys(plan.areas).every((id) => organisation.areas.has(id))) return 'unknown_area'
  return Object.keys(plan.officials).every((id) => organisation.officials.has(id)) ? null : 'unknown_official'
}

/** Where a case of an ended agency goes: by its area, else by its team, else to the rest; its team is null where none is named there. */
export const successorPlace = (
  plan: SuccessionPlan,
  from: Readonly<{ team: string | null; area: string | null }>,
): Place => {
  const byTeam = entryOf(plan.teams, from.team)
  const agency = entryOf(plan.areas, from.area) ?? byTeam?.agency ?? plan.rest
  return { agency, team: byTeam?.agency === agency ? byTeam.team : null }
}

/**
 * Where a role held in an ended agency goes; null where a role of one team has no team to go to: it ends, since held for the whole
 * agency it would open more cases than before.
 */
export const successorGrant = (plan: SuccessionPlan, official: string, grant: RoleGrant): RoleGrant | null => {
  const own = entryOf(plan.officials, official)
  const byTeam = entryOf(plan.teams, grant.team)
  const agency = own?.agency ?? byTeam?.agency ?? plan.rest
  if (grant.team === null || agencyWideRoles.has(grant.role)) return { role: grant.role, agency, team: null }
  const team = own?.team ?? (byTeam?.agency === agency ? byTeam.team : null)
  return team === null ? null : { role: grant.role, agency, team }
}

/**
 * A case after the succession, or null where it does not concern it: one that owes an outcome goes to the successor with the
 * assignee, where that account moved along and may handle it there, and every clock as it was. What waits for an ended agency, a
 * transfer or an open question, waits for the one that answers in its place; a transfer between agencies that have become one is
 * over, and the case stands where it stood before. What was answered keeps the name of who did.
 * `organisation` is the one in which the accounts have moved.
 */
export const rehomed = (complaint: Complaint, plan: SuccessionPlan, organisation: Organisation): Complaint | null => {
  if (!isOpen(complaint.state)) return null
  const next = retargeted(complaint, plan, organisation)
  if (!plan.ended.includes(complaint.agency)) return next === null ? null : withVersions(complaint, withoutSelf(next))
  const { assignee } = complaint
  const place = successorPlace(plan, complaint)
  // Somebody who is away keeps the case; the substitute takes the place.
  const everybody = { ...organisation, absences: [] }
  const isKept = assignee !== null && canHandle(everybody, assignee, { id: place.team ?? '', agency: place.agency })
  const moved = { ...(next ?? complaint), ...place, assignee: isKept ? assignee : null }
  return withVersions(complaint, withoutSelf(moved))
}

/** No case is handed to the agency that has it: it would only be received anew. */
const withoutSelf = (complaint: Complaint): Complaint => {
  const { proposal, agency } = complaint
  const isToSelf = proposal?.kind === 'transfer' && proposal.targetAgency === agency
  return isToSelf ? { ...complaint, state: proposal.stateBefore, proposal: null } : complaint
}

const withVersions = (before: Complaint, after: Complaint): Complaint => {
  const hasMoved = before.agency !== after.agency || before.state !== after.state
  return { ...after, rowVersion: before.rowVersion + 1, flowVersion: before.flowVersion + (hasMoved ? 1 : 0) }
}

/** A case whose open transfer and open questions name nobody who has ended; null where none does. */
const retargeted = (complaint: Complaint, plan: SuccessionPlan, organisation: Organisation): Complaint | null => {
  const { proposal, coordination, area } = complaint
  const isEnded = (agency: string | null): agency is string => agency !== null && plan.ended.includes(agency)
  const waits = (asked: Coordination): boolean => asked.answeredAtMs === null && isEnded(asked.agency)
  const target = proposal?.targetAgency ?? null
  if (!isEnded(target) && !coordination.some(waits)) return null
  const agency = answeringAgency(plan, area, organisation)
  return {
    ...complaint,
    proposal: proposal !== null && isEnded(target) ? { ...proposal, targetAgency: agency } : proposal,
    coordination: coordination.map((asked) => (waits(asked) ? { ...asked, agency } : asked)),
  }
}

/** Who answers for an ended agency in a case of an area: the plan's successor or, where that has ended as well, its own. */
const answeringAgency = (plan: SuccessionPlan, area: string | null, organisation: Organisation): string => {
  const named = successorPlace(plan, { team: null, area }).agency
  const answering = agenciesAnsweringFor(organisation, named)
  return answering.includes(named) ? named : (answering[0] ?? named)
}

/** What of an agency's own belongings each successor gets: all go to the `rest`, and a split leaves every other one a copy. */
export const heirsOf = (plan: SuccessionPlan): Readonly<{ heir: string; copies: readonly string[] }> => {
  const isSplit = plan.kind === 'split_by_area' || plan.kind === 'split_by_team'
  return { heir: plan.rest, copies: isSplit ? successorsOf(plan).filter((agency) => agency !== plan.rest) : [] }
}

const entryOf = <V>(record: Readonly<Record<string, V>>, key: string | null): V | undefined =>
  key !== null && Object.hasOwn(record, key) ? record[key] : undefined
