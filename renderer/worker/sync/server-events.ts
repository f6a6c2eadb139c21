import { pokeV1 } from '../../../shared/contract/sync.ts'
import type { z } from 'zod'

export type PokeV1 = z.infer<typeof pokeV1>

/**
 * The pokes in a stream of server-sent events, as they arrive. Comments, other event names and data that is not a poke are skipped;
 * chunk borders may fall anywhere.
 */
export async function* readPokes(stream: ReadableStream<Uint8Array>): AsyncGenerator<PokeV1> {
  const reader = stream.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      rest += decoder.decode(value, { stream: true }).replaceAll('\r', '')
      const blocks = rest.split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) {
        const poke = parseBlock(block)
        if (poke) yield poke
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

function parseBlock(block: string): PokeV1 | undefined {
  const data = block
    .split('\n')
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice('data:'.length).trimStart())
    .join('\n')
  if (data === '') return undefined
  try {
    return pokeV1.safeParse(JSON.parse(data)).data
  } catch {
    return undefined
  }
}
