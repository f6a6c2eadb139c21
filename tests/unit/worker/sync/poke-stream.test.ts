import { afterEach, describe, expect, it } from 'vitest'
import type { WorkerEnvironment } from '../../../../renderer/worker/environment.ts'
import { PokeStream } from '../../../../renderer/worker/sync/poke-stream.ts'
import type { PokeV1 } from '../../../../renderer/worker/sync/server-events.ts'
import { SyncApi } from '../../../../renderer/worker/sync/sync-api.ts'
import { nodeEnvironment, until } from '../../../support/worker/environment.ts'

/** A server whose event streams the test writes to and ends; pauses between streams end at once. */
class Pokes {
  readonly heard: PokeV1[] = []
  readonly asked: string[] = []
  readonly pauses: number[] = []
  ended = 0
  refusal: { status: number; code: string } | null = null
  #writer: ReadableStreamDefaultController<Uint8Array> | null = null
  readonly environment: WorkerEnvironment = {
    ...nodeEnvironment({
      baseUrl: 'http://server.test',
      fetch: async (input, init) => this.#answer(String(input), init?.signal ?? null),
      random: () => 0,
    }),
    setTimer: (run, afterMs) => {
      this.pauses.push(afterMs)
      const timer = setTimeout(run, 1)
      return () => clearTimeout(timer)
    },
  }
  readonly stream = new PokeStream({
    api: new SyncApi(this.environment),
    environment: this.environment,
    onPoke: (poke) => this.heard.push(poke),
    onEnded: () => {
      this.ended += 1
    },
  })

  say(text: string): void {
    this.#writer?.enqueue(new TextEncoder().encode(text))
  }

  end(): void {
    this.#writer?.close()
    this.#writer = null
  }

  break(): void {
    this.#writer?.error(new TypeError('connection reset'))
    this.#writer = null
  }

  #answer(url: string, signal: AbortSignal | null): Response {
    this.asked.push(url)
    if (this.refusal) return new Response(JSON.stringify({ code: this.refusal.code }), { status: this.refusal.status })
    const body = new ReadableStream<Uint8Array>({ start: (controller) => void (this.#writer = controller) })
    signal?.addEventListener('abort', () => this.break())
    return new Response(body, { headers: { 'content-type': 'text/event-stream; charset=utf-8' } })
  }
}

const started: Pokes[] = []
afterEach(async () => {
  for (const pokes of started.splice(0)) await pokes.stream.stop()
})

async function open(): Promise<Pokes> {
  const pokes = new Pokes()
  started.push(pokes)
  pokes.stream.start('client 1')
  await until('the stream', () => pokes.stream.isOpen)
  return pokes
}

describe('poke stream', () => {
  it('names its client and passes every poke on', async () => {
    const pokes = await open()
    pokes.say('data: {"v":3}\n\ndata: {"lo')
    pokes.say('ck":true}\n\n')
    await until('both pokes', () => pokes.heard.length === 2)
    expect(pokes.heard).toEqual([{ v: 3 }, { lock: true }])
    expect(pokes.asked).toEqual(['http://server.test/sync/v1/poke?clientId=client%201'])
  })

  it('opens again after an end or a break, and tells that it ended', async () => {
    const pokes = await open()
    pokes.end()
    await until('the second stream', () => pokes.asked.length === 2 && pokes.stream.isOpen)
    pokes.break()
    await until('the third stream', () => pokes.asked.length === 3 && pokes.stream.isOpen)
    expect(pokes.ended).toBe(2)
    pokes.say('data: {"v":9}\n\n')
    await until('the poke', () => pokes.heard.length === 1)
  })

  it('starts once, however often it is asked', async () => {
    const pokes = await open()
    pokes.stream.start('client 1')
    pokes.stream.start('client 1')
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(pokes.asked).toHaveLength(1)
  })

  it.each([
    { status: 401, code: 'unauthenticated' },
    { status: 403, code: 'client_locked' },
  ])('stops asking when it is refused with $status', async (refusal) => {
    const pokes = await open()
    pokes.refusal = refusal
    pokes.end()
    await until('the refusal', () => pokes.asked.length === 2)
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(pokes.asked).toHaveLength(2)
    expect(pokes.stream.isOpen).toBe(false)
  })

  it('waits between tries while the server is busy', async () => {
    const pokes = await open()
    pokes.refusal = { status: 503, code: 'not_ready' }
    pokes.end()
    await until('four tries', () => pokes.asked.length >= 4)
    expect(Math.min(...pokes.pauses)).toBeGreaterThanOrEqual(1000)
  })

  it('ends when stopped, and stays ended', async () => {
    const pokes = await open()
    await pokes.stream.stop()
    const asked = pokes.asked.length
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(pokes.asked).toHaveLength(asked)
    expect(pokes.stream.isOpen).toBe(false)
  })
})
