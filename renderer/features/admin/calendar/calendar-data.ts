import { dayKinds, dayStatuses } from '../../../../shared/domain/time/calendar.ts'
import type { DayKind, DayStatus } from '../../../../shared/domain/time/calendar.ts'
import { dateOfDay, dayOfDate, weekdayOf } from '../../../../shared/domain/time/zone.ts'

type Data = Readonly<Record<string, unknown>>

/** A named day as a calendar file writes it; `periods` like `[["08:00", "12:00"]]`. */
export type DayEntry = Readonly<{
  date: string
  kind: DayKind
  name: string
  ref: string
  status: DayStatus
  standsFor?: string
  periods?: readonly (readonly [string, string])[]
}>

const isFields = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value)

function entryOf(value: unknown): readonly DayEntry[] {
  if (!isFields(value) || typeof value['date'] !== 'string') return []
  const kind = dayKinds.find((known) => known === value['kind'])
  const status = dayStatuses.find((known) => known === value['status'])
  if (kind === undefined || status === undefined) return []
  // The other fields pass through as they are: the server checks them when they are saved.
  return [{ ...value, date: value['date'], kind, status, name: String(value['name']), ref: String(value['ref']) }]
}

/** The named days of a calendar file by date, ascending. */
export function daysOf(data: Data): readonly DayEntry[] {
  const days: readonly unknown[] = Array.isArray(data['days']) ? data['days'] : []
  return days.flatMap(entryOf).toSorted((a, b) => (a.date < b.date ? -1 : 1))
}

/** A calendar file with one day set; another entry of that date goes. */
export function withDay(data: Data, entry: DayEntry): Data {
  const others = daysOf(data).filter((day) => day.date !== entry.date)
  return { ...data, days: [...others, entry].toSorted((a, b) => (a.date < b.date ? -1 : 1)) }
}

/** A calendar file without a day. */
export const withoutDay = (data: Data, date: string): Data => ({
  ...data,
  days: daysOf(data).filter((day) => day.date !== date),
})

/** The weeks of a month (1-12), Monday first; null where a week reaches into another month. */
export function monthWeeks(year: number, month: number): readonly (readonly (string | null)[])[] {
  const first = dayOfDate(`${year}-${String(month).padStart(2, '0')}-01`) ?? 0
  const days: (string | null)[] = Array.from({ length: weekdayOf(first) }, () => null)
  for (let day = first; dateOfDay(day).slice(5, 7) === String(month).padStart(2, '0'); day += 1)
    days.push(dateOfDay(day))
  while (days.length % 7 !== 0) days.push(null)
  return Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7))
}

const keySteps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }

/** The date an arrow key leads to within the year, or null for other keys and beyond the year. */
export function dateByKey(date: string, key: string): string | null {
  const step = keySteps[key]
  const day = dayOfDate(date)
  if (step === undefined || day === null) return null
  const next = dateOfDay(day + step)
  return next.slice(0, 4) === date.slice(0, 4) ? next : null
}

/** Whether an ordinary week opens on that day or the named day says otherwise. */
export function opensOn(date: string, entry: DayEntry | undefined): boolean {
  if (entry !== undefined) return entry.kind === 'swapped_work' || entry.kind === 'special_opening'
  return weekdayOf(dayOfDate(date) ?? 0) < 5
}

/** Periods as people write them: `08:00-12:00, 13:00-17:00`. */
export const periodsText = (periods: unknown): string =>
  Array.isArray(periods)
    ? periods.map((period: unknown) => (Array.isArray(period) ? period.join('-') : '')).join(', ')
    : ''

const minuteOf = (time: string): number => {
  const match = /^(\d{1,2}):(\d{2})$/.exec(time)
  const minutes = match === null ? Number.NaN : Number(match[1]) * 60 + Number(match[2])
  return minutes <= 1440 && Number(match?.[2]) < 60 ? minutes : Number.NaN
}

/** Reads `08:00-12:00, 13:00-17:00`; empty text gives no period. Null where it is not such a text, ascending and apart. */
export function periodsOf(text: string): readonly (readonly [string, string])[] | null {
  if (text.trim() === '') return []
  let reached = -1
  const periods: (readonly [string, string])[] = []
  for (const part of text.split(',')) {
    const [from = '', to = ''] = part.split('-').map((time) => time.trim().padStart(5, '0'))
    const [start, end] = [minuteOf(from), minuteOf(to)]
    if (!(start < end) || start < reached) return null
    reached = end
    periods.push([from, to])
  }
  return periods
}

/** A day as it is being written, before it is set. */
export type DayDraft = Readonly<{
  kind: DayKind
  name: string
  ref: string
  status: DayStatus
  standsFor: string
  periods: string
}>

/** What is missing or wrong with a day as it is being written. */
export function dayProblems(
  draft: DayDraft,
): readonly ('nameMissing' | 'sourceMissing' | 'standsForWrong' | 'periodsWrong')[] {
  return [
    ...(draft.name.trim() === '' ? (['nameMissing'] as const) : []),
    ...(draft.ref.trim() === '' ? (['sourceMissing'] as const) : []),
    ...(draft.standsFor !== '' && dayOfDate(draft.standsFor) === null ? (['standsForWrong'] as const) : []),
    ...(periodsOf(draft.periods) === null ? (['periodsWrong'] as const) : []),
  ]
}

/** The entry a day's draft means; what is left empty is left out. */
export function entryFrom(date: string, draft: DayDraft): DayEntry {
  const opens = draft.kind === 'swapped_work' || draft.kind === 'special_opening'
  const periods = opens || draft.kind === 'closure' ? (periodsOf(draft.periods) ?? []) : []
  return {
    date,
    kind: draft.kind,
    name: draft.name.trim(),
    ref: draft.ref.trim(),
    status: draft.status,
    ...(draft.standsFor === '' || !opens ? {} : { standsFor: draft.standsFor }),
    ...(periods.length === 0 ? {} : { periods }),
  }
}

/** The draft a day starts from: what is set, or a closure by order with its name and source still to be given. */
export const draftOf = (entry: DayEntry | undefined): DayDraft => ({
  kind: entry?.kind ?? 'closure',
  name: entry?.name ?? '',
  ref: entry?.ref ?? '',
  status: entry?.status ?? 'official',
  standsFor: entry?.standsFor ?? '',
  periods: periodsText(entry?.periods),
})

/** The texts of the seven days of weekly hours, Monday first. */
export const weekTexts = (data: Data): readonly string[] => {
  const week: readonly unknown[] = Array.isArray(data['week']) ? data['week'] : []
  return Array.from({ length: 7 }, (_, day) => periodsText(week[day]))
}

/** Weekly hours from seven texts; null where one cannot be read. */
export function weekFrom(texts: readonly string[]): readonly (readonly (readonly [string, string])[])[] | null {
  const week = texts.map(periodsOf)
  return week.every((day) => day !== null) ? week.map((day) => day ?? []) : null
}
