import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readPokes } from '../../../../renderer/worker/sync/server-events.ts'
import type { PokeV1 } from '../../../../renderer/worker/sync/server-events.ts'
import { holdsAsync } from '../../../support/worker/property.ts'

function streamOf(chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk)
      controller.close()
    },
  })
}

async function read(chunks: readonly Uint8Array[]): Promise<PokeV1[]> {
  const pokes: PokeV1[] = []
  for await (const poke of readPokes(streamOf(chunks))) pokes.push(poke)
  return pokes
}

const text = (value: string) => new TextEncoder().encode(value)

describe('server-sent pokes', () => {
  it('reads versions, locks and wipes', async () => {
    const stream = 'data: {"v":4}\n\ndata: {"lock":true}\n\ndata:{"wipe":true}\n\n'
    expect(await read([text(stream)])).toEqual([{ v: 4 }, { lock: true }, { wipe: true }])
  })

  it('skips heartbeats, other fields and data that is no poke', async () => {
    const stream = ':\n\nevent: x\nid: 7\n\ndata: nonsense\n\ndata: {"other":1}\n\nretry: 10\r\ndata: {"v":9}\r\n\r\n'
    expect(await read([text(stream)])).toEqual([{ v: 9 }])
  })

  it('does not take an event that was cut off', async () => {
    expect(await read([text('data: {"v":1}\n\ndata: {"v":2}')])).toEqual([{ v: 1 }])
  })

  it('reads the same wherever the chunks are cut', async () => {
    const whole = text('data: {"v":1}\n\n:\n\ndata: {"v":22}\r\n\r\ndata: {"lock":true}\n\n')
    await holdsAsync(
      'chunk borders do not matter',
      fc.asyncProperty(fc.array(fc.nat(whole.length), { maxLength: 8 }), async (cuts) => {
        const borders = [0, ...cuts.sort((left, right) => left - right), whole.length]
        const chunks = borders.slice(1).map((end, index) => whole.slice(borders[index], end))
        expect(await read(chunks)).toEqual([{ v: 1 }, { v: 22 }, { lock: true }])
      }),
      60,
    )
  })
})
