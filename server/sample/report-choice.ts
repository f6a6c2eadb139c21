import type { SampleFiles, SampleReport, SampleUnit } from './sample-files.ts'
import type { SeededRandom } from './seeded-random.ts'

/** Which reports a unit's desk shows; no report twice in one unit, and none open in two units. */
export type UnitReports = Readonly<{
  /** Reports with a written reply, for cases that show one. */
  answered: readonly SampleReport[]
  /** Reports for cases on which work goes on. */
  working: readonly SampleReport[]
  /** Closed history by place (`weekOfHistory`): with a reply, and for refusals. Null where every report stands too near already. */
  history: readonly (SampleReport | null)[]
  refusedHistory: readonly (SampleReport | null)[]
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

/** Of how many weeks the history is told. */
const historyWeeks = 11

/** How many weeks ago the case of this place in a unit's history was closed. */
export const weekOfHistory = (place: number): number => 1 + (place % historyWeeks)

/** What two uses of a report so many weeks apart cost. */
const clashOf = (weeks: number): number => Math.max(0, 3 - weeks) ** 3
const tooNear = clashOf(1)

/** How many weeks ago each report stands in some unit's desk already; 0 for open. Who sees every unit sees no report twice on one screen. */
class Weeks {
  readonly #weeks = new Map<string, number[]>()

  note(report: SampleReport, week: number): void {
    this.#weeks.set(report.key, [...(this.#weeks.get(report.key) ?? []), week])
  }

  uses({ key }: SampleReport): number {
    return this.#weeks.get(key)?.length ?? 0
  }

  /** How badly a week suits: other uses in the same week or the one beside it, and for what is open now the one after as well. */
  clash({ key }: SampleReport, week: number): number {
    const apart = (this.#weeks.get(key) ?? []).map((used) => Math.abs(used - week) - (used === 0 ? 1 : 0))
    return apart.reduce((sum, weeks) => sum + clashOf(weeks), 0)
  }

  /**
   * Takes `count` reports of those offered and orders them so that the one at each place stands weeks apart from its other uses; one
   * that cannot gives its place to one that was not taken, or leaves it empty.
   */
  arrange(offered: readonly SampleReport[], count: number, weekAt: (place: number) => number): (SampleReport | null)[] {
    const order = offered.slice(0, count)
    const spare = offered.slice(count)
    for (let swapped = true; swapped;) {
      swapped = false
      for (const [a] of order.entries()) {
        for (let b = 0; b < a; b += 1) swapped = this.#swapIfBetter(order, [a, b], weekAt) || swapped
      }
    }
    return order.map((report, place) => {
      const week = weekAt(place)
      const better = this.#best(spare, report, week)
      const [chosen = report] = better < 0 ? [] : spare.splice(better, 1, report)
      if (this.clash(chosen, week) >= tooNear) return null
      this.note(chosen, week)
      return chosen
    })
  }

  /** Where among the spare ones the report stands that suits a week best; -1 where none suits better than the one there. */
  #best(spare: readonly SampleReport[], present: SampleReport, week: number): number {
    const clashes = spare.map((report) => this.clash(report, week))
    const least = Math.min(...clashes)
    return least < this.clash(present, week) ? clashes.indexOf(least) : -1
  }

  #swapIfBetter(order: SampleReport[], [a, b]: readonly [number, number], weekAt: (place: number) => number): boolean {
    const [one, other] = [order[a], order[b]]
    if (one === undefined || other === undefined) return false
    const now = this.clash(one, weekAt(a)) + this.clash(other, weekAt(b))
    if (this.clash(one, weekAt(b)) + this.clash(other, weekAt(a)) >= now) return false
    order[a] = other
    order[b] = one
    return true
  }
}

/**
 * Chooses the reports of every unit, in the order given: first what is open everywhere, then each unit's history out of what was used
 * least so far.
 */
export function chooseReports(
  units: readonly SampleUnit[],
  demandOf: (unit: SampleUnit) => Demand,
  files: SampleFiles,
  random: SeededRandom,
): ReadonlyMap<string, UnitReports> {
  const weeks = new Weeks()
  const openAnywhere = new Set<string>()
  const open = units.map((unit) => {
    const demand = demandOf(unit)
    const pool = suitable(unit, files, random)
    const answered = take(
      pool.filter((report) => report.reply !== null),
      demand.answered,
      openAnywhere,
    )
    for (const report of answered) openAnywhere.add(report.key)
    const working = take(pool, demand.working, openAnywhere)
    for (const report of working) openAnywhere.add(report.key)
    for (const report of [...answered, ...working]) weeks.note(report, 0)
    return { unit, demand, pool, answered, working }
  })
  return new Map(
    open.map(({ unit, demand, pool, answered, working }) => {
      const own = new Set([...answered, ...working].map((report) => report.key))
      const past = pastReports(random.shuffle(pool), demand, own, weeks)
      const local = <R extends SampleReport | null>(reports: readonly R[]) =>
        reports.map((report) => (report === null ? report : localised(report, unit, files)))
      return [
        unit.agency,
        {
          answered: local(random.shuffle(answered)),
          working: local(random.shuffle(working)),
          history: local(past.history),
          refusedHistory: local(past.refusedHistory),
        },
      ]
    }),
  )
}

/** A unit's history out of a pool without what is on its desk, what was used least first. */
function pastReports(
  pool: readonly SampleReport[],
  demand: Demand,
  onDesk: ReadonlySet<string>,
  weeks: Weeks,
): Pick<UnitReports, 'history' | 'refusedHistory'> {
  const used = new Set(onDesk)
  const fresh = pool.toSorted((a, b) => weeks.uses(a) - weeks.uses(b))
  const unused = (isMeant: (report: SampleReport) => boolean): SampleReport[] =>
    fresh.filter((report) => isMeant(report) && !used.has(report.key))
  const history = weeks.arrange(
    unused((report) => report.reply !== null),
    demand.history,
    weekOfHistory,
  )
  for (const report of history) if (report !== null) used.add(report.key)
  const refusedHistory = weeks.arrange(
    unused((report) => report.level === 'normal'),
    demand.refusedHistory,
    (place) => weekOfHistory(place * 3),
  )
  return { history, refusedHistory }
}
