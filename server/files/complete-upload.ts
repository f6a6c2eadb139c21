import { open, readFile } from 'node:fs/promises'
import type { FileRowV1 } from '../../shared/contract/rows.ts'
import type { AppContext } from '../app-context.ts'
import { toJson } from '../db/schema.ts'
import { inSystem } from '../db/transaction.ts'
import { Problem } from '../http/problem.ts'
import { audit } from '../identity/audit.ts'
import { hashOfFile, keepFile } from './content-store.ts'
import { markStored } from './stored-mark.ts'
import { hasThumbnail, officeType, sniffBytes, sniffType } from '../../shared/contract/files/file-types.ts'
import { makeThumbnail } from './pictures/thumbnail.ts'

/** What became of a complete upload. */
export type UploadOutcome = 'stored' | 'hash_wrong' | 'type_refused'

async function actualType(path: string): Promise<string | null> {
  const handle = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(sniffBytes), 0, sniffBytes, 0)
    const found = sniffType(buffer.subarray(0, bytesRead))
    return found === 'zip' ? officeType(await readFile(path)) : found
  } finally {
    await handle.close()
  }
}

/** A file of the wrong type can never be stored: its row goes, and the timeline says that it was refused. */
async function dropRefused(context: AppContext, file: FileRowV1): Promise<void> {
  await inSystem(context.database.kysely, async (tx) => {
    const gone = await tx.deleteFrom('file').where('id', '=', file.id).returning('announced_by').executeTakeFirst()
    if (gone === undefined) return
    const atMs = context.clock()
    const event = {
      id: `file-refused-${file.id}`,
      caseId: file.caseId,
      kind: 'system',
      code: 'file_refused',
      actor: null,
      atMs,
      text: file.name,
      late: false,
      extra: null,
    }
    await tx
      .insertInto('event')
      .values({ id: event.id, data: toJson(event) })
      .onConflict((on) => on.column('id').doNothing())
      .execute()
    const detail = { outcome: 'type_refused' }
    await audit(tx, { atMs, actor: gone.announced_by, action: 'file', subject: file.id, detail })
  })
}

/**
 * Decides over an upload whose bytes are all there: compares the SHA-256 with the declared one and the content with the declared
 * type, keeps the file under its content name, makes the thumbnail and writes both to the file row. Repeating it changes nothing.
 * The caller removes `path` afterwards.
 */
export async function completeUpload(context: AppContext, file: FileRowV1, path: string): Promise<UploadOutcome> {
  if ((await hashOfFile(path)) !== file.hash) return 'hash_wrong'
  if ((await actualType(path)) !== file.type) {
    await dropRefused(context, file)
    return 'type_refused'
  }
  const thumb = hasThumbnail(file.type) ? await makeThumbnail(await readFile(path)) : null
  await keepFile(context.config.filesFolder, file.hash, path)
  await markStored(context, file, thumb)
  return 'stored'
}

/** The problem to answer for an upload that was not kept. */
export function outcomeProblem(outcome: Exclude<UploadOutcome, 'stored'>): Problem {
  return outcome === 'hash_wrong'
    ? new Problem(
        'file_hash_wrong',
        'The bytes do not have the declared SHA-256; the upload was removed and can be sent again.',
      )
    : new Problem('file_type_refused', 'The content is not of the declared type; the file was removed.')
}
