import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'

const zip = promisify(gzip)

/** Below this, packing costs more than it saves. */
const worthPackingBytes = 16 * 1024

/**
 * The body of a JSON reply: packed with gzip where it is large and the caller reads that. A first load is text that shrinks to less
 * than a tenth, and the lines of many offices are slow. The quickest level, outside the main thread.
 */
export async function packedJson(request: FastifyRequest, reply: FastifyReply, text: string): Promise<string | Buffer> {
  void reply.header('vary', 'accept-encoding')
  if (text.length < worthPackingBytes || !readsGzip(request.headers['accept-encoding'])) return text
  const packed = await zip(text, { level: constants.Z_BEST_SPEED })
  void reply.header('content-encoding', 'gzip')
  return packed
}

function readsGzip(header: string | string[] | undefined): boolean {
  return /(^|,)\s*gzip\s*(;\s*q=(?!0(\.0*)?\s*(,|$))[\d.]+\s*)?(,|$)/i.test(String(header ?? ''))
}
