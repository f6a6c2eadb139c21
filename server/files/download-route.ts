import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { FileRowV1 } from '../../shared/contract/rows.ts'
import { may } from '../../shared/domain/authority.ts'
import type { AppContext } from '../app-context.ts'
import { enterRequest, inSystem } from '../db/transaction.ts'
import { Problem } from '../http/problem.ts'
import type { Official } from '../identity/officials.ts'
import { loadScope } from '../sync/held-buckets.ts'
import { referenceOf } from '../sync/reference.ts'
import { byteRange } from './byte-range.ts'
import { readContent, sizeOfContent } from './content-store.ts'
import { fileCallerOf } from './file-caller.ts'
import { uploadPath } from './incoming-uploads.ts'
import { filesOfReply } from './reply-files.ts'

/** The file by its id or content hash, if it belongs to a case in one of the official's buckets whose files the rules let them see. */
async function visibleToOfficial(context: AppContext, official: Official, key: string): Promise<FileRowV1 | null> {
  return inSystem(context.database.kysely, async (tx) => {
    const { organisation } = await referenceOf(tx, context.database, context.clock())
    await enterRequest(tx, await loadScope(tx, official, organisation))
    const rows = await tx
      .selectFrom('file')
      .innerJoin('complaint', 'complaint.id', 'file.case_id')
      .select(['file.data as file', 'complaint.data as complaint'])
      .where((where) => where.or([where('file.id', '=', key), where('file.hash', '=', key)]))
      .orderBy('file.stored', 'desc')
      .execute()
    return rows.find(({ complaint }) => may(official, 'viewFiles', complaint, organisation))?.file ?? null
  })
}

/** The citizen's side sees the citizen's own files and those that an approved reply refers to. */
async function visibleToIntake(context: AppContext, key: string): Promise<FileRowV1 | null> {
  const { kysely } = context.database
  const row = await kysely
    .selectFrom('file')
    .innerJoin('complaint', 'complaint.id', 'file.case_id')
    .select(['file.data as file', 'complaint.data as complaint'])
    .where('file.id', '=', key)
    .where('complaint.source', 'not like', 'import:%')
    .executeTakeFirst()
  if (row === undefined) return null
  if (row.file.role === 'report') return row.file
  const ofReply = await filesOfReply(kysely, row.complaint)
  return ofReply.find((file) => file.id === row.file.id) ?? null
}

/** Citizens choose file names: only the encoded form is sent, and the bytes are never shown in place by a browser. */
function disposition(name: string): string {
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename*=UTF-8''${encoded}`
}

async function download(context: AppContext, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const caller = await fileCallerOf(context, request)
  const { fileId } = request.params as { fileId: string }
  const file = await (caller.kind === 'official'
    ? visibleToOfficial(context, caller.official, fileId)
    : visibleToIntake(context, fileId))
  if (file === null) throw new Problem('not_found', 'There is no such file, or its case is not yours to see.')
  const { filesFolder } = context.config
  const size = await sizeOfContent(filesFolder, file.hash)
  if (!file.stored || size === null)
    throw new Problem('files_incomplete', 'The bytes of this file have not arrived yet.')
  const etag = `"${file.hash}"`
  void reply.headers({
    'accept-ranges': 'bytes',
    'cache-control': 'private, max-age=0, must-revalidate',
    'content-disposition': disposition(file.name),
    etag,
  })
  if (request.headers['if-none-match'] === etag) return reply.status(304).send()
  const ifRange = request.headers['if-range']
  const range = ifRange === undefined || ifRange === etag ? byteRange(request.headers.range, size) : 'whole'
  if (range === 'unsatisfiable') return reply.status(416).header('content-range', `bytes */${size}`).send()
  const part = range === 'whole' ? { from: 0, to: size - 1 } : range
  if (range !== 'whole') void reply.status(206).header('content-range', `bytes ${part.from}-${part.to}/${size}`)
  void reply.type(file.type).header('content-length', part.to - part.from + 1)
  return reply.send(readContent(filesFolder, file.hash, part.from, part.to))
}

/** `GET /files/{fileId}`: the bytes of a stored file by its id (officials also by its hash), whole or one range of them. */
export function registerDownloadRoute(app: FastifyInstance, context: AppContext): void {
  app.get(`${uploadPath}/:fileId`, { exposeHeadRoute: false }, (request, reply) => download(context, request, reply))
}
