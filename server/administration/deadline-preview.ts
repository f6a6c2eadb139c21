import { sql } from 'kysely'
import type { Expression, SqlBool } from 'kysely'
import type { z } from 'zod'
import type { calendarPreviewV1, policyPreviewV1 } from '../../shared/contract/admin/settings.ts'
import type { CaseRowV1 } from '../../shared/contract/rows.ts'
import { mayAdminister } from '../../shared/domain/admin/administration.ts'
import { may } from '../../shared/domain/authority.ts'
import type { Complaint } from '../../shared/domain/complaint.ts'
import { openStates } from '../../shared/domain/states.ts'
import { CalendarRangeError } from '../../shared/domain/time/calendar.ts'
import { MissingRuleError } from '../../shared/domain/time/clocks.ts'
import type { ClockRules } from '../../shared/domain/time/clocks.ts'
import { deadlineMove, recomputed } from '../../shared/domain/time/recompute.ts'
import type { DeadlineMove } from '../../shared/domain/time/recompute.ts'
import type { Tx } from '../db/transaction.ts'
import type { Official } from '../identity/officials.ts'
import type { Reference } from '../sync/reference.ts'

/** An open case before and after a change of rules, with what moved. */
export type MovedCase = Readonly<{ before: CaseRowV1; after: CaseRowV1; move: DeadlineMove }>

/** What became of a set of open cases under new rules. */
export type Recomputation = Readonly<{ open: number; moved: readonly MovedCase[]; unreadable: number }>

const chunk = 500
const mostListed = 200

/** Open cases of these agencies, and those that wait for one of them to take a transfer: its hours give the date of the answer. */
const hangsOn = (agencies: readonly string[]): Expression<SqlBool> => {
  const names = sql.join([...agencies, ''].map((agency) => sql`${agency}`))
  const states = sql.join(openStates.map((state) => sql`${state}`))
  return sql<SqlBool>`state in (${states}) and (agency in (${names})
    or (state = 'transfer_proposed' and data -> 'proposal' ->> 'targetAgency' in (${names})))`
}

/** A chunk of open cases that hang on these agencies after an id, in order of id; `lock` holds each until the transaction ends. */
export async function openCasesAfter(
  tx: Tx,
  agencies: readonly string[],
  after: string,
  lock = false,
): Promise<readonly CaseRowV1[]> {
  const rows = await tx
    .selectFrom('complaint')
    .select('data')
    .where(hangsOn(agencies))
    .where('id', '>', after)
    .orderBy('id')
    .limit(chunk)
    .$if(lock, (query) => query.forUpdate())
    .execute()
  return rows.map((row) => row.data)
}

/** How many open cases hang on these agencies. */
export async function countOpenCases(tx: Tx, agencies: readonly string[]): Promise<number> {
  const counted = await tx
    .selectFrom('complaint')
    .select((select) => select.fn.countAll<number>().as('n'))
    .where(hangsOn(agencies))
    .executeTakeFirstOrThrow()
  return counted.n
}

/** Computes the deadlines of a chunk of cases anew. Cases whose own rule is missing or ends too early are counted, not changed. */
export function recomputeCases(cases: readonly CaseRowV1[], rules: ClockRules): Recomputation {
  const moved: MovedCase[] = []
  let unreadable = 0
  for (const before of cases) {
    try {
      const after = recomputed(before, rules)
      const move = deadlineMove(before, after)
      if (move !== null)
        moved.push({
          before,
          after: { ...before, ...datesOf(after), rowVersion: after.rowVersion },
          move,
        })
    } catch (error) {
      if (!(error instanceof MissingRuleError || error instanceof CalendarRangeError)) throw error
      unreadable += 1
    }
  }
  return { open: cases.length, moved, unreadable }
}

/** Only the parts that hold dates are ever written back. */
function datesOf(
  complaint: Complaint,
): Pick<CaseRowV1, 'clocks' | 'proposal' | 'coordination' | 'questions' | 'extensions'> {
  const { clocks, proposal, coordination, questions, extensions } = complaint
  return {
    clocks: { ...clocks, pauses: [...clocks.pauses] },
    proposal,
    coordination: [...coordination],
    questions: [...questions],
    extensions: [...extensions],
  }
}

/** Every open case of these agencies that the rules would change; nothing is written. Read it in one snapshot. */
export async function recomputeAll(tx: Tx, agencies: readonly string[], rules: ClockRules): Promise<Recomputation> {
  const moved: MovedCase[] = []
  let [open, unreadable, last] = [0, 0, '']
  for (;;) {
    const cases = await openCasesAfter(tx, agencies, last)
    const found = recomputeCases(cases, rules)
    moved.push(...found.moved)
    open += found.open
    unreadable += found.unreadable
    last = cases.at(-1)?.id ?? ''
    if (cases.length < chunk) return { open, moved, unreadable }
  }
}

/**
 * A recomputation as its reader may see it: numbers and agencies for all; the number and the dates of each case, the next new date
 * first, for whoever administers the calendar of that owner (null: the city's), and else only where the reader may read the case.
 */
export function calendarPreview(
  found: Recomputation,
  reader: Official,
  { organisation }: Reference,
  owner: string | null,
): z.input<typeof calendarPreviewV1> {
  const moved = found.moved.filter(({ move }) => move.moved).toSorted((a, b) => nextOf(a.move) - nextOf(b.move))
  const administers = mayAdminister(reader, 'calendar', owner, organisation)
  const counts = new Map<string, number>()
  for (const { before } of moved) counts.set(before.agency, (counts.get(before.agency) ?? 0) + 1)
  const mayList = (row: CaseRowV1) => administers || may(reader, 'viewCase', row, organisation)
  const listed = moved.filter(({ before }) => mayList(before)).slice(0, mostListed)
  return {
    moved: moved.length,
    marked: found.moved.length - moved.length,
    unreadable: found.unreadable,
    open: found.open,
    agencies: [...counts].map(([agency, n]) => ({ agency, moved: n })).toSorted((a, b) => b.moved - a.moved),
    cases: listed.map(({ before, move }) => ({
      id: before.id,
      caseNumber: before.caseNumber,
      agency: before.agency,
      reception: move.reception,
      processing: move.processing,
      others: [...move.others],
    })),
    unlisted: moved.length - listed.length,
  }
}

/** The earliest of the new dates of a case, last where it has none. */
function nextOf({ reception, processing, others }: DeadlineMove): number {
  const dates = [reception, processing, ...others].flatMap(({ fromMs, toMs }) => (fromMs === toMs ? [] : [toMs]))
  return Math.min(Number.MAX_SAFE_INTEGER, ...dates.filter((atMs) => atMs !== null))
}

/** How many open cases live under which policy, most first. */
export async function openCasesByPolicy(tx: Tx): Promise<z.input<typeof policyPreviewV1>['keeps']> {
  const rows = await tx
    .selectFrom('complaint')
    .select(sql<string>`data -> 'clocks' ->> 'policy'`.as('policy'))
    .select((select) => select.fn.countAll<number>().as('open'))
    .where('state', 'in', [...openStates])
    .groupBy('policy')
    .orderBy('open', 'desc')
    .execute()
  return rows
}
