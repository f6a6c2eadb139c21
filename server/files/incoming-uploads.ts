import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { FileStore } from '@tus/file-store'
import { Server, Upload } from '@tus/server'
import type { FileRowV1 } from '../../shared/contract/rows.ts'

/** Where uploads are reached, without a slash at the end. */
export const uploadPath = '/files'

/** The name of the metadata entry that says which announced file an upload is for. */
export const fileIdKey = 'fileId'

/** A device may be away for weeks before it goes on with an upload. */
const unfinishedLifeMs = 45 * 24 * 3_600_000

/** The uploads under way of one files folder; the id of an upload is the id of its announced file. */
export type IncomingUploads = Readonly<{
  /** Hands a request to the tus protocol. */
  handle: (request: Request) => Promise<Response>
  /** How many bytes have arrived, null when no upload was begun. */
  offsetOf: (fileId: string) => Promise<number | null>
  /** Where the bytes lie. */
  pathOf: (fileId: string) => string
  /** Opens an empty upload for an announced file, replacing what had arrived. */
  begin: (file: FileRowV1) => Promise<void>
  /** Forgets an upload and its bytes. */
  remove: (fileId: string) => Promise<void>
  /** Forgets uploads that were begun long ago and never completed; answers how many. */
  forgetOld: () => Promise<number>
}>

/** Whether an id may name a file on disk: no separator, no dot, no surprise. */
export function isUploadId(id: string): boolean {
  return /^[A-Za-z0-9_-]{1,120}$/.test(id)
}

/** The announced file that an `Upload-Metadata` header names, or null. */
export function fileIdOfMetadata(header: string | undefined): string | null {
  for (const entry of (header ?? '').split(',')) {
    const [key, value] = entry.trim().split(' ')
    if (key === fileIdKey && value !== undefined) {
      const id = Buffer.from(value, 'base64').toString('utf8')
      return isUploadId(id) ? id : null
    }
  }
  return null
}

// The store makes its folder unawaited, and a failure there could be caught by nobody; the folder is made before the store is.
Reflect.set(FileStore.prototype, 'checkOrCreateDirectory', () => undefined)

/** Opens the folder of uploads under way. Two server processes on one folder need the same machine: locks are held in memory. */
export function openIncomingUploads(filesFolder: string, maxFileBytes: number): IncomingUploads {
  const directory = join(filesFolder, 'incoming')
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const store = new FileStore({ directory, expirationPeriodInMilliseconds: unfinishedLifeMs })
  const server = new Server({
    path: uploadPath,
    datastore: store,
    maxSize: maxFileBytes,
    relativeLocation: true,
    disableTerminationForFinishedUploads: true,
    allowedOrigins: [],
    namingFunction: (_request, metadata) => metadata?.[fileIdKey] ?? '',
    getFileIdFromRequest: (_request, lastPath) =>
      lastPath !== undefined && isUploadId(lastPath) ? lastPath : undefined,
  })
  const offsetOf = async (fileId: string): Promise<number | null> => {
    try {
      return (await store.getUpload(fileId)).offset
    } catch (cause) {
      if (typeof cause === 'object' && cause !== null && 'status_code' in cause) return null
      throw cause
    }
  }
  return {
    handle: (request) => server.handleWeb(request),
    offsetOf,
    pathOf: (fileId) => join(directory, fileId),
    begin: async (file) => {
      await store.create(
        new Upload({ id: file.id, size: file.sizeBytes, offset: 0, metadata: { [fileIdKey]: file.id } }),
      )
    },
    remove: async (fileId) => {
      if ((await offsetOf(fileId)) !== null) await store.remove(fileId)
    },
    forgetOld: () => store.deleteExpired(),
  }
}
