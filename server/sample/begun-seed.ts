import type { Kysely } from 'kysely'
import type { DeskSchema } from '../db/schema.ts'

/** What a filling leaves behind while it is not finished: the samples with the moment they are dated by, generated load cases. */
export type SeedPart = 'sample_begun' | 'load_begun'

/** Notes that a part was begun; a note of an earlier, interrupted run stays as it is. */
export async function noteBegun(kysely: Kysely<DeskSchema>, part: SeedPart, atMs: number): Promise<void> {
  await kysely
    .insertInto('server_setting')
    .values({ name: part, value: String(atMs) })
    .onConflict((on) => on.column('name').doNothing())
    .execute()
}

/** When an unfinished part was begun (Unix milliseconds), or null. */
export async function begunAtMs(kysely: Kysely<DeskSchema>, part: SeedPart): Promise<number | null> {
  const row = await kysely.selectFrom('server_setting').select('value').where('name', '=', part).executeTakeFirst()
  return row === undefined ? null : Number(row.value)
}

/** Takes the note away: the part is finished. */
export async function noteFinished(kysely: Kysely<DeskSchema>, part: SeedPart): Promise<void> {
  await kysely.deleteFrom('server_setting').where('name', '=', part).execute()
}
