import type { RowOf } from '../../../shared/contract/rows.ts'
import type { Calendar } from '../../../shared/domain/time/calendar.ts'
import { calendarsOf } from '../../../shared/domain/time/files/calendar-file.ts'
import { seedPolicies } from '../../../shared/domain/time/policy.ts'
import type { DeadlinePolicy } from '../../../shared/domain/time/policy.ts'
import { policiesOf } from '../../../shared/domain/time/files/policy-file.ts'

/** Called with the stable code of rows that cannot be used. */
export type OnRuleProblem = (code: string) => void

/** The policies of the reference rows by id; the seed policies are known before any row has arrived. */
export function policiesOfRows(
  rows: readonly RowOf<'policy'>[],
  onProblem: OnRuleProblem,
): ReadonlyMap<string, DeadlinePolicy> {
  const seeds = seedPolicies.map((policy) => [policy.id, policy] as const)
  return new Map([...seeds, ...guarded(() => policiesOf(rows), onProblem)])
}

/** The compiled calendars of the reference rows by id; none while the rows are incomplete. */
export function calendarsOfRows(
  rows: readonly RowOf<'calendar'>[],
  onProblem: OnRuleProblem,
): ReadonlyMap<string, Calendar> {
  return new Map(guarded(() => calendarsOf(rows), onProblem))
}

function guarded<V>(read: () => ReadonlyMap<string, V>, onProblem: OnRuleProblem): ReadonlyMap<string, V> {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error
    onProblem(String(error.code))
    return new Map()
  }
}
