import { sql } from 'kysely'
import type { AppContext } from '../../app-context.ts'
import type { MutationResultV1 } from '../../../shared/contract/sync.ts'
import { enterRequest, inSystem } from '../../db/transaction.ts'
import type { Tx } from '../../db/transaction.ts'
import { rowsPulled } from '../../http/metrics.ts'
import { JsonText } from '../../http/mount.ts'
import type { Official } from '../../identity/officials.ts'
import { requireClient, requireSpoken } from '../clients.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { glance } from './glance.ts'
import type { Idle } from './glance.ts'
import type { Cursor } from './cursor.ts'
import { loadScope } from '../held-buckets.ts'
import { takePage } from './page.ts'
import type { Page } from './page.ts'
import { planPull } from './plan.ts'
import type { PullPlan } from './plan.ts'
import { referenceOf } from '../reference.ts'
import { lastMutationAt, resultsBetween } from '../results.ts'
import { opsText } from '../row-text.ts'
import { recallScope, rememberScope } from './scope-list.ts'

type PullRequest = Readonly<{
  clientId: string
  cursor: string | null
  schema: number
  limit: number
  reload?: readonly string[] | undefined
}>

/**
 * Answers one pull: with nothing new after one statement, otherwise in one REPEATABLE READ transaction, so that everything in the
 * reply belongs to one moment of the database.
 */
export async function pull(context: AppContext, official: Official, request: PullRequest): Promise<JsonText> {
  requireSpoken(context, request.schema)
  // Before the snapshot of the transaction, which then shows everything up to what is settled.
  const { far, idle } = await glance(context, official, request)
  if (idle !== null) return idleReply(context, idle)
  return inSystem(
    context.database.kysely,
    async (tx) => {
      const { epoch, organisation } = await referenceOf(tx, context.database, context.clock())
      const scope = await loadScope(tx, official, organisation)
      await enterRequest(tx, scope)
      const client = await requireClient(tx, request.clientId)
      const cursor = request.cursor === null ? null : decodeCursor(request.cursor)
      const known = await knownScope(tx, cursor, { epoch, taken: far.taken })
      const settledSeq = Math.max(far.settled, known?.cursor.seq ?? 0)
      const reload = new Set(request.reload)
      const plan = planPull({ held: scope.held, known, hadCursor: request.cursor !== null, settledSeq, reload })
      const page = await takePage(tx, plan, settledSeq, request.limit)
      const next = await nextCursor(tx, epoch, page, known)
      const decided = await decidedFor(tx, { request, plan, page, client })
      return reply(tx, { context, plan, page, next, ...decided })
    },
    'repeatable read',
  )
}

type Known = Readonly<{ cursor: Cursor; buckets: readonly string[] }>

/** What the cursor refers to; null for a cursor of another epoch, ahead of every number taken, or of a list nobody remembers. */
async function knownScope(
  tx: Tx,
  cursor: Cursor | null,
  server: { epoch: string; taken: number },
): Promise<Known | null> {
  if (cursor === null || cursor.epoch !== server.epoch || cursor.seq > server.taken) return null
  const buckets = await recallScope(tx, cursor.scopeVersion)
  return buckets === null || cursor.settled > buckets.length ? null : { cursor, buckets }
}

async function nextCursor(tx: Tx, epoch: string, page: Page, known: Known | null): Promise<string> {
  const same =
    known !== null &&
    known.buckets.length === page.buckets.length &&
    known.buckets.every((b, n) => b === page.buckets[n])
  const scopeVersion = same ? known.cursor.scopeVersion : await rememberScope(tx, page.buckets)
  const { seq, settled, partialSeq, partialSince } = page
  return encodeCursor({ epoch, scopeVersion, seq, settled, partialSeq, partialSince })
}

type Decided = Readonly<{ lastMutation: number; results: readonly MutationResultV1[] }>

/** What was decided for this client by the end of the page. */
async function decidedFor(
  tx: Tx,
  at: Readonly<{
    request: PullRequest
    plan: PullPlan
    page: Page
    client: { lastMutation: number }
  }>,
): Promise<Decided> {
  const { clientId, cursor } = at.request
  const after = cursor === null || at.plan.full ? 0 : at.plan.seq
  const upto = at.page.shownSeq
  if (upto === Infinity) {
    const results = await resultsBetween(tx, { clientId, after, upto: Number.MAX_SAFE_INTEGER })
    return { lastMutation: at.client.lastMutation, results }
  }
  const lastMutation = await lastMutationAt(tx, clientId, upto)
  return { lastMutation, results: await resultsBetween(tx, { clientId, after, upto }) }
}

function idleReply(context: AppContext, { cursor, settledSeq, lastMutation }: Idle): JsonText {
  const reply = {
    ops: [],
    dropBuckets: [],
    resetBuckets: [],
    lastMutation,
    results: [],
    cursor,
    settledSeq,
    complete: true,
    serverTime: context.clock(),
  }
  return new JsonText(JSON.stringify(reply))
}

type Answer = Decided & Readonly<{ context: AppContext; plan: PullPlan; page: Page; next: string }>

async function reply(tx: Tx, { context, plan, page, next, lastMutation, results }: Answer): Promise<JsonText> {
  const ops = page.members.length === 0 ? '[]' : await opsText(tx, page.members)
  const total = plan.loadingBegins && plan.loading.length > 0 ? await countRows(tx, plan.loading) : undefined
  rowsPulled.inc(page.members.length)
  const rest = JSON.stringify({
    dropBuckets: plan.drop,
    resetBuckets: plan.reset,
    ...(plan.full ? { fullReset: true } : {}),
    lastMutation,
    results,
    cursor: next,
    settledSeq: page.seq,
    complete: page.complete,
    ...(total === undefined ? {} : { total }),
    serverTime: context.clock(),
  })
  return new JsonText(`{"ops":${ops},${rest.slice(1)}`)
}

async function countRows(tx: Tx, buckets: readonly string[]): Promise<number> {
  const counted = await sql<{ n: number }>`
    select count(*)::int as n from sync_member where bucket = any(${[...buckets]}) and op = 'PUT'`.execute(tx)
  return counted.rows[0]?.n ?? 0
}
