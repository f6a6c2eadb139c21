import type { SealedReader } from './sealed-file.ts'
import { segmentBytes } from './sealed-file.ts'
import type { EvidenceStore } from './evidence-store.ts'
import { guardHeaders } from '../protocol/response-headers.ts'

const lookedAt = /^\/files\/([0-9a-f]{64})$/

function streamOf(reader: SealedReader): ReadableStream<Uint8Array> {
  let at = 0
  return new ReadableStream({
    pull: async (controller) => {
      const part = await reader.slice(at, at + segmentBytes)
      at += part.length
      if (part.length > 0) controller.enqueue(part)
      if (at < reader.sizeBytes && part.length > 0) return
      await reader.close()
      controller.close()
    },
    cancel: () => reader.close(),
  })
}

/** A file that this device holds, for a page that asks for it as for one of the server's; null where it is not here. */
export async function localContent(
  store: EvidenceStore | null,
  asked: Readonly<{ method: string; path: string }>,
): Promise<Response | null> {
  const hash = lookedAt.exec(asked.path)?.[1]
  if (store === null || hash === undefined || asked.method !== 'GET' || !(await store.files.has(hash))) return null
  const reader = await store.files.reader(hash)
  await store.files.touch(hash, Date.now())
  const headers = {
    ...guardHeaders,
    'content-type': 'application/octet-stream',
    'content-length': String(reader.sizeBytes),
    'cache-control': 'no-store',
  }
  return new Response(streamOf(reader), { status: 200, headers })
}
