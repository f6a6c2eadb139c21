import { sql } from 'kysely'
import type { AppContext } from './app-context.ts'
import { endPeriods } from './case-periods.ts'
import { runRecompute } from './administration/recompute-job.ts'
import { inSystem } from './db/transaction.ts'
import type { Tx } from './db/transaction.ts'
import { forgetAbsences } from './organisation/absences.ts'
import { tellGrantDays } from './identity/grant-days.ts'
import { advanceSuccessions } from './organisation/run-succession.ts'

const chainEveryMs = 1000
const recomputeEveryMs = 1000
const foldEveryMs = 5000
const mostLinksAtOnce = 2000
const endPeriodsEveryMs = 60_000
/** A succession that was ordered for today, or cut off by a restart, goes on within this time. */
const succeedEveryMs = 30_000
/** A role that ended with yesterday is off every connected device this long after midnight. */
const tellGrantsEveryMs = 30_000
const forgetEveryMs = 6 * 60 * 60 * 1000
/** Devices whose lease ended (45 days) load anew anyway, so removals older than that need not be remembered. */
const removalsKept = '46 days'

/** The advisory locks of work that one server process at a time does; the numbers are used for nothing else. */
const locks = { chain: 7265402, removals: 7265403, counts: 7265404 } as const

/**
 * Starts the server's own regular work and answers how to stop it: chaining the audit trail, computing deadlines anew, moving on
 * cases whose period is over, telling of roles that began or ended, counting buckets, forgetting old removals, tidying. Every process of a server asks for work; what another one is doing at that moment is left to it.
 */
export function startBackground(context: AppContext): () => Promise<void> {
  const stops = [
    repeat(context, { name: 'audit chain', everyMs: chainEveryMs, work: () => chainAudit(context) }),
    repeat(context, { name: 'bucket counts', everyMs: foldEveryMs, work: () => foldCounts(context) }),
    repeat(context, { name: 'deadlines', everyMs: recomputeEveryMs, work: () => runRecompute(context) }),
    repeat(context, { name: 'forget removals', everyMs: forgetEveryMs, work: () => forgetRemovals(context) }),
    repeat(context, { name: 'end periods', everyMs: endPeriodsEveryMs, work: () => endPeriods(context) }),
    repeat(context, { name: 'forget absences', everyMs: forgetEveryMs, work: () => forgetAbsences(context) }),
    repeat(context, { name: 'successions', everyMs: succeedEveryMs, work: () => advanceSuccessions(context) }),
    repeat(context, { name: 'days of roles', everyMs: tellGrantsEveryMs, work: () => tellGrantDays(context) }),
    repeat(context, { name: 'tidy', everyMs: forgetEveryMs, work: () => tidy(context) }),
  ]
  return async () => {
    await Promise.all(stops.map((stop) => stop()))
  }
}

/** Links unchained audit rows into the hash chain and answers how many; 0 while another process does. */
export async function chainAudit(context: AppContext): Promise<number> {
  const found = await sql<{ waiting: boolean }>`
    select exists (
      select from audit as a
      where a.n > coalesce((select max(audit_n) from audit_chain), 0) - 5000
        and not exists (select from audit_chain as c where c.audit_n = a.n)
    ) as waiting`.execute(context.database.kysely)
  if (found.rows[0]?.waiting !== true) return 0
  return alone(context, locks.chain, async (tx) => {
    const linked = await sql<{ n: number }>`select desk_chain_audit(${mostLinksAtOnce}) as n`.execute(tx)
    return linked.rows[0]?.n ?? 0
  })
}

/** Forgets removals no device needs any more and answers how many; 0 while another process does. */
export async function forgetRemovals(context: AppContext): Promise<number> {
  return alone(context, locks.removals, async (tx) => {
    const forgotten = await sql<{ n: number }>`select desk_forget_removals(${removalsKept}::interval) as n`.execute(tx)
    return forgotten.rows[0]?.n ?? 0
  })
}

/** Adds up what commits changed in the counts of buckets and answers how many changes; 0 while another process does. */
export async function foldCounts(context: AppContext): Promise<number> {
  const found = await sql<{ waiting: boolean }>`
    select exists (select from sync_bucket_change) as waiting`.execute(context.database.kysely)
  if (found.rows[0]?.waiting !== true) return 0
  return alone(context, locks.counts, async (tx) => {
    const folded = await sql<{ n: number }>`select desk_fold_counts() as n`.execute(tx)
    return folded.rows[0]?.n ?? 0
  })
}

/** Runs work in a transaction that holds the lock; where another transaction holds it nothing waits and nothing is done. */
function alone(context: AppContext, lock: number, work: (tx: Tx) => Promise<number>): Promise<number> {
  return inSystem(context.database.kysely, async (tx) => {
    const taken = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${lock}) as mine`.execute(tx)
    return taken.rows[0]?.mine === true ? work(tx) : 0
  })
}

/** Gives space back and renews the planner's figures where no autovacuum does it: in the embedded database. Answers 0. */
export async function tidy(context: AppContext): Promise<number> {
  if (context.database.engine === 'pglite') await sql`vacuum (analyze)`.execute(context.database.kysely)
  return 0
}

type Work = Readonly<{ name: string; everyMs: number; work: () => Promise<number> }>

function repeat(context: AppContext, { name, everyMs, work }: Work): () => Promise<void> {
  let running: Promise<void> = Promise.resolve()
  let busy = false
  const timer = setInterval(() => {
    if (busy) return
    busy = true
    running = work()
      .then(
        () => undefined,
        (error: unknown) => context.log.error({ err: error, work: name }, 'background work failed'),
      )
      .finally(() => {
        busy = false
      })
  }, everyMs)
  return async () => {
    clearInterval(timer)
    await running
  }
}
