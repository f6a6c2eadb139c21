import { createHash } from 'node:crypto'
import type { CaseRowV1, EntityName } from '../../../shared/contract/rows.ts'
import type { MutationResultV1, MutationV1, SyncOpV1 } from '../../../shared/contract/sync.ts'
import { untouchedParts } from '../../../shared/domain/complaint.ts'

type Member = { bucket: string; entity: EntityName; id: string; op: 'PUT' | 'REMOVE'; seq: number }
export type Decide = (mutation: MutationV1, server: FakeSyncServer) => Omit<MutationResultV1, 'id' | 'key'>

/** How the next requests go wrong. Each entry serves one request, `ok` lets it pass. */
export type Fault = 'ok' | 'network' | 'reply_lost' | 'portal' | { status: number; code: string }

/**
 * The server's side of `/sync/v1` in memory, as small as the protocol allows: one clock, memberships that compact themselves, a ledger
 * by key, whole commits per page. Used as the `fetch` of a data worker.
 */
export class FakeSyncServer {
  epoch = 'e1'
  v = 0
  readonly rows = new Map<string, unknown>()
  readonly members = new Map<string, Member>()
  readonly ledger = new Map<string, MutationResultV1>()
  readonly executed: string[] = []
  readonly pushes: MutationV1[][] = []
  readonly clients = new Map<string, { last: number; results: Map<number, MutationResultV1> }>()
  /** How often a digest was asked for, and what was asked to be sent anew. */
  digests = 0
  /** Routes that answer 500. */
  readonly broken = new Set<string>()
  readonly reloads: string[][] = []
  readonly escrowKey = Buffer.alloc(32, 9).toString('base64')
  faults: Fault[] = []
  always: Fault = 'ok'
  buckets: string[] = ['agency:a:open', 'user:u', 'ref']
  pageLimit = 5000
  requests = 0
  serverTime = () => Date.now()
  decide: Decide = applyNothing

  /** One commit: rows put into buckets or removed from them, all under one sequence number. */
  commit(changes: readonly { bucket: string; entity: EntityName; id: string; row?: unknown }[]): number {
    this.v += 1
    for (const { bucket, entity, id, row } of changes) {
      if (row !== undefined) this.#setRow(entity, id, row)
      const op = row === undefined ? 'REMOVE' : 'PUT'
      this.members.set(`${bucket}\n${entity}\n${id}`, { bucket, entity, id, op, seq: this.v })
    }
    return this.v
  }

  /** A changed row is stamped anew in every bucket that shows it, as the server's triggers do. */
  #setRow(entity: EntityName, id: string, row: unknown): void {
    this.rows.set(`${entity}:${id}`, row)
    for (const member of this.members.values()) {
      if (member.entity === entity && member.id === id && member.op === 'PUT') member.seq = this.v
    }
  }

  /** Every row a client with these buckets must hold, by `entity:id`. */
  expected(): Map<string, unknown> {
    const visible = new Map<string, unknown>()
    for (const member of this.members.values()) {
      const key = `${member.entity}:${member.id}`
      if (member.op === 'PUT' && this.buckets.includes(member.bucket)) visible.set(key, this.rows.get(key))
    }
    return visible
  }

  readonly fetch: typeof fetch = async (input, init) => {
    this.requests += 1
    const path = new URL(input instanceof Request ? input.url : input).pathname
    const fault = this.faults.shift() ?? this.always
    if (fault === 'network') throw new TypeError('fetch failed')
    if (fault === 'portal')
      return new Response('<html>Sign in to the hotel</html>', { headers: { 'content-type': 'text/html' } })
    if (typeof fault === 'object') {
      return json({ code: fault.code, title: fault.code }, fault.status)
    }
    const reply = this.#answer(path, init?.body === undefined ? {} : JSON.parse(String(init.body)))
    if (fault === 'reply_lost') throw new TypeError('connection reset')
    return reply
  }

  #answer(path: string, body: Record<string, unknown>): Response {
    if (this.broken.has(path)) return json({ code: 'internal' }, 500)
    if (path.endsWith('/poke')) return json({ code: 'not_found' }, 404)
    if (path.endsWith('/register')) return this.#register()
    const client = this.clients.get(String(body['clientId']))
    if (!client) return json({ code: 'client_unknown' }, 403)
    if (path.endsWith('/push')) return this.#push(client, body['mutations'] as MutationV1[])
    if (path.endsWith('/rescue')) return json({ results: [], escrowKey: this.escrowKey })
    if (path.endsWith('/digest')) return this.#digest(body['buckets'] as Record<string, { count: number; xor: string }>)
    return this.#pull(client, body['cursor'] as string | null, (body['reload'] ?? []) as string[])
  }

  #register(): Response {
    const clientId = `c${this.clients.size + 1}`
    this.clients.set(clientId, { last: 0, results: new Map() })
    return json({
      clientId,
      epoch: this.epoch,
      minSchema: 1,
      limits: { mutationsPerPush: 50, pullRows: 5000, fileBytes: 7_000_000 },
      escrowKey: this.escrowKey,
      user: { id: 'u', username: 'u', displayName: 'U' },
      serverTime: this.serverTime(),
    })
  }

  #push(client: { last: number; results: Map<number, MutationResultV1> }, mutations: MutationV1[]): Response {
    this.pushes.push(mutations)
    const results: MutationResultV1[] = []
    for (const mutation of mutations) {
      if (mutation.id > client.last + 1) {
        results.push({
          id: mutation.id,
          key: mutation.key,
          status: 'gap',
          code: 'gap',
          result: { expectedId: client.last + 1 },
        })
        break
      }
      const stored = client.results.get(mutation.id) ?? this.ledger.get(mutation.key)
      if (stored) {
        client.last = Math.max(client.last, mutation.id)
        results.push({ ...stored, id: mutation.id, dup: true })
        continue
      }
      const result = { id: mutation.id, key: mutation.key, ...this.decide(mutation, this) }
      this.executed.push(mutation.key)
      client.last = mutation.id
      client.results.set(mutation.id, result)
      this.ledger.set(mutation.key, result)
      results.push(result)
    }
    return json({ results })
  }

  #digest(theirs: Record<string, { count: number; xor: string }>): Response {
    this.digests += 1
    const names = new Set([...Object.keys(theirs), ...this.buckets])
    const differing = [...names].filter((name) => {
      const own = [...this.members.values()].filter(({ bucket, op }) => bucket === name && op === 'PUT')
      const hashes = own.map(({ entity, id, seq }) => createHash('sha256').update(`${entity}\0${id}\0${seq}`).digest())
      const xor = hashes
        .reduce((sum, hash) => sum ^ hash.readBigUInt64BE(), 0n)
        .toString(16)
        .padStart(16, '0')
      const given = theirs[name] ?? { count: 0, xor: '0'.repeat(16) }
      return given.count !== own.length || given.xor !== xor
    })
    return json({ differing, serverTime: this.serverTime() })
  }

  #pull(client: { last: number }, cursor: string | null, reload: readonly string[]): Response {
    const known = cursor === null ? null : (JSON.parse(cursor) as { epoch: string; seq: number; buckets: string[] })
    const full = known !== null && (known.epoch !== this.epoch || known.seq > this.v)
    if (reload.length > 0) this.reloads.push([...reload])
    const from =
      known === null || full
        ? { seq: 0, buckets: this.buckets }
        : { ...known, buckets: known.buckets.filter((bucket) => !reload.includes(bucket)) }
    const added = this.buckets.filter((bucket) => !from.buckets.includes(bucket))
    const visible = [...this.members.values()].filter((member) => this.buckets.includes(member.bucket))
    const waiting = visible.filter((member) => member.seq > from.seq || added.includes(member.bucket))
    const isFirst = known === null || full
    const sorted = waiting
      .filter((member) => !isFirst || member.op === 'PUT')
      .sort((left, right) => left.seq - right.seq)
    const page = added.length > 0 ? sorted : withTies(sorted, this.pageLimit)
    const complete = page.length === sorted.length
    const seq = complete ? this.v : (page.at(-1)?.seq ?? this.v)
    return json({
      ops: this.#ops(page),
      dropBuckets: full ? [] : (known?.buckets ?? []).filter((bucket) => !this.buckets.includes(bucket)),
      resetBuckets: full ? this.buckets : [...reload],
      ...(full ? { fullReset: true } : {}),
      lastMutation: client.last,
      results: [],
      cursor: JSON.stringify({ epoch: this.epoch, seq, buckets: this.buckets }),
      complete,
      ...(isFirst ? { total: sorted.length } : {}),
      serverTime: this.serverTime(),
    })
  }

  /** A row that several buckets hold travels with the first of its ops in a page only, as the server sends it. */
  #ops(page: readonly Member[]): SyncOpV1[] {
    const sent = new Set<string>()
    return page.map((member) => {
      const key = `${member.entity}:${member.id}`
      if (member.op === 'REMOVE' || sent.has(key)) return { ...member }
      sent.add(key)
      return { ...member, row: this.rows.get(key) }
    })
  }
}

function withTies(sorted: readonly Member[], limit: number): Member[] {
  const last = sorted[limit - 1]
  return last ? sorted.filter((member) => member.seq <= last.seq) : [...sorted]
}

function json(content: unknown, status = 200): Response {
  return new Response(JSON.stringify(content), { status, headers: { 'content-type': 'application/json' } })
}

const applyNothing: Decide = () => ({ status: 'applied', code: null, result: null })

/** A case row as the server sends it, with the fields a test cares about. */
export function caseRow(id: string, change: Partial<CaseRowV1> = {}): CaseRowV1 {
  const submittedAtMs = Date.UTC(2026, 0, 7, 2)
  return {
    id,
    caseNumber: `HN-${id}`,
    kind: 'field',
    reporterKind: 'citizen',
    level: 'normal',
    state: 'awaiting_reception',
    title: `Ổ gà trên phố ${id}`,
    body: 'Mặt đường hỏng nặng, đề nghị sửa chữa.',
    category: 'road_damage',
    area: null,
    place: 'Số 1 phố Huế',
    point: null,
    source: 'sample',
    agency: 'a',
    team: null,
    assignee: null,
    clocks: {
      policy: 'hanoi-1207',
      submittedAtMs,
      arrivedAtMs: submittedAtMs,
      receptionDueAtMs: submittedAtMs + 8 * 3_600_000,
      receivedAtMs: null,
      dueAtMs: null,
      dueIsProvisional: false,
      pauses: [],
      answeredAtMs: null,
      closedAtMs: null,
    },
    reply: null,
    proposal: null,
    ...untouchedParts,
    publication: 'unpublished',
    rating: null,
    rowVersion: 1,
    flowVersion: 1,
    ...change,
  }
}
