import type { MutationResultV1, MutationV1, PullReplyV1 } from '../../../shared/contract/sync.ts'
import { pullReplyV1, pushReplyV1, registerReplyV1 } from '../../../shared/contract/sync.ts'
import { wireSchema } from '../../../shared/contract/versions.ts'
import type { TestServer } from '../server.ts'

/** A bearer token of a development account. */
export async function signIn(server: TestServer, username: string): Promise<string> {
  const reply = await server.app.inject({ method: 'POST', url: '/api/v1/dev/token', payload: { username } })
  if (reply.statusCode !== 200) throw new Error(`sign-in of ${username} answered ${reply.statusCode}: ${reply.body}`)
  return reply.json().accessToken
}

type Held = { row: string; buckets: Set<string> }

/** A small honest client: keeps rows by bucket exactly as the protocol says, and the texts of rows as they came. */
export class SyncClient {
  readonly server: TestServer
  readonly username: string
  token = ''
  clientId = ''
  cursor: string | null = null
  nextId = 1
  readonly rows = new Map<string, Held>()
  /** The bucket generations being loaded anew; rows of the old generation go at `complete`. */
  readonly fresh = new Map<string, Set<string>>()
  lastReply: PullReplyV1 | null = null

  constructor(server: TestServer, username: string) {
    this.server = server
    this.username = username
  }

  static async start(server: TestServer, username: string): Promise<SyncClient> {
    const client = new SyncClient(server, username)
    client.token = await signIn(server, username)
    const reply = await client.post('/sync/v1/register', {
      deviceName: 'test',
      appVersion: '0.1.0',
      schema: wireSchema,
    })
    client.clientId = registerReplyV1.parse(reply.json()).clientId
    return client
  }

  post(url: string, payload: object) {
    return this.server.app.inject({ method: 'POST', url, payload, headers: { authorization: `Bearer ${this.token}` } })
  }

  /** One page: stores it and answers the reply. `reload` names buckets wanted anew. */
  async pullPage(limit = 1000, reload: readonly string[] = []): Promise<PullReplyV1> {
    const reply = await this.post('/sync/v1/pull', {
      clientId: this.clientId,
      cursor: this.cursor,
      schema: wireSchema,
      limit,
      ...(reload.length > 0 ? { reload } : {}),
    })
    if (reply.statusCode !== 200) throw new Error(`pull answered ${reply.statusCode}: ${reply.body}`)
    const page = pullReplyV1.parse(reply.json())
    this.#apply(page)
    return page
  }

  /** Pulls until complete and answers the pages. */
  async pull(limit = 1000): Promise<PullReplyV1[]> {
    const pages: PullReplyV1[] = []
    while (pages.at(-1)?.complete !== true) {
      if (pages.length === 1000) throw new Error('pulling does not come to an end')
      pages.push(await this.pullPage(limit))
    }
    return pages
  }

  /** What the client shows: row texts by `entity id`. */
  view(): Map<string, string> {
    return new Map([...this.rows].map(([key, held]) => [key, held.row]))
  }

  ids(entity: string): string[] {
    return [...this.rows.keys()]
      .flatMap((key) => (key.startsWith(`${entity} `) ? [key.slice(entity.length + 1)] : []))
      .sort()
  }

  mutation(name: string, caseId: string, args: object, over: Partial<MutationV1> = {}): MutationV1 {
    const id = this.nextId
    this.nextId += 1
    const base = {
      id,
      key: `${this.clientId}/${id}`,
      name,
      v: 1,
      args: { ...args },
      caseId,
      basedOnSeq: 0,
      clientAt: 0,
    }
    return { ...base, ...over }
  }

  async push(...mutations: MutationV1[]): Promise<MutationResultV1[]> {
    const reply = await this.post('/sync/v1/push', { clientId: this.clientId, mutations })
    if (reply.statusCode !== 200) throw new Error(`push answered ${reply.statusCode}: ${reply.body}`)
    return pushReplyV1.parse(reply.json()).results
  }

  #apply(page: PullReplyV1): void {
    if (page.fullReset === true) this.#resetAll(page.resetBuckets)
    for (const bucket of page.resetBuckets) this.fresh.set(bucket, new Set())
    for (const bucket of page.dropBuckets) this.#drop(bucket)
    for (const op of page.ops) {
      const key = `${op.entity} ${op.id}`
      if (op.op === 'REMOVE') {
        this.#leave(key, op.bucket)
        continue
      }
      const held = this.rows.get(key) ?? { row: '', buckets: new Set<string>() }
      if (op.row !== undefined) held.row = JSON.stringify(op.row)
      held.buckets.add(op.bucket)
      this.rows.set(key, held)
      this.fresh.get(op.bucket)?.add(key)
    }
    if (page.complete) this.#finishResets()
    this.cursor = page.cursor
    this.lastReply = page
  }

  #resetAll(sent: readonly string[]): void {
    const known = new Set([...this.rows.values()].flatMap((held) => [...held.buckets]))
    for (const bucket of known) if (!sent.includes(bucket)) this.#drop(bucket)
  }

  #finishResets(): void {
    for (const [bucket, seen] of this.fresh) {
      for (const key of [...this.rows.keys()]) if (!seen.has(key)) this.#leave(key, bucket)
    }
    this.fresh.clear()
  }

  #drop(bucket: string): void {
    for (const key of [...this.rows.keys()]) this.#leave(key, bucket)
  }

  #leave(key: string, bucket: string): void {
    const held = this.rows.get(key)
    if (held === undefined) return
    held.buckets.delete(bucket)
    if (held.buckets.size === 0) this.rows.delete(key)
  }
}
