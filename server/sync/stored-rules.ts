import type { RowOf } from '../../shared/contract/rows.ts'
import type { Calendar } from '../../shared/domain/time/calendar.ts'
import { CalendarFileError, calendarsOf } from '../../shared/domain/time/files/calendar-file.ts'
import type { DeadlinePolicy } from '../../shared/domain/time/policy.ts'
import { seedPolicies } from '../../shared/domain/time/policy.ts'
import { PolicyFileError, policiesOf } from '../../shared/domain/time/files/policy-file.ts'

/** Told of every stored policy or calendar that cannot be used; commands that need it are quarantined until it is mended. */
export type Complain = (problems: readonly string[]) => void

/** The usable policies by id: the stored ones, and the seed policies where none of that id is stored. */
export function storedPolicies(
  rows: readonly RowOf<'policy'>[],
  complain: Complain,
): ReadonlyMap<string, DeadlinePolicy> {
  const policies = new Map(seedPolicies.map((policy) => [policy.id, policy]))
  for (const row of rows) {
    try {
      for (const [id, policy] of policiesOf([row])) policies.set(id, policy)
    } catch (error) {
      if (!(error instanceof PolicyFileError)) throw error
      complain(error.problems)
    }
  }
  return policies
}

/** The usable calendars by id, compiled. A faulty row is left out; the others still count. */
export function storedCalendars(rows: readonly RowOf<'calendar'>[], complain: Complain): ReadonlyMap<string, Calendar> {
  const usable = rows.filter((row) => {
    try {
      calendarsOf([row])
      return true
    } catch (error) {
      if (!(error instanceof CalendarFileError)) throw error
      complain(error.problems)
      return false
    }
  })
  return calendarsOf(usable)
}
