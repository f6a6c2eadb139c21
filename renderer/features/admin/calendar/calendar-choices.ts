import type { Setting } from '../../../../shared/contract/admin/settings.ts'

type Calendar = Setting<'calendar'>

const own = 'agency-'

/** The year of a row of named days, null for weekly hours. */
export const yearOf = (calendar: Calendar): number | null =>
  calendar.value.data['kind'] === 'year' ? Number(calendar.value.data['year']) : null

/** Calendars in the order in which they are offered: years from the newest, then hours of the city, then agencies' own. */
export function calendarsInOrder(calendars: readonly Calendar[]): readonly Calendar[] {
  const rank = (calendar: Calendar): string => {
    const year = yearOf(calendar)
    if (year !== null) return `0${9999 - year}`
    return calendar.value.agency === null ? `1${calendar.id}` : `2${calendar.id}`
  }
  return calendars.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1))
}

/** An empty year of the series that the newest one belongs to, null where there is none to follow. */
export function nextYear(calendars: readonly Calendar[]): Calendar | null {
  const [newest] = calendarsInOrder(calendars).filter((calendar) => yearOf(calendar) !== null)
  if (newest === undefined) return null
  const { series, sources } = newest.value.data
  const year = (yearOf(newest) ?? 0) + 1
  const data = { kind: 'year', series, year, sources: sources ?? {}, days: [] }
  return {
    id: `${String(series)}-${year}`,
    version: 0,
    value: { name: newest.value.name.replace(String(year - 1), String(year)), data, agency: null },
  }
}

/** An agency's own hours as they start: those it uses now, with no days of its own. */
export function ownHours(base: Calendar, agency: string, name: string): Calendar {
  const { title: _title, source: _source, ...data } = base.value.data
  return { id: `${own}${agency}`, version: 0, value: { name, data: { ...data, basedOn: base.id, days: [] }, agency } }
}
