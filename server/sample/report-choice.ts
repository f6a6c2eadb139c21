import type { SampleFiles, SampleReport, SampleUnit } from './sample-files.ts'
import type { SeededRandom } from './seeded-random.ts'

/** Which reports a unit's desk shows; no report twice in one unit, and none open in two units. */
export type UnitReports = Readonly<{
  /** Reports with a written reply, for cases that show one. */
  answered: readonly SampleReport[]
  /** Reports for cases on which work goes on. */
  working: readonly SampleReport[]
  /** Closed history: with a reply, and for refusals. */
  history: readonly SampleReport[]
  refusedHistory: readonly SampleReport[]
}>

/** How many reports a unit needs. */
export type Demand = Readonly<{ answered: number; working: number; history: number; refusedHistory: number }>

type Points = SampleFiles['points']

function distance(points: Points, a: string, b: string): number {
  const [from, to] = [points[a], points[b]]
  return from === undefined || to === undefined
    ? Number.POSITIVE_INFINITY
    : Math.hypot(from[0] - to[0], from[1] - to[1])
}

/** About four kilometres, in degrees. */
const neighbourhood = 0.037

function localAreas({ units }: SampleFiles): string[] {
  return units.units.flatMap((unit) => (unit.area === undefined ? [] : [unit.area]))
}

/**
 * A department gets reports of its fields from everywhere, those around the sample communes and wards last; a commune or ward gets
 * those of its own place first, then its neighbours'.
 */
function suitable(unit: SampleUnit, files: SampleFiles, random: SeededRandom): SampleReport[] {
  const categories = new Set(unit.teams.flatMap((team) => team.categories))
  const shuffled = random.shuffle(files.reports.filter((report) => categories.has(report.category)))
  const { area } = unit
  if (area === undefined) {
    const isNear = (report: SampleReport): boolean =>
      localAreas(files).some((own) => distance(files.points, report.ward, own) < neighbourhood)
    return [...shuffled.filter((report) => !isNear(report)), ...shuffled.filter(isNear)]
  }
  const near = new Map(shuffled.map((report) => [report.key, distance(files.points, report.ward, area)]))
  return shuffled.toSorted((a, b) => (near.get(a.key) ?? 0) - (near.get(b.key) ?? 0))
}

function lower(name: string): string {
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}`
}

/** A report as it would read at a commune's or ward's desk: what names the neighbouring unit names this one. */
export function localised(report: SampleReport, unit: SampleUnit, files: SampleFiles): SampleReport {
  const own = files.wards.units.find((ward) => ward.code === unit.area)
  const other = files.wards.units.find((ward) => ward.code === report.ward)
  if (own === undefined || other === undefined || own.code === other.code) return report
  const rename = (text: string): string =>
    text.replaceAll(other.fullName, own.fullName).replaceAll(lower(other.fullName), lower(own.fullName))
  return {
    ...report,
    ward: own.code,
    title: rename(report.title),
    body: rename(report.body),
    place: rename(report.place),
    reply: report.reply === null ? null : rename(report.reply),
  }
}

function take(pool: readonly SampleReport[], count: number, used: ReadonlySet<string>): SampleReport[] {
  return pool.filter((report) => !used.has(report.key)).slice(0, count)
}

/** Chooses the reports of every unit, in the order given; shuffled again, so that neighbours in a list differ. */
export function chooseReports(
  units: readonly SampleUnit[],
  demandOf: (unit: SampleUnit) => Demand,
  files: SampleFiles,
  random: SeededRandom,
): ReadonlyMap<string, UnitReports> {
  const openAnywhere = new Set<string>()
  const chosen = new Map<string, UnitReports>()
  for (const unit of units) {
    const demand = demandOf(unit)
    const pool = suitable(unit, files, random)
    const withReply = pool.filter((report) => report.reply !== null)
    const answered = take(withReply, demand.answered, openAnywhere)
    for (const report of answered) openAnywhere.add(report.key)
    const working = take(pool, demand.working, openAnywhere)
    for (const report of working) openAnywhere.add(report.key)
    const own = new Set([...answered, ...working].map((report) => report.key))
    const history = take(withReply, demand.history, own)
    for (const report of history) own.add(report.key)
    const refusedHistory = take(
      random.shuffle(pool.filter((report) => report.level === 'normal')),
      demand.refusedHistory,
      own,
    )
    const ready = (reports: readonly SampleReport[]): SampleReport[] =>
      random.shuffle(reports).map((report) => localised(report, unit, files))
    chosen.set(unit.agency, {
      answered: ready(answered),
      working: ready(working),
      history: ready(history),
      refusedHistory: ready(refusedHistory),
    })
  }
  return chosen
}
