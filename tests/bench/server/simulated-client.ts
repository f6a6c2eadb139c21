import { randomUUID } from 'node:crypto'
import { pullReplyV1, pushReplyV1, registerReplyV1 } from '../../../shared/contract/sync.ts'
import { devTokenReplyV1 } from '../../../shared/contract/intake.ts'
import { maxPullLimit, wireSchema } from '../../../shared/contract/versions.ts'

/** What a request came to: its HTTP status (0 where no answer came), how long it took, and the body. */
export type Answer = Readonly<{ status: number; ms: number; body: unknown }>

/** A note that the server called applied. */
export type Acknowledged = Readonly<{ clientId: string; id: number; key: string }>

const progress = pullReplyV1.pick({ cursor: true, complete: true })

/** The text of the note with this key: what it wrote can be counted by it. */
export const noteText = (key: string): string => `Ghi chú đo tải ${key}`

/** One installation as the server sees it: registers, pulls by cursor, pushes notes in order, and repeats what was not answered. */
export class SimulatedClient {
  readonly #url: string
  readonly #token: string
  readonly #cases: readonly string[]
  readonly acknowledged: Acknowledged[] = []
  clientId = ''
  cursor: string | null
  #nextId = 1
  #waiting: object | null = null
  #pushing: Promise<unknown> = Promise.resolve()

  constructor(server: { url: string; token: string }, cases: readonly string[] = [], cursor: string | null = null) {
    this.#url = server.url
    this.#token = server.token
    this.#cases = cases
    this.cursor = cursor
  }

  async register(): Promise<Answer> {
    const request = { deviceName: 'bench', appVersion: '0.1.0', schema: wireSchema }
    const answer = await this.#post('/sync/v1/register', request)
    if (answer.status === 200) this.clientId = registerReplyV1.parse(answer.body).clientId
    return answer
  }

  async pull(): Promise<Answer & { complete: boolean }> {
    const { clientId, cursor } = this
    const answer = await this.#post('/sync/v1/pull', { clientId, cursor, schema: wireSchema, limit: maxPullLimit })
    if (answer.status !== 200) return { ...answer, complete: false }
    const reply = progress.parse(answer.body)
    this.cursor = reply.cursor
    return { ...answer, complete: reply.complete }
  }

  /** Registers and pulls until everything is there; answers how many pages that took. */
  async load(): Promise<number> {
    const registered = await this.register()
    if (registered.status !== 200) throw new Error(`registering answered ${registered.status}`)
    for (let pages = 1; ; pages += 1) {
      const { status, complete } = await this.pull()
      if (status !== 200) throw new Error(`pulling answered ${status}`)
      if (complete) return pages
    }
  }

  /** Pushes the next note after those before it; one that was not answered with 200 is sent again, the same, in its place. */
  push(): Promise<Answer> {
    const pushed = this.#pushing.then(() => this.#pushNext())
    this.#pushing = pushed
    return pushed
  }

  async #pushNext(): Promise<Answer> {
    const mutation = this.#waiting ?? this.#note()
    this.#waiting = mutation
    const answer = await this.#post('/sync/v1/push', { clientId: this.clientId, mutations: [mutation] })
    if (answer.status !== 200) return answer
    this.#waiting = null
    for (const result of pushReplyV1.parse(answer.body).results) {
      if (result.status !== 'applied') throw new Error(`a note was ${result.status}: ${result.code}`)
      this.acknowledged.push({ clientId: this.clientId, id: result.id, key: result.key })
    }
    return answer
  }

  #note(): object {
    const id = this.#nextId
    this.#nextId += 1
    const key = `${this.clientId}/${id}`
    const caseId = this.#cases[id % this.#cases.length]
    const args = { id: randomUUID(), text: noteText(key) }
    return { id, key, name: 'addNote', v: 1, args, caseId, basedOnSeq: 0, clientAt: Date.now() }
  }

  async #post(path: string, body: object): Promise<Answer> {
    const startedMs = performance.now()
    const { status, text } = await post(`${this.#url}${path}`, body, { authorization: `Bearer ${this.#token}` })
    return { status, ms: performance.now() - startedMs, body: status === 200 ? JSON.parse(text) : text }
  }
}

async function post(
  url: string,
  body: object,
  headers: Readonly<Record<string, string>>,
): Promise<{ status: number; text: string }> {
  try {
    const reply = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
    return { status: reply.status, text: await reply.text() }
  } catch (error) {
    // No answer at all is counted as status 0, whatever cut it off.
    return { status: 0, text: String(error) }
  }
}

/** A token of an official of the sample data. */
export async function tokenOf(url: string, username: string): Promise<string> {
  const { status, text } = await post(`${url}/api/v1/dev/token`, { username }, {})
  if (status !== 200) throw new Error(`signing in as ${username} answered ${status}`)
  return devTokenReplyV1.parse(JSON.parse(text)).accessToken
}
