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
import type { Cursor } from './cursor.ts'
import { loadScope } from '../held-buckets.ts'
import { takePage } from './page.ts'
import type { Page } from './page.ts'
import { planPull } from './plan.ts'
import type { PullPlan } from './plan.ts'
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

/** Answers one pull in one REPEATABLE READ transaction: everything in the reply belongs to one moment of the database. */
export async function pull(context: AppContext, official: Official, request: PullRequest): Promise<JsonText> {
  requireSpoken(context, request.schema)
  return inSystem(
    context.database.kysely,
    async (tx) => {
      const clock = await tx.selectFrom('sync_clock').select(['epoch', 'v']).executeTakeFirstOrThrow()
      const scope = await loadScope(tx, official, context.clock())
      await enterRequest(tx, scope)
      const client = await requireClient(tx, request.clientId)
      const cursor = request.cursor === null ? null : decodeCursor(request.cursor)
      const known = await knownScope(tx, cursor, clock)
      const reload = new Set(request.reload)
      const plan = planPull({ held: scope.held, known, hadCursor: request.cursor !== null, clockSeq: clock.v, reload })
      const page = await takePage(tx, plan, clock.v, request.limit)
      const next = await nextCursor(tx, clock.epoch, page, known)
      const decided = await decidedFor(tx, { request, plan, page, client, clockSeq: clock.v })
      return reply(tx, { context, plan, page, next, ...decided })
    },
    'repeatable read',
  )
}

type Known = Readonly<{ cursor: Cursor; buckets: readonly string[] }>

/** What the cursor refers to; null for a cursor of another epoch, ahead of the clock, or of a list nobody remembers. */
async function knownScope(tx: Tx, cursor: Cursor | null, clock: { epoch: string; v: number }): Promise<Known | null> {
  if (cursor === null || cursor.epoch !== clock.epoch || cursor.seq > clock.v) return null
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

/** What was decided for this client by the end of the page; an idle pull asks nothing of the ledger. */
async function decidedFor(
  tx: Tx,
  at: Readonly<{
    request: PullRequest
    plan: PullPlan
    page: Page
    client: { lastMutation: number }
    clockSeq: number
  }>,
): Promise<Decided> {
  const { clientId, cursor } = at.request
  const after = cursor === null || at.plan.full ? 0 : at.plan.seq
  const upto = at.page.seq
  const lastMutation = upto === at.clockSeq ? at.client.lastMutation : await lastMutationAt(tx, clientId, upto)
  return { lastMutation, results: upto > after ? await resultsBetween(tx, { clientId, after, upto }) : [] }
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
