import { isValidOn } from '../../../../shared/domain/organisation.ts'
import { dateOfDay, dayOfDate } from '../../../../shared/domain/time/zone.ts'
import type { Place, SuccessionPlan } from '../../../../shared/domain/units/succession.ts'
import { fold } from '../../../../shared/language/fold.ts'
import type { ReferenceData } from '../../../platform/use-reference.ts'

type NewAgency = SuccessionPlan['newAgencies'][number]

/** An agency that takes over: one that exists, or a new one under an id made for it. `id` is empty while none is chosen. */
export type Heir = Readonly<{ id: string; fresh: Omit<NewAgency, 'id'> | null }>

/** An area that goes to the heir at a place in the list; `id` tells the rows of the form apart. */
export type AreaChoice = Readonly<{ id: string; area: string | null; heir: number }>

/** What somebody has filled in so far. The first heir takes everything that neither a team nor an area sends elsewhere. */
export type SuccessionForm = Readonly<{
  kind: SuccessionPlan['kind']
  ended: readonly string[]
  /** The first local day of the heirs, `YYYY-MM-DD`. */
  firstDay: string
  document: string
  heirs: readonly Heir[]
  /** By ended team, the place of its heir in `heirs`. */
  teams: Readonly<Record<string, number>>
  areas: readonly AreaChoice[]
}>

export const formMissing = ['ended', 'oneEnded', 'heir', 'twoHeirs', 'newName', 'firstDay', 'document', 'area'] as const
export type FormMissing = (typeof formMissing)[number]

/** A row of the form for one more area, for the second heir until another is chosen. */
export const newArea = (): AreaChoice => ({ id: crypto.randomUUID(), area: null, heir: 1 })

/** Whether a kind divides one agency among several. */
export const isSplit = (kind: SuccessionPlan['kind']): boolean => kind === 'split_by_area' || kind === 'split_by_team'

/** What is not filled in yet, in the order of the form. */
export function missingIn(form: SuccessionForm): readonly FormMissing[] {
  const chosen = form.heirs.filter((heir) => heir.id !== '')
  const areas = form.areas.filter(({ area }) => area !== null)
  const isUnnamed = ({ fresh }: Heir): boolean =>
    fresh !== null && (fresh.name.trim() === '' || fresh.shortName.trim() === '')
  const found: Readonly<Record<FormMissing, boolean>> = {
    ended: form.ended.length === 0,
    oneEnded: form.kind !== 'merge' && form.ended.length > 1,
    heir: chosen.length < form.heirs.length,
    twoHeirs: isSplit(form.kind) && new Set(chosen.map((heir) => heir.id)).size < 2,
    newName: form.heirs.some(isUnnamed),
    firstDay: dayOfDate(form.firstDay) === null,
    document: form.document.trim() === '',
    area: form.kind === 'split_by_area' && areas.length === 0,
  }
  return formMissing.filter((name) => found[name])
}

/** The teams of the ended agencies that still exist, by agency and name. */
export const endedTeams = (form: SuccessionForm, data: ReferenceData) =>
  data.teams
    .filter((team) => form.ended.includes(team.agency) && team.validTo === null)
    .toSorted((a, b) => a.agency.localeCompare(b.agency) || a.name.localeCompare(b.name, 'vi'))

/** The heir a team goes to. */
export const heirOfTeam = (form: SuccessionForm, team: string): number =>
  form.kind === 'split_by_team' ? (form.teams[team] ?? 0) : 0

const slugOf = (name: string): string =>
  fold(name)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')

/**
 * The plan of a form that is filled in. A team goes into the team of its name at its heir; where that has none, one is made for all
 * ended teams of that name together.
 */
export function planOf(form: SuccessionForm, data: ReferenceData): SuccessionPlan {
  const taken = new Set(data.teams.map((team) => team.id))
  const made = new Map<string, SuccessionPlan['newTeams'][number]>()
  const placeOf = (agency: string, name: string): Place => {
    const known = data.teams.find(
      (team) => team.agency === agency && fold(team.name) === fold(name) && isValidOn(team, form.firstDay),
    )
    if (known !== undefined) return { agency, team: known.id }
    const key = `${agency} ${fold(name)}`
    const earlier = made.get(key)
    if (earlier !== undefined) return { agency, team: earlier.id }
    const team = { id: freeId(`${agency}.${slugOf(name)}`.slice(0, 70), taken), agency, name }
    taken.add(team.id)
    made.set(key, team)
    return { agency, team: team.id }
  }
  const heirId = (at: number): string => form.heirs[at]?.id ?? form.heirs[0]?.id ?? ''
  const teams = Object.fromEntries(
    endedTeams(form, data).map((team) => [team.id, placeOf(heirId(heirOfTeam(form, team.id)), team.name)]),
  )
  const areas = form.kind === 'split_by_area' ? form.areas : []
  return {
    kind: form.kind,
    ended: form.ended,
    lastDay: dayBefore(form.firstDay),
    document: form.document.trim(),
    newAgencies: form.heirs.flatMap(({ id, fresh }) =>
      fresh === null ? [] : [{ ...fresh, id, name: fresh.name.trim(), shortName: fresh.shortName.trim() }],
    ),
    newTeams: [...made.values()],
    teams,
    areas: Object.fromEntries(areas.flatMap(({ area, heir }) => (area === null ? [] : [[area, heirId(heir)]]))),
    officials: {},
    rest: heirId(0),
  }
}

const dayBefore = (date: string): string => {
  const day = dayOfDate(date)
  return day === null ? '' : dateOfDay(day - 1)
}

function freeId(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted
  for (let n = 2; ; n += 1) if (!taken.has(`${wanted}-${n}`)) return `${wanted}-${n}`
}

/** A new agency like those it comes from: their kind, and the hours most of the city works. */
export function freshLike(ended: readonly string[], data: ReferenceData): Omit<NewAgency, 'id'> {
  const like = data.agencies.find((agency) => agency.id === ended[0])
  const kind = like?.kind === 'ward' || like?.kind === 'commune' ? like.kind : 'department'
  return { name: '', shortName: '', kind, calendar: commonCalendar(data) }
}

function commonCalendar(data: ReferenceData): string {
  const counts = new Map<string, number>()
  for (const { calendar } of data.agencies) counts.set(calendar, (counts.get(calendar) ?? 0) + 1)
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? ''
}
