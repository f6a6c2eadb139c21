import type { SlaFiguresV1 } from '../../../shared/ipc/worker-contract.ts'

export type SlaRow = SlaFiguresV1['rows'][number]

/** The six parts of every row, in the order they are stacked; together they are all cases of the row that have a deadline. */
export const slaParts = ['onTime', 'late', 'openOnTime', 'dueSoon', 'overdue', 'paused'] as const

export const totalOf = (row: SlaRow): number => slaParts.reduce((sum, part) => sum + row[part], 0)

/** Weeks from old to new, at most the last `most`; groups by size, at most `most`, with how many were left out. */
export function shownRows(figures: SlaFiguresV1, most: number): { rows: SlaRow[]; leftOut: number } {
  const filled = figures.rows.filter((row) => totalOf(row) > 0)
  const sorted =
    figures.by === 'week'
      ? filled.toSorted((a, b) => (a.key < b.key ? -1 : 1)).slice(-most)
      : filled.toSorted((a, b) => totalOf(b) - totalOf(a)).slice(0, most)
  return { rows: sorted, leftOut: filled.length - sorted.length }
}

export type WeekSentence =
  | Readonly<{ kind: 'none' }>
  | Readonly<{ kind: 'first' | 'same' | 'up' | 'down'; week: string; share: number; points: number }>

const weekMs = 7 * 86_400_000

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

/** The months covered: named when few, else first and last; only a run without gaps is told as a range. */
export function monthsCovered(
  months: readonly string[],
): { kind: 'none' } | { kind: 'list'; months: readonly string[] } | { kind: 'range'; from: string; to: string } {
  const first = months[0]
  const last = months.at(-1)
  if (first === undefined || last === undefined) return { kind: 'none' }
  const unbroken = monthIndex(last) - monthIndex(first) === months.length - 1
  return months.length > 3 && unbroken ? { kind: 'range', from: first, to: last } : { kind: 'list', months }
}
