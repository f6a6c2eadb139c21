import type { RoleGrant } from './roles.ts'

/** From when and until when something exists, local dates `YYYY-MM-DD`, both inclusive; `successors` take over after `validTo`. */
export type Validity = Readonly<{ validFrom: string; validTo: string | null; successors: readonly string[] }>

/** A city department, commune, ward or imported department as the rules need it; `calendar` is the id of its office hours. */
export type Agency = Validity & Readonly<{ id: string; timeZone: string; calendar: string }>

/** A team inside an agency. */
export type Team = Validity & Readonly<{ id: string; agency: string }>

/** An official with the roles held. */
export type Official = Readonly<{ id: string; active: boolean; grants: readonly RoleGrant[] }>

/** A stretch in which an official is away; `substitute` holds the absent official's roles meanwhile. Unix milliseconds, end exclusive. */
export type Absence = Readonly<{ official: string; fromMs: number; toMs: number; substitute: string | null }>

/** What the rules know of the city. `nowMs` is the moment for which validity and absence are judged. */
export type Organisation = Readonly<{
  nowMs: number
  agencies: ReadonlyMap<string, Agency>
  teams: ReadonlyMap<string, Team>
  officials: ReadonlyMap<string, Official>
  absences: readonly Absence[]
  categories: ReadonlySet<string>
  areas: ReadonlySet<string>
}>

type WithId = Readonly<{ id: string }>

/** The reference rows an organisation is built from; wire rows fit as they are. */
export type OrganisationRows = Readonly<{
  agencies: readonly Agency[]
  teams: readonly Team[]
  officials: readonly Official[]
  absences?: readonly Absence[]
  categories: readonly WithId[]
  areas: readonly WithId[]
}>

const byId = <R extends WithId>(rows: readonly R[]): ReadonlyMap<string, R> => new Map(rows.map((row) => [row.id, row]))

/** Indexes reference rows for the rules; to judge a later moment, copy the result with another `nowMs`. */
export const organisationOf = (rows: OrganisationRows, nowMs: number): Organisation => ({
  nowMs,
  agencies: byId(rows.agencies),
  teams: byId(rows.teams),
  officials: byId(rows.officials),
  absences: rows.absences ?? [],
  categories: new Set(rows.categories.map((row) => row.id)),
  areas: new Set(rows.areas.map((row) => row.id)),
})

// Every agency of the city lives on Asia/Ho_Chi_Minh, which has kept +07:00 since 1975: validity dates are judged there.
const cityOffsetMs = 7 * 3_600_000

/** The local date `YYYY-MM-DD` in Hanoi at an instant. */
export const cityDate = (atMs: number): string => new Date(atMs + cityOffsetMs).toISOString().slice(0, 10)

/** Whether something exists on a local date. */
export const isValidOn = (validity: Validity, date: string): boolean =>
  validity.validFrom <= date && (validity.validTo === null || date <= validity.validTo)

/** Whether an agency exists at the organisation's moment; an unknown agency does not. */
export const agencyStands = (organisation: Organisation, agency: string): boolean => {
  const found = organisation.agencies.get(agency)
  return found !== undefined && isValidOn(found, cityDate(organisation.nowMs))
}

/** Whether a team of that agency exists at the organisation's moment. */
export const teamStands = (organisation: Organisation, team: string, agency: string): boolean => {
  const found = organisation.teams.get(team)
  return found !== undefined && found.agency === agency && isValidOn(found, cityDate(organisation.nowMs))
}

/** The agencies that answer for `agency` now: itself while it exists, afterwards its successors that exist. */
export const agenciesAnsweringFor = (organisation: Organisation, agency: string): readonly string[] => {
  const answering: string[] = []
  const seen = new Set<string>()
  const waiting = [agency]
  while (waiting.length > 0) {
    const next = waiting.pop()
    if (next === undefined || seen.has(next)) continue
    seen.add(next)
    if (agencyStands(organisation, next)) answering.push(next)
    else waiting.push(...(organisation.agencies.get(next)?.successors ?? []))
  }
  return answering
}

/** The teams that have the work of an ended team now: its successors that exist, those of ended ones included; a team that has not ended alone has its own. */
export const teamsAnsweringFor = (organisation: Organisation, team: string): readonly string[] => {
  const today = cityDate(organisation.nowMs)
  const answering: string[] = []
  // A set keeps the order in which it is filled, and what is added while it is walked is walked as well.
  const line = new Set([team])
  for (const id of line) {
    const found = organisation.teams.get(id)
    if (found === undefined) continue
    if (isValidOn(found, today)) answering.push(id)
    else if (hasEnded(found, today)) for (const successor of found.successors) line.add(successor)
  }
  return answering
}

/** Whether something existed before a local date and does not any more. */
export const hasEnded = ({ validTo }: Validity, date: string): boolean => validTo !== null && validTo < date

/** Whether an official is away at the organisation's moment. */
export const isAbsent = (organisation: Organisation, official: string): boolean =>
  organisation.absences.some((absence) => absence.official === official && runsAt(absence, organisation.nowMs))

/**
 * The officials whose place `official` takes at the organisation's moment: those who named them and, where one of these stands in
 * for others, those others too.
 */
export const replacedBy = (
  organisation: Pick<Organisation, 'absences' | 'nowMs'>,
  official: string,
): readonly string[] => {
  const naming = absencesNaming(organisation.absences)
  if (!naming.has(official)) return []
  // A set keeps the order in which it is filled, and what is added while it is walked is walked as well.
  const found = new Set([official])
  for (const substitute of found) {
    for (const absence of naming.get(substitute) ?? []) {
      if (runsAt(absence, organisation.nowMs)) found.add(absence.official)
    }
  }
  found.delete(official)
  return [...found]
}

/** The officials to whom the place of `official` passes at the organisation's moment, nearest first; empty while present or without a substitute. */
export const substitutesOf = (organisation: Organisation, official: string): readonly string[] => {
  const found = new Set([official])
  for (const absent of found) {
    const running = organisation.absences.find(
      (absence) => absence.official === absent && runsAt(absence, organisation.nowMs),
    )
    if (running !== undefined && running.substitute !== null) found.add(running.substitute)
  }
  found.delete(official)
  return [...found]
}

/** Whoever acts for an agency at the organisation's moment: the officials with a role there, and those to whom the place of one of them passes. */
export const peopleAt = (organisation: Organisation, agency: string): readonly Official[] => {
  const staff = staffOf(organisation.officials)
  const own = agenciesAnsweringFor(organisation, agency).flatMap((at) => staff.get(at) ?? [])
  const ids = new Set(own.flatMap((id) => [id, ...substitutesOf(organisation, id)]))
  return [...ids].flatMap((id) => organisation.officials.get(id) ?? [])
}

const staffs = new WeakMap<Organisation['officials'], ReadonlyMap<string, readonly string[]>>()

const staffOf = (officials: Organisation['officials']): ReadonlyMap<string, readonly string[]> => {
  const known = staffs.get(officials)
  if (known !== undefined) return known
  const staff = new Map<string, string[]>()
  for (const { id, grants } of officials.values()) {
    for (const agency of new Set(grants.map((grant) => grant.agency))) {
      const there = staff.get(agency)
      if (there === undefined) staff.set(agency, [id])
      else there.push(id)
    }
  }
  staffs.set(officials, staff)
  return staff
}

const namingOf = new WeakMap<readonly Absence[], ReadonlyMap<string, readonly Absence[]>>()

const absencesNaming = (absences: readonly Absence[]): ReadonlyMap<string, readonly Absence[]> => {
  const known = namingOf.get(absences)
  if (known !== undefined) return known
  const naming = new Map<string, Absence[]>()
  for (const absence of absences) {
    if (absence.substitute === null) continue
    const named = naming.get(absence.substitute)
    if (named === undefined) naming.set(absence.substitute, [absence])
    else named.push(absence)
  }
  namingOf.set(absences, naming)
  return naming
}

const runsAt = (absence: Absence, atMs: number): boolean => absence.fromMs <= atMs && atMs < absence.toMs
