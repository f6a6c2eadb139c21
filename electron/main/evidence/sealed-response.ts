import { sniffBytes, sniffType } from '../../../shared/contract/files/file-types.ts'
import { parseRange } from '../protocol/bundle-file.ts'
import { guardHeaders, problemResponse } from '../protocol/response-headers.ts'
import { segmentBytes } from './sealed-file.ts'
import type { SealedReader } from './sealed-file.ts'

type Part = Readonly<{ from: number; to: number }>

function streamOf(reader: SealedReader, { from, to }: Part): ReadableStream<Uint8Array> {
  let at = from
  return new ReadableStream(
    {
      pull: async (controller) => {
        const part = await reader.slice(at, Math.min(at + segmentBytes, to + 1))
        at += part.length
        if (part.length > 0) controller.enqueue(part)
        if (at <= to && part.length > 0) return
        await reader.close()
        controller.close()
      },
      cancel: () => reader.close(),
    },
    { highWaterMark: 0 },
  )
}

async function typeOf(reader: SealedReader): Promise<string> {
  const type = sniffType(await reader.slice(0, sniffBytes))
  return type === null || type === 'zip' ? 'application/octet-stream' : type
}

async function answer(reader: SealedReader, asked: Readonly<{ method: string; range: string | null }>) {
  const { sizeBytes } = reader
  const range = parseRange(asked.range, sizeBytes)
  if (range === 'unsatisfiable') return { response: problemResponse(416, 'bad_range', 'Range not satisfiable') }
  const part = range ?? { from: 0, to: sizeBytes - 1 }
  await reader.check(part.from, part.to + 1)
  const headers = {
    ...guardHeaders,
    'content-type': await typeOf(reader),
    'content-length': String(part.to - part.from + 1),
    'accept-ranges': 'bytes',
    'cache-control': 'no-store',
    ...(range === null ? {} : { 'content-range': `bytes ${part.from}-${part.to}/${sizeBytes}` }),
  }
  const isStreamed = asked.method !== 'HEAD'
  const response = new Response(isStreamed ? streamOf(reader, part) : null, {
    status: range === null ? 200 : 206,
    headers,
  })
  return { response, isStreamed }
}

/**
 * A sealed file as the answer to a page, whole or one byte range, its type read from its bytes. What is asked for is opened before it is
 * answered: throws `file_damaged` where it does not open. Closes the reader, at the latest with the stream.
 */
export async function sealedResponse(
  reader: SealedReader,
  asked: Readonly<{ method: string; range: string | null }>,
): Promise<Response> {
  let isStreamed: boolean | undefined
  try {
    const answered = await answer(reader, asked)
    isStreamed = answered.isStreamed
    return answered.response
  } finally {
    if (isStreamed !== true) await reader.close()
  }
}
