import { DetailedError, Upload } from 'tus-js-client'
import type { FileSource } from 'tus-js-client'
import { codeOf } from '../desk-error.ts'
import type { ServerCall } from '../protocol/server-call.ts'
import type { EvidenceRecord } from './evidence-records.ts'
import { segmentBytes } from './sealed-file.ts'
import type { SealedReader } from './sealed-file.ts'
import type { SealedFiles } from './sealed-files.ts'
import { tusTransport, uploadOrigin } from './tus-transport.ts'

/** How sending one file ended; `code` is the server's or this program's own word. */
export type UploadOutcome = Readonly<
  | { kind: 'stored' }
  /** The server knows of no such file: the command that names it has not been taken. */
  | { kind: 'not_announced' }
  | { kind: 'unauthenticated' }
  | { kind: 'refused'; code: string }
  | { kind: 'later'; code: string }
  | { kind: 'stopped' }
>

export type UploadParts = Readonly<{
  files: SealedFiles
  call: ServerCall
  token: Readonly<{ get: () => Promise<string> }>
  onProgress: (sentBytes: number) => void
  signal: AbortSignal
}>

const refusedCodes: readonly string[] = ['file_type_refused', 'file_too_large', 'file_hash_wrong']
const localCodes: readonly string[] = ['file_damaged', 'key_lost', 'ENOENT']

function problemCode(error: DetailedError): string | null {
  try {
    const problem: unknown = JSON.parse(error.originalResponse?.getBody() ?? '')
    return typeof problem === 'object' && problem !== null && 'code' in problem ? String(problem.code) : null
  } catch {
    // No problem document: the status alone decides.
    return null
  }
}

/** Decides from typed codes and the status only. */
function outcomeOf(error: Error): UploadOutcome {
  const cause = 'causingError' in error && error.causingError instanceof Error ? error.causingError : error
  const own = codeOf(cause)
  if (own === 'unauthenticated') return { kind: 'unauthenticated' }
  if (refusedCodes.includes(own)) return { kind: 'refused', code: own }
  if (localCodes.includes(own)) return { kind: 'refused', code: own === 'ENOENT' ? 'file_damaged' : own }
  if (!(error instanceof DetailedError) || error.originalResponse === null) return { kind: 'later', code: own }
  const status = error.originalResponse.getStatus()
  const code = problemCode(error) ?? `status_${status}`
  if (status === 401) return { kind: 'unauthenticated' }
  if (status === 404) return { kind: 'not_announced' }
  if (refusedCodes.includes(code)) return { kind: 'refused', code }
  return { kind: 'later', code }
}

/** What the tus client reads from: pieces are opened as they are needed, never the whole file. */
function sourceOf(reader: SealedReader): FileSource {
  return {
    size: reader.sizeBytes,
    slice: async (start, end) => {
      const part = await reader.slice(start, end)
      // The tus client tells by `size` whether the last piece completes the file.
      return { value: Object.assign(part, { size: part.length }), done: end >= reader.sizeBytes }
    },
    close: () => undefined,
  }
}

/** Sends one file from the byte on that the server has, in pieces of 1 MiB; the tus client does not try again by itself. */
export async function uploadOne(record: EvidenceRecord, parts: UploadParts): Promise<UploadOutcome> {
  if (parts.signal.aborted) return { kind: 'stopped' }
  let reader: SealedReader
  try {
    reader = await parts.files.reader(record.hash)
  } catch (error) {
    return outcomeOf(error instanceof Error ? error : new Error('unknown'))
  }
  try {
    return await send(record, reader, parts)
  } finally {
    await reader.close()
  }
}

function send(record: EvidenceRecord, reader: SealedReader, parts: UploadParts): Promise<UploadOutcome> {
  return new Promise((resolve) => {
    // The tus client asks for a kind of input it knows; the file reader below is what it reads from.
    const upload = new Upload(Buffer.alloc(0), {
      endpoint: `${uploadOrigin}/files`,
      uploadUrl: `${uploadOrigin}/files/${record.id}`,
      metadata: { fileId: record.id },
      uploadSize: record.sizeBytes,
      chunkSize: segmentBytes,
      retryDelays: null,
      httpStack: tusTransport(parts),
      fileReader: { openFile: async () => sourceOf(reader) },
      onProgress: (sent) => parts.onProgress(sent),
      onSuccess: () => resolve({ kind: 'stored' }),
      onError: (error) => resolve(outcomeOf(error)),
    })
    parts.signal.addEventListener('abort', () => {
      void upload.abort().finally(() => resolve({ kind: 'stopped' }))
    })
    upload.start()
  })
}
