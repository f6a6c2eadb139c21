import type { Tx } from '../db/transaction.ts'
import { hanoiDay } from '../identity/officials.ts'

/** Formats a case number: `HN-2026-001234`. */
export function caseNumberOf(year: number, n: number): string {
  return `HN-${year}-${String(n).padStart(6, '0')}`
}

/** Takes the next `count` case numbers of the year in Hanoi at `atMs`, in order; they are given back if the transaction fails. */
export async function takeCaseNumbers(tx: Tx, atMs: number, count: number): Promise<readonly string[]> {
  const year = Number(hanoiDay(atMs).slice(0, 4))
  const { last } = await tx
    .insertInto('case_number_counter')
    .values({ year, last: count })
    .onConflict((on) => on.column('year').doUpdateSet((eb) => ({ last: eb('case_number_counter.last', '+', count) })))
    .returning('last')
    .executeTakeFirstOrThrow()
  return Array.from({ length: count }, (_, index) => caseNumberOf(year, last - count + 1 + index))
}
