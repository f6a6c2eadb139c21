import type { FileRowV1 } from '../../shared/contract/rows.ts'
import { may } from '../../shared/domain/authority.ts'
import { announcedByIntake } from '../api/intake-key.ts'
import type { AppContext } from '../app-context.ts'
import { toJson } from '../db/schema.ts'
import { enterRequest, inSystem } from '../db/transaction.ts'
import type { Tx } from '../db/transaction.ts'
import { audit } from '../identity/audit.ts'
import { loadOfficial } from '../identity/officials.ts'
import { loadScope } from '../sync/held-buckets.ts'
import { referenceOf } from '../sync/reference.ts'
import { sizeOfContent } from './content-store.ts'
import { announcerOf } from './file-caller.ts'
import type { FileCaller } from './file-caller.ts'

/** One transaction stamps few rows: whoever sends another of them finds the content there. */
const mostTwins = 100

const sameContent = (tx: Tx, file: FileRowV1, stored: boolean) =>
  tx
    .selectFrom('file')
    .select(['file.id', 'file.data', 'file.announced_by'])
    .where('file.hash', '=', file.hash)
    .where('file.stored', '=', stored)
    .orderBy('file.id')

const isSame = (one: FileRowV1, other: FileRowV1): boolean =>
  one.hash === other.hash && one.type === other.type && one.sizeBytes === other.sizeBytes

/**
 * Says in the row of a file that its bytes are kept, with the thumbnail made of them; and in every other row that waits for the very
 * same bytes and was announced by somebody who may have them: they travel once. Repeating it changes nothing.
 */
export async function markStored(context: AppContext, file: FileRowV1, thumb: string | null): Promise<void> {
  await inSystem(context.database.kysely, async (tx) => {
    const waiting = await sameContent(tx, file, false).limit(mostTwins).forUpdate().execute()
    const own = waiting.some((row) => row.id === file.id)
      ? []
      : await sameContent(tx, file, false).where('id', '=', file.id).forUpdate().execute()
    const rows = [...waiting, ...own].filter(({ data }) => isSame(data, file))
    const entitled = await entitledTo(context, tx, file, new Set(rows.map((row) => row.announced_by)))
    for (const row of rows.filter(({ id, announced_by: by }) => id === file.id || entitled.has(by))) {
      await tx
        .updateTable('file')
        .set({ data: toJson({ ...row.data, stored: true, thumb }) })
        .where('id', '=', row.id)
        .execute()
      const detail = { outcome: 'stored', sizeBytes: file.sizeBytes, ...(row.id === file.id ? {} : { with: file.id }) }
      await audit(tx, { atMs: context.clock(), actor: row.announced_by, action: 'file', subject: row.id, detail })
    }
  })
}

/** Of those who announced files: who announced this one too, and so has its bytes, and the officials who see its case. */
async function entitledTo(
  context: AppContext,
  tx: Tx,
  file: FileRowV1,
  announcers: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const row = await tx
    .selectFrom('file')
    .innerJoin('complaint', 'complaint.id', 'file.case_id')
    .select(['file.announced_by', 'complaint.data', 'complaint.buckets'])
    .where('file.id', '=', file.id)
    .executeTakeFirst()
  if (row === undefined) return new Set()
  const nowMs = context.clock()
  const { organisation } = await referenceOf(tx, context.database, nowMs)
  const entitled = new Set([row.announced_by])
  for (const id of announcers) {
    const official = entitled.has(id) || id === announcedByIntake ? null : await loadOfficial(tx, id, nowMs)
    if (official === null || !may(official, 'viewFiles', row.data, organisation)) continue
    const { buckets } = await loadScope(tx, official, organisation)
    if (row.buckets.some((bucket) => buckets.includes(bucket))) entitled.add(id)
  }
  return entitled
}

/**
 * Marks a file its caller announced as stored where a file that the caller may see brought the very same bytes before; false where
 * they still have to come. Who merely knows the hash of a file sends its bytes first.
 */
export async function adoptKnownContent(context: AppContext, caller: FileCaller, file: FileRowV1): Promise<boolean> {
  const twin = await twinSeenBy(context, caller, file)
  if (twin === null) return false
  if ((await sizeOfContent(context.config.filesFolder, file.hash)) !== file.sizeBytes) return false
  await markStored(context, file, twin.thumb)
  return true
}

/** A stored file of the same content that the caller may see; the citizen's side sees what it brought itself. */
function twinSeenBy(context: AppContext, caller: FileCaller, file: FileRowV1): Promise<FileRowV1 | null> {
  return inSystem(context.database.kysely, async (tx) => {
    if (caller.kind === 'intake') {
      const known = sameContent(tx, file, true).where('file.announced_by', '=', announcerOf(caller))
      return (await known.limit(mostTwins).execute()).find(({ data }) => isSame(data, file))?.data ?? null
    }
    const { official } = caller
    const { organisation } = await referenceOf(tx, context.database, context.clock())
    await enterRequest(tx, await loadScope(tx, official, organisation))
    const known = sameContent(tx, file, true)
      .innerJoin('complaint', 'complaint.id', 'file.case_id')
      .select('complaint.data as complaint')
    return (
      (await known.limit(mostTwins).execute()).find(
        ({ data, complaint }) => isSame(data, file) && may(official, 'viewFiles', complaint, organisation),
      )?.data ?? null
    )
  })
}
