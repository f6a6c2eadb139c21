import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ErrorCode } from '../../shared/contract/error-codes.ts'
import type { FileRowV1 } from '../../shared/contract/rows.ts'
import type { AppContext } from '../app-context.ts'
import { Problem, problemDocument, problemMediaType } from '../http/problem.ts'
import { requireAnnounced } from './announced-file.ts'
import { adoptKnownContent } from './stored-mark.ts'
import { completeUpload, outcomeProblem } from './complete-upload.ts'
import type { UploadOutcome } from './complete-upload.ts'
import { fileCallerOf } from './file-caller.ts'
import type { FileCaller } from './file-caller.ts'
import { fileIdOfMetadata, isUploadId, uploadPath } from './incoming-uploads.ts'
import type { IncomingUploads } from './incoming-uploads.ts'

const tusVersion = '1.0.0'
const codeOfStatus: Readonly<Record<number, ErrorCode>> = {
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  410: 'not_found',
  413: 'file_too_large',
  423: 'conflict',
}

type Uploads = Readonly<{ context: AppContext; incoming: IncomingUploads }>

/** The request as the tus library reads it; its body streams, so a cut connection keeps what had arrived. */
function webRequest(request: FastifyRequest): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined && name !== 'authorization' && name !== 'origin')
      headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  const hasBody = request.method === 'PATCH' || request.method === 'POST'
  const body = hasBody ? { body: Readable.toWeb(request.raw) as ReadableStream, duplex: 'half' } : {}
  return new Request(`http://server${request.url}`, { method: request.method, headers, ...body })
}

/** Sends what the tus library answered; its error texts become problem documents with the same status. */
async function sendAnswer(reply: FastifyReply, answer: Response): Promise<FastifyReply> {
  for (const [name, value] of answer.headers) {
    if (name !== 'content-length' && !name.startsWith('access-control-')) reply.header(name, value)
  }
  if (answer.status < 400) return reply.status(answer.status).send(await answer.text())
  // A fault of the server (a full disk, say) shows nothing of itself.
  if (answer.status >= 500) throw new Error(`the upload failed: ${(await answer.text()).slice(0, 200)}`)
  const code = codeOfStatus[answer.status] ?? 'bad_request'
  const detail = (await answer.text()).trim().slice(0, 200)
  const problem = { ...problemDocument(code, detail), status: answer.status }
  return reply.status(answer.status).type(problemMediaType).send(JSON.stringify(problem))
}

async function decide({ context, incoming }: Uploads, file: FileRowV1): Promise<UploadOutcome> {
  const outcome = await completeUpload(context, file, incoming.pathOf(file.id))
  if (outcome === 'hash_wrong') await incoming.begin(file)
  else await incoming.remove(file.id)
  return outcome
}

const underDecision = new Map<string, Promise<UploadOutcome>>()

/**
 * Keeps or refuses an upload once its last byte is there; also at a later HEAD, should the server have stopped in between. Two
 * requests at one moment share one decision.
 */
async function settle(uploads: Uploads, file: FileRowV1): Promise<void> {
  if ((await uploads.incoming.offsetOf(file.id)) !== file.sizeBytes) return
  const deciding = underDecision.get(file.id) ?? decide(uploads, file).finally(() => underDecision.delete(file.id))
  underDecision.set(file.id, deciding)
  const outcome = await deciding
  if (outcome !== 'stored') throw outcomeProblem(outcome)
}

function answerStored(reply: FastifyReply, file: FileRowV1): FastifyReply {
  return reply
    .status(200)
    .headers({ 'tus-resumable': tusVersion, 'upload-offset': file.sizeBytes, 'upload-length': file.sizeBytes })
    .send('')
}

/** The announced file as it stands; bytes that another case the caller sees brought meanwhile are not asked for again. */
async function announcedNow({ context, incoming }: Uploads, caller: FileCaller, fileId: string): Promise<FileRowV1> {
  const file = await requireAnnounced(context, caller, fileId)
  if (file.stored || !(await adoptKnownContent(context, caller, file))) return file
  await incoming.remove(file.id)
  return { ...file, stored: true }
}

async function create(uploads: Uploads, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const caller = await fileCallerOf(uploads.context, request)
  const fileId = fileIdOfMetadata(String(request.headers['upload-metadata'] ?? ''))
  if (fileId === null) throw new Problem('bad_request', 'Upload-Metadata must name the announced file as fileId.')
  const file = await announcedNow(uploads, caller, fileId)
  if (file.stored) throw new Problem('conflict', 'The bytes of this file are stored already.')
  if (Number(request.headers['upload-length']) !== file.sizeBytes) {
    const tooLarge = Number(request.headers['upload-length']) > uploads.context.config.maxFileBytes
    throw new Problem(tooLarge ? 'file_too_large' : 'bad_request', 'Upload-Length must be the announced size.')
  }
  const answer = await uploads.incoming.handle(webRequest(request))
  if (answer.status < 400) await settle(uploads, file)
  return sendAnswer(reply, answer)
}

/** Whether the upload is gone because it was stored a moment ago, or was never begun. */
async function headAgain(uploads: Uploads, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const caller = await fileCallerOf(uploads.context, request)
  const file = await requireAnnounced(uploads.context, caller, (request.params as { fileId: string }).fileId)
  if (file.stored) return answerStored(reply, file)
  throw new Problem('not_found', 'The upload has not been begun: create it first.')
}

async function proceed(uploads: Uploads, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const caller = await fileCallerOf(uploads.context, request)
  const { fileId } = request.params as { fileId: string }
  if (!isUploadId(fileId)) throw new Problem('not_found')
  const file = await announcedNow(uploads, caller, fileId)
  if (file.stored) {
    if (request.method === 'HEAD') return answerStored(reply, file)
    throw new Problem('conflict', 'The bytes of this file are stored already.')
  }
  if (request.method === 'HEAD') {
    await settle(uploads, file)
    if ((await uploads.incoming.offsetOf(fileId)) === null) return headAgain(uploads, request, reply)
  }
  const answer = await uploads.incoming.handle(webRequest(request))
  if (request.method === 'PATCH' && answer.status < 400) await settle(uploads, file)
  return sendAnswer(reply, answer)
}

/**
 * The upload half of `/files`: tus 1.0 with creation, creation-with-upload and termination. Only whoever announced a file may send
 * its bytes. A complete upload is verified before the last request is answered: 460 `file_hash_wrong`, 415 `file_type_refused`.
 */
export function registerUploadRoutes(app: FastifyInstance, uploads: Uploads): void {
  // The bytes go to the tus library as a stream, which limits them to the announced size.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _payload, done) => done(null, undefined))
  const options = { bodyLimit: uploads.context.config.maxFileBytes + 1 }
  app.options(uploadPath, async (request, reply) =>
    sendAnswer(reply, await uploads.incoming.handle(webRequest(request))),
  )
  app.post(uploadPath, options, (request, reply) => create(uploads, request, reply))
  for (const method of ['HEAD', 'PATCH', 'DELETE'] as const) {
    app.route({
      method,
      url: `${uploadPath}/:fileId`,
      ...options,
      handler: (request, reply) => proceed(uploads, request, reply),
    })
  }
}
