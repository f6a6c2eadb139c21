import type { FileRowV1 } from '../../shared/contract/rows.ts'
import type { AppContext } from '../app-context.ts'
import { toJson } from '../db/schema.ts'
import type { Tx } from '../db/transaction.ts'
import { Problem } from '../http/problem.ts'
import { isAcceptedType } from '../../shared/contract/files/file-types.ts'
import { announcerOf } from './file-caller.ts'
import type { FileCaller } from './file-caller.ts'

/** A file as it is told before its bytes travel; `announcedBy` is an official's id or `intake`. */
export type Announcement = Readonly<{
  id: string
  caseId: string
  hash: string
  name: string
  type: string
  sizeBytes: number
  role: FileRowV1['role']
  announcedBy: string
}>

/** Refuses a file that could never be stored, before anything is written: `file_type_refused`, `file_too_large`. */
export function checkAnnouncement(file: Readonly<{ type: string; sizeBytes: number }>, maxFileBytes: number): void {
  if (!isAcceptedType(file.type))
    throw new Problem('file_type_refused', `Files of type ${file.type.slice(0, 80)} are not accepted.`)
  if (file.sizeBytes > maxFileBytes)
    throw new Problem('file_too_large', `A file may have at most ${maxFileBytes} bytes.`)
}

/** Adds the row of a checked file whose bytes are awaited, within the transaction of what announces it. */
export async function announceFile(tx: Tx, file: Announcement, nowMs: number): Promise<void> {
  const { announcedBy, ...described } = file
  const row: FileRowV1 = { ...described, thumb: null, stored: false }
  await tx
    .insertInto('file')
    .values({ id: file.id, data: toJson(row), announced_by: announcedBy, announced_at_ms: nowMs })
    .execute()
}

/** The announced file that this caller may send bytes for. Throws `not_found` for any other, so that nothing is learnt of it. */
export async function requireAnnounced(context: AppContext, caller: FileCaller, fileId: string): Promise<FileRowV1> {
  const row = await context.database.kysely
    .selectFrom('file')
    .select('data')
    .where('id', '=', fileId)
    .where('announced_by', '=', announcerOf(caller))
    .executeTakeFirst()
  if (row === undefined) throw new Problem('not_found', 'There is no such announced file.')
  return row.data
}
