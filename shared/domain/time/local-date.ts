import { calendarOfAgency } from './clocks.ts'
import type { ClockRules } from './clocks.ts'
import { dayOfDate, startOfLocalDay } from './zone.ts'
import { lastAtMost } from './calendar.ts'

/**
 * The last open moment of a local day `YYYY-MM-DD` at an agency, or of the last working day before it; null where the date is none
 * or before the calendar. Unix milliseconds.
 */
export const dateEndMs = (date: string, agency: string, rules: ClockRules): number | null => {
  const day = dayOfDate(date)
  if (day === null) return null
  const calendar = calendarOfAgency(agency, rules)
  const opening = lastAtMost(calendar.openFromMs, startOfLocalDay(calendar.zone, day + 1) - 1)
  const isBeyond = startOfLocalDay(calendar.zone, day + 1) > calendar.toMs
  return isBeyond ? null : (calendar.openToMs[opening] ?? null)
}
