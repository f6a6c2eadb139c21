import type { CaseRowV1 } from '../shared/contract/rows.ts'
import type { AppContext } from './app-context.ts'
import { toJson } from './db/schema.ts'
import { inSystem } from './db/transaction.ts'

const casesPerChunk = 400
const weekMs = 7 * 24 * 60 * 60 * 1000
const weeksBack = 100
/** Copies older than this are closed, as most cases of a real desk are. */
const openWeeks = 3

const copyPrefix = 'load-'

/**
 * Copies the sample cases, without their events, until the database holds `total` cases: rows of real size for load tests. Copies
 * that an interrupted run made are counted in. `onProgress` hears how many cases there are and shall be.
 */
export async function fillWithCopies(
  context: AppContext,
  total: number,
  onProgress: (made: number, total: number) => void,
): Promise<void> {
  const { kysely } = context.database
  const stored = await kysely
    .selectFrom('complaint')
    .select('data')
    .where('id', 'not like', `${copyPrefix}%`)
    .orderBy('id')
    .execute()
  const originals = stored.map((row) => row.data)
  if (originals.length === 0) return
  const { n: held } = await kysely
    .selectFrom('complaint')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  for (let made = held; made < total; made += casesPerChunk) {
    const count = Math.min(casesPerChunk, total - made)
    const rows = Array.from({ length: count }, (_, n) => copyOf(originals, made + n)).map((row) => ({
      id: row.id,
      data: toJson(row),
    }))
    await inSystem(kysely, (tx) => tx.insertInto('complaint').values(rows).execute())
    onProgress(made + count, total)
  }
}

function copyOf(originals: readonly CaseRowV1[], n: number): CaseRowV1 {
  const original = originals[n % originals.length] as CaseRowV1
  const weeks = n % weeksBack
  const back = (atMs: number): number => atMs - weeks * weekMs
  const maybeBack = (atMs: number | null): number | null => (atMs === null ? null : back(atMs))
  const { clocks } = original
  const shifted = {
    ...clocks,
    submittedAtMs: back(clocks.submittedAtMs),
    arrivedAtMs: back(clocks.arrivedAtMs),
    receptionDueAtMs: maybeBack(clocks.receptionDueAtMs),
    receivedAtMs: maybeBack(clocks.receivedAtMs),
    dueAtMs: maybeBack(clocks.dueAtMs),
    pauses: [],
    answeredAtMs: maybeBack(clocks.answeredAtMs),
    closedAtMs: maybeBack(clocks.closedAtMs),
  }
  const number = String(n).padStart(7, '0')
  const copy = {
    ...original,
    id: `${copyPrefix}${number}`,
    caseNumber: `LOAD-${number}`,
    mergedInto: null,
    clocks: shifted,
  }
  if (weeks <= openWeeks) return copy
  const answeredAtMs =
    shifted.answeredAtMs ?? (shifted.dueAtMs ?? shifted.submittedAtMs) + ((n % 7) - 4) * 60 * 60 * 1000
  return { ...copy, state: 'closed', clocks: { ...shifted, answeredAtMs, closedAtMs: answeredAtMs + weekMs } }
}
