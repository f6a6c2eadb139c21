import { shellText } from '../../../shared/text/shell.ts'
import { codeOf, DeskError } from '../desk-error.ts'
import { describeError } from '../logs/redact.ts'
import type { Log } from '../logs/rotating-log.ts'
import { problemResponse } from '../protocol/response-headers.ts'
import type { ServerCall } from '../protocol/server-call.ts'
import { passedOnAnswer, throughServer } from '../protocol/server-proxy.ts'
import type { EvidenceStore } from './evidence-store.ts'
import { OriginalWriter } from './original-writer.ts'
import { sealedResponse } from './sealed-response.ts'

export type OriginalsParts = Readonly<{
  store: EvidenceStore
  call: ServerCall
  token: Readonly<{ get: () => Promise<string>; refused: () => void }>
  log: Log
}>

export type WantedOriginal = Readonly<{ hash: string; sizeBytes: number }>
type Asked = Readonly<{ method: string; range: string | null }>
/** One way of bytes from the server; `writer` while they are kept. */
type Flight = { readonly abort: AbortController; writer: OriginalWriter | null }

/** Tells a page that asks by HEAD why there is nothing on this device. */
const codeHeader = 'x-desk-code'

/**
 * The originals of files: from this device where they are kept, else from the server, and then kept sealed by their hash. Those that are
 * wanted are fetched one after another while nobody waits for them, as long as there is room.
 */
export class Originals {
  readonly #parts: OriginalsParts
  readonly #flights = new Set<Flight>()
  /** What was removed because it did not open any more, and has not come again. */
  readonly #damaged = new Set<string>()
  #wanted: readonly WantedOriginal[] = []
  #running: Promise<void> | null = null
  #wished = false
  #isStopped = false

  constructor(parts: OriginalsParts) {
    this.#parts = parts
  }

  /** What a page gets that asks for a file; HEAD is answered from this device alone. */
  async content(hash: string, asked: Asked): Promise<Response> {
    const here = await this.#here(hash, asked)
    if (here !== null) return here
    if (asked.method === 'HEAD') return this.#notHere(hash)
    const answer = await this.#fetch(hash, asked.range)
    if (answer.status !== 502 || !this.#damaged.has(hash)) return answer
    return problemResponse(502, 'file_damaged', shellText.problem.offline)
  }

  /** These are wanted on this device, the most needed first; replaces what was wanted before. */
  bring(files: readonly WantedOriginal[]): void {
    this.#wanted = files
    this.wake()
  }

  /** The server may be there again. */
  wake(): void {
    if (this.#isStopped || this.#wanted.length === 0) return
    this.#wished = true
    this.#running ??= this.#run().finally(() => {
      this.#running = null
      if (this.#wished) this.wake()
    })
  }

  /** Resolves when what could be fetched now is here. */
  async settled(): Promise<void> {
    while (this.#running) await this.#running
  }

  /** Resolves when nothing is written any more. */
  async stop(): Promise<void> {
    this.#wished = false
    this.#wanted = []
    this.#isStopped = true
    for (const flight of this.#flights) {
      flight.abort.abort()
      await flight.writer?.abandon()
    }
    await this.#running
  }

  #notHere(hash: string): Response {
    const answer = problemResponse(404, 'not_found', shellText.problem.notFound)
    if (this.#damaged.has(hash)) answer.headers.set(codeHeader, 'file_damaged')
    return answer
  }

  /** The file of this device; null where it is not here, not to be opened, or did not open and was removed. */
  async #here(hash: string, asked: Asked): Promise<Response | null> {
    const { store, log } = this.#parts
    try {
      const answer = await sealedResponse(await store.files.reader(hash), asked)
      await store.files.touch(hash, Date.now())
      return answer
    } catch (error) {
      const code = codeOf(error)
      if (code === 'ENOENT' || code === 'key_lost') return null
      if (code !== 'file_damaged') throw error
      log.error('original_damaged', { code })
      this.#damaged.add(hash)
      await store.release([hash])
      return null
    }
  }

  /** Only a whole file is kept: of a part nobody can tell whether it is the file's. */
  async #fetch(hash: string, range: string | null): Promise<Response> {
    const { call, token } = this.#parts
    const flight: Flight = { abort: new AbortController(), writer: null }
    this.#flights.add(flight)
    const headers = range === null ? {} : { range }
    const request = { method: 'GET', path: `/files/${hash}`, headers, signal: flight.abort.signal }
    const response = await throughServer({ call, token }, request, async (answer) => {
      const isWhole = answer.status === 200 && range === null && answer.headers.get('content-encoding') === null
      const sizeBytes = Number(answer.headers.get('content-length') ?? 0)
      if (!isWhole || answer.body === null || sizeBytes <= 0) return passedOnAnswer(answer, answer.body)
      flight.writer = await this.#writer(hash, sizeBytes)
      return passedOnAnswer(answer, this.#keeping(answer.body, hash, { flight, writer: flight.writer }))
    })
    if (flight.writer === null) this.#flights.delete(flight)
    return response
  }

  #writer(hash: string, sizeBytes: number): Promise<OriginalWriter> {
    const { store, log } = this.#parts
    const onNotKept = (code: string) => log.error('original_not_kept', { code })
    return OriginalWriter.begin({ files: store.files, hash, sizeBytes, onNotKept })
  }

  /** The same bytes, kept while they are read to the end; other bytes than those of the hash end in an error. */
  #keeping(
    body: ReadableStream<Uint8Array>,
    hash: string,
    { flight, writer }: Readonly<{ flight: Flight; writer: OriginalWriter }>,
  ): ReadableStream<Uint8Array> {
    const source = body.getReader()
    const end = async () => {
      this.#flights.delete(flight)
      await writer.abandon()
    }
    return new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          try {
            const { done, value } = await source.read()
            if (!done) {
              await writer.append(value)
              controller.enqueue(value)
              return
            }
            if (await writer.finish()) await this.#kept(hash)
            this.#flights.delete(flight)
            controller.close()
          } catch (error) {
            await end()
            if (codeOf(error) === 'original_wrong')
              this.#parts.log.error('original_not_kept', { code: 'original_wrong' })
            controller.error(error)
          }
        },
        cancel: async (reason) => {
          await end()
          await source.cancel(reason)
        },
      },
      { highWaterMark: 0 },
    )
  }

  async #kept(hash: string): Promise<void> {
    this.#damaged.delete(hash)
    await this.#parts.store.trim()
  }

  async #run(): Promise<void> {
    const { log } = this.#parts
    try {
      while (this.#wished) {
        this.#wished = false
        for (const wanted of this.#wanted) if (!(await this.#bringOne(wanted))) return
      }
    } catch (error) {
      log.error('originals_failed', describeError(error))
    }
  }

  /** False where the others must wait as well. */
  async #bringOne({ hash, sizeBytes }: WantedOriginal): Promise<boolean> {
    const { store, token } = this.#parts
    if (this.#isStopped) return false
    // What is looked at longest ago goes for what somebody opens, not for what might be opened.
    if ((await this.#isHere(hash)) || !(await store.hasRoom(sizeBytes))) return true
    const answer = await this.#fetch(hash, null)
    if (answer.status === 401) token.refused()
    if (answer.status === 401 || answer.status === 429 || answer.status >= 500) {
      // An answer nobody reads would hold its connection.
      await answer.body?.cancel()
      return false
    }
    return drained(answer)
  }

  async #isHere(hash: string): Promise<boolean> {
    try {
      return await this.#parts.store.files.has(hash)
    } catch (error) {
      if (!(error instanceof DeskError)) throw error
      // A head that cannot be read.
      await this.#parts.store.release([hash])
      return false
    }
  }
}

/** Reads an answer to its end; false where it broke off. */
async function drained(answer: Response): Promise<boolean> {
  const reader = answer.body?.getReader()
  try {
    while (reader !== undefined && !(await reader.read()).done);
    return true
  } catch (error) {
    return codeOf(error) === 'original_wrong'
  }
}
