import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { DeskSchema } from '../../db/schema.ts'

/**
 * How far readers may go: in a snapshot begun after this answer every commit up to `settled` is seen or was rolled back; `taken` is the
 * highest number any commit has taken, finished or not.
 */
export type SettledSeq = Readonly<{ settled: number; taken: number }>

/** Asks for it outside any transaction: inside one with a snapshot of its own the answer would be newer than what is seen. */
export async function readSettled(kysely: Kysely<DeskSchema>): Promise<SettledSeq> {
  const found = await sql<SettledSeq>`select settled, taken from desk_settled()`.execute(kysely)
  const row = found.rows[0]
  if (row === undefined) throw new Error('desk_settled answered no row')
  return row
}
