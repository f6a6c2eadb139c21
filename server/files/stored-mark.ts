import type { FileRowV1 } from '../../shared/contract/rows.ts'
import type { AppContext } from '../app-context.ts'
import { toJson } from '../db/schema.ts'
import { inSystem } from '../db/transaction.ts'
import type { Tx } from '../db/transaction.ts'
import { audit } from '../identity/audit.ts'
import { sizeOfContent } from './content-store.ts'

/** One transaction stamps few rows: whoever sends another of them finds the content there. */
const mostTwins = 100

const sameContent = (tx: Tx, file: FileRowV1, stored: boolean) =>
  tx
    .selectFrom('file')
    .select(['id', 'data', 'announced_by'])
    .where('hash', '=', file.hash)
    .where('stored', '=', stored)
    .orderBy('id')

const isSame = (one: FileRowV1, other: FileRowV1): boolean =>
  one.hash === other.hash && one.type === other.type && one.sizeBytes === other.sizeBytes

/**
 * Says in the row of a file that its bytes are kept, with the thumbnail made of them; and in every other row that waits for the very
 * same bytes, in whichever case: they travel once. Repeating it changes nothing.
 */
export async function markStored(context: AppContext, file: FileRowV1, thumb: string | null): Promise<void> {
  await inSystem(context.database.kysely, async (tx) => {
    const waiting = await sameContent(tx, file, false).limit(mostTwins).forUpdate().execute()
    const own = waiting.some((row) => row.id === file.id)
      ? []
      : await sameContent(tx, file, false).where('id', '=', file.id).forUpdate().execute()
    for (const row of [...waiting, ...own].filter(({ data }) => isSame(data, file))) {
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

/** Marks an announced file as stored where another case brought the very same bytes before; false where they still have to come. */
export async function adoptKnownContent(context: AppContext, file: FileRowV1): Promise<boolean> {
  const { kysely } = context.database
  const known = await inSystem(kysely, (tx) => sameContent(tx, file, true).limit(mostTwins).execute())
  const twin = known.find(({ data }) => isSame(data, file))
  if (twin === undefined) return false
  if ((await sizeOfContent(context.config.filesFolder, file.hash)) !== file.sizeBytes) return false
  await markStored(context, file, twin.data.thumb)
  return true
}
