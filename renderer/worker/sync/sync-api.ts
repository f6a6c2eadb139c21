import { z } from 'zod'
import {
  digestReplyV1,
  pullReplyV1,
  pushReplyV1,
  registerReplyV1,
  rescueReplyV1,
  syncOpV1,
} from '../../../shared/contract/sync.ts'
import type {
  DigestReplyV1,
  MutationV1,
  PullReplyV1,
  RegisterReplyV1,
  RescueRecordV1,
  RescueReplyV1,
  SyncOpV1,
} from '../../../shared/contract/sync.ts'
import { revealedReporterV1 } from '../../../shared/contract/intake.ts'
import type { RevealedReporterV1 } from '../../../shared/contract/intake.ts'
import { wireSchema } from '../../../shared/contract/versions.ts'
import type { WorkerEnvironment } from '../environment.ts'
import { codeOf } from '../failure.ts'
import { refusalOf } from './outcome.ts'
import type { Outcome } from './outcome.ts'
import { quickCheck } from './row-check.ts'

// Thousands of ops a page: the quick check looks at each without copying it.
const isOp = quickCheck(syncOpV1.extend({ row: z.unknown() }))
const pullPage = pullReplyV1.extend({ ops: z.custom<SyncOpV1[]>((ops) => Array.isArray(ops) && ops.every(isOp)) })

const problem = z.object({ code: z.string() })
const requestTimeoutMs = 60_000

type PushReply = z.infer<typeof pushReplyV1>
type PullWish = Readonly<{ clientId: string; cursor: string | null; limit: number; reload?: readonly string[] }>
type DigestWish = Readonly<{
  clientId: string
  cursor: string | null
  buckets: Readonly<Record<string, { count: number; xor: string }>>
}>

/** The routes of `/sync/v1` as typed outcomes. Every reply is parsed; one that is not ours counts as offline. */
export class SyncApi {
  readonly #environment: WorkerEnvironment

  constructor(environment: WorkerEnvironment) {
    this.#environment = environment
  }

  register(device: { deviceName: string; appVersion: string }): Promise<Outcome<RegisterReplyV1>> {
    return this.#post('/sync/v1/register', { ...device, schema: wireSchema }, registerReplyV1)
  }

  push(clientId: string, mutations: readonly MutationV1[]): Promise<Outcome<PushReply>> {
    return this.#post('/sync/v1/push', { clientId, schema: wireSchema, mutations }, pushReplyV1)
  }

  /** `reload` names buckets to be sent anew. */
  pull(request: PullWish): Promise<Outcome<PullReplyV1>> {
    return this.#post('/sync/v1/pull', { ...request, schema: wireSchema }, pullPage)
  }

  digest(request: DigestWish): Promise<Outcome<DigestReplyV1>> {
    return this.#post('/sync/v1/digest', request, digestReplyV1)
  }

  /** Who reported a case that this person has checked out. */
  heldContact(caseId: string): Promise<Outcome<RevealedReporterV1>> {
    return this.#post(`/api/v1/cases/${encodeURIComponent(caseId)}/checkout-contact`, {}, revealedReporterV1)
  }

  /** Hands in records only the server can open. Without records it answers the escrow key alone. */
  rescue(clientId: string, records: readonly RescueRecordV1[]): Promise<Outcome<RescueReplyV1>> {
    return this.#post('/sync/v1/rescue', { clientId, records }, rescueReplyV1)
  }

  /** Opens the event stream; its body yields server-sent events until it ends. */
  async poke(clientId: string, signal: AbortSignal): Promise<Outcome<ReadableStream<Uint8Array>>> {
    const url = `${this.#environment.baseUrl}/sync/v1/poke?clientId=${encodeURIComponent(clientId)}`
    try {
      const response = await this.#environment.fetch(url, { signal, headers: { accept: 'text/event-stream' } })
      const type = response.headers.get('content-type') ?? ''
      if (response.ok && response.body && type.startsWith('text/event-stream')) {
        return { kind: 'ok', value: response.body }
      }
      await response.body?.cancel()
      return response.ok || isOfPortal(response)
        ? { kind: 'offline', code: 'not_the_server' }
        : refusalOf(response.status, '', null)
    } catch (error) {
      return { kind: 'offline', code: networkCodeOf(error) }
    }
  }

  async #post<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<Outcome<T>> {
    const abort = new AbortController()
    const cancel = this.#environment.setTimer(() => abort.abort(), requestTimeoutMs)
    try {
      const response = await this.#environment.fetch(`${this.#environment.baseUrl}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: abort.signal,
      })
      return await readReply(response, schema)
    } catch (error) {
      return { kind: 'offline', code: networkCodeOf(error) }
    } finally {
      cancel()
    }
  }
}

async function readReply<T>(response: Response, schema: z.ZodType<T>): Promise<Outcome<T>> {
  if (isOfPortal(response)) {
    await response.body?.cancel()
    return { kind: 'offline', code: 'not_the_server' }
  }
  const type = response.headers.get('content-type') ?? ''
  const json = type.startsWith('application/json') || type.startsWith('application/problem+json')
  const content: unknown = json ? await response.json() : await response.text()
  if (response.ok) {
    const parsed = json ? schema.safeParse(content) : undefined
    return parsed?.success ? { kind: 'ok', value: parsed.data } : { kind: 'offline', code: 'not_the_server' }
  }
  const code = problem.safeParse(content).data?.code
  // Main's own word for a server it did not reach.
  if (code === 'offline') return { kind: 'offline', code: 'network' }
  // A refusal without our code comes from a portal or a proxy, not from the central server; 511 is a portal's by its meaning.
  const isOfServer = response.status >= 500 ? response.status !== 511 : plainStatuses.has(response.status)
  if (code === undefined && !isOfServer) {
    return { kind: 'offline', code: 'not_the_server' }
  }
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN)
  return refusalOf(response.status, code ?? `http_${response.status}`, Number.isFinite(retryAfter) ? retryAfter : null)
}

/** A web page, or what main refused to pass on as one: somebody between here and the central server answered. */
function isOfPortal({ headers }: Response): boolean {
  return headers.get('x-desk-captive') !== null || (headers.get('content-type') ?? '').startsWith('text/html')
}

/** Statuses that mean the same whoever sends them; a refused token is believed from the central server alone. */
const plainStatuses = new Set([413, 426, 429])

/** What kept a request from being answered at all. */
function networkCodeOf(error: unknown): 'timeout' | 'not_the_server' | 'network' {
  const name = codeOf(error)
  if (name === 'AbortError' || name === 'TimeoutError') return 'timeout'
  // JSON that ends early or is none: something on the way answered, or cut it off.
  return name === 'SyntaxError' ? 'not_the_server' : 'network'
}
