import type { Complaint } from '../complaint.ts'
import { calendarOfAgency } from '../time/clocks.ts'
import type { ClockRules } from '../time/clocks.ts'
import { dateOfDay, localDay } from '../time/zone.ts'
import { extensionTo } from './extension.ts'

/** No policy lets a clock grow by more than a year at once. */
const searchedDays = 366

/**
 * The last local day `YYYY-MM-DD` to which the running deadline may be extended by the policy's share of the clock; null where no
 * day may be asked for. Days beyond the calendar count as not allowed.
 */
export const lastExtensionDate = (complaint: Complaint, rules: ClockRules): string | null => {
  const { dueAtMs } = complaint.clocks
  if (dueAtMs === null) return null
  const { zone } = calendarOfAgency(complaint.agency, rules)
  const dueDay = localDay(zone, dueAtMs)
  let last: string | null = null
  let longestMs = 0
  for (let day = dueDay; day <= dueDay + searchedDays; day += 1) {
    const date = dateOfDay(day)
    const asked = extensionTo(complaint, date, rules)
    if (asked === null || asked.addedMs > asked.mostMs) break
    // A day off adds nothing to the working day before it.
    if (asked.addedMs > longestMs) last = date
    longestMs = Math.max(longestMs, asked.addedMs)
  }
  return last
}
