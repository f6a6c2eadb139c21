import type { SlaFiguresV1 } from '../../../shared/ipc/worker-contract.ts'

export type SlaRow = SlaFiguresV1['rows'][number]

/** The six parts of every row, in the order they are stacked; together they are all cases of the row that have a deadline. */
export const slaParts = ['onTime', 'late', 'openOnTime', 'dueSoon', 'overdue', 'paused'] as const

export const totalOf = (row: SlaRow): number => slaParts.reduce((sum, part) => sum + row[part], 0)

const weekMs = 7 * 86_400_000

/** Groups by size, at most `most`, and weeks as `weekWindow` chooses them, with how many rows that hold cases were left out. */
export function shownRows(figures: SlaFiguresV1, most: number): { rows: readonly SlaRow[]; leftOut: number } {
  const filled = figures.rows.filter((row) => totalOf(row) > 0)
  if (figures.by === 'week') {
    const rows = weekWindow(filled, most, figures.asOfMs)
    return { rows, leftOut: filled.length - rows.filter((row) => totalOf(row) > 0).length }
  }
  const rows = filled.toSorted((a, b) => totalOf(b) - totalOf(a)).slice(0, most)
  return { rows, leftOut: filled.length - rows.length }
}

/** Every row for the table of numbers: weeks from old to new, groups by size. */
export function tableRows(figures: SlaFiguresV1): readonly SlaRow[] {
  const filled = figures.rows.filter((row) => totalOf(row) > 0)
  return filled.toSorted((a, b) => (figures.by === 'week' ? (a.key < b.key ? -1 : 1) : totalOf(b) - totalOf(a)))
}

/** Below this part of all cases the present is too thin to be what a chart of the weeks shows. */
const leastShare = 0.01

/**
 * `most` weeks side by side, an empty one among them shown empty: those around `asOfMs` (deadlines of the next twelve weeks included);
 * where hardly a case lies there, as in an old file that was taken over, those that hold most cases.
 */
export function weekWindow(filled: readonly SlaRow[], most: number, asOfMs: number): readonly SlaRow[] {
  const byMs = new Map(filled.map((row) => [Date.parse(row.key), row]))
  const ends = [...byMs.keys()].toSorted((a, b) => a - b)
  const windowTo = (endMs: number): SlaRow[] => {
    const rows = ends.flatMap((ms) => (ms <= endMs && ms > endMs - most * weekMs ? [ms] : []))
    const first = rows[0] ?? endMs
    return Array.from({ length: (endMs - first) / weekMs + 1 }, (_, n) => {
      const ms = first + n * weekMs
      return byMs.get(ms) ?? emptyWeek(new Date(ms).toISOString().slice(0, 10))
    })
  }
  const held = (rows: readonly SlaRow[]): number => rows.reduce((sum, row) => sum + totalOf(row), 0)
  const presentEnd = ends.findLast((ms) => ms <= asOfMs + 12 * weekMs)
  const present = presentEnd === undefined ? [] : windowTo(presentEnd)
  const isPresent = presentEnd !== undefined && presentEnd > asOfMs - most * weekMs
  if (isPresent && held(present) >= leastShare * held(filled)) return present
  return ends.map(windowTo).reduce<readonly SlaRow[]>((best, rows) => (held(rows) >= held(best) ? rows : best), [])
}

const emptyWeek = (key: string): SlaRow => ({
  key,
  onTime: 0,
  late: 0,
  openOnTime: 0,
  dueSoon: 0,
  overdue: 0,
  paused: 0,
})

export type WeekSentence =
  | Readonly<{ kind: 'none' }>
  | Readonly<{ kind: 'first' | 'same' | 'up' | 'down'; week: string; share: number; points: number }>

/**
 * How the newest week that has begun and has finished cases did against the week right before it; points are percentage
 * points. Weeks are those of the deadline, so weeks to come may hold cases that were answered early: they say nothing yet.
 */
export function weekSentence(rows: readonly SlaRow[], asOfMs: number): WeekSentence {
  const finished = rows
    .filter((row) => row.onTime + row.late > 0 && Date.parse(row.key) <= asOfMs)
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
  const last = finished.at(-1)
  if (last === undefined) return { kind: 'none' }
  const shareOf = (row: SlaRow) => row.onTime / (row.onTime + row.late)
  const before = finished.find((row) => Date.parse(row.key) === Date.parse(last.key) - weekMs)
  const share = shareOf(last)
  if (before === undefined) return { kind: 'first', week: last.key, share, points: 0 }
  const points = Math.round((share - shareOf(before)) * 1000) / 10
  const kind = points === 0 ? 'same' : points > 0 ? 'up' : 'down'
  return { kind, week: last.key, share, points: Math.abs(points) }
}

export type GroupSentence =
  | Readonly<{ kind: 'none' }>
  | Readonly<{ kind: 'worst' | 'late'; key: string; count: number }>

/** The group with most cases overdue now; where none is, the one with most late answers. */
export function groupSentence(rows: readonly SlaRow[]): GroupSentence {
  const most = (part: 'overdue' | 'late') => rows.toSorted((a, b) => b[part] - a[part])[0]
  const worst = most('overdue')
  if (worst !== undefined && worst.overdue > 0) return { kind: 'worst', key: worst.key, count: worst.overdue }
  const late = most('late')
  return late !== undefined && late.late > 0 ? { kind: 'late', key: late.key, count: late.late } : { kind: 'none' }
}

const monthIndex = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7))

type MonthsCovered =
  | Readonly<{ kind: 'none' }>
  | Readonly<{ kind: 'list'; months: readonly string[] }>
  | Readonly<{ kind: 'range'; from: string; to: string }>
  | Readonly<{ kind: 'gaps'; from: string; to: string; months: readonly string[] }>

const mostNamed = 6

/** The months covered: named when few, else first and last; of a long run with gaps also each one, to be shown on demand. */
export function monthsCovered(months: readonly string[]): MonthsCovered {
  const first = months[0]
  const last = months.at(-1)
  if (first === undefined || last === undefined) return { kind: 'none' }
  const unbroken = monthIndex(last) - monthIndex(first) === months.length - 1
  if (months.length > 3 && unbroken) return { kind: 'range', from: first, to: last }
  return months.length > mostNamed ? { kind: 'gaps', from: first, to: last, months } : { kind: 'list', months }
}
