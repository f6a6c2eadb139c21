import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { median, reportFigure } from '../measure.ts'
import type { Figure } from '../measure.ts'
import { followLog } from './seq-reader.ts'

const writers = 8
const roundMs = 2500
const casesEach = 25
const mostCostPercent = 25

type Target = Readonly<{ id: string; buckets: readonly string[] }>
type Round = Readonly<{ stamped: boolean; perSecond: number }>

/** Both statements write the audit row of a command in the same commit, as the server does. */
const audited = `with audited as (
  insert into audit (at_ms, actor, action, subject, detail) values ($1, 'bench', 'command', $2, '{"name":"bench"}'))`
const append = `${audited} insert into event (id, data) values ($3, jsonb_build_object('id', $3::text, 'caseId', $2::text,
  'kind', 'note', 'code', 'addNote', 'actor', null, 'atMs', $1::bigint, 'text', 'Đã kiểm tra hiện trường.', 'late', false,
  'extra', null))`
const raise = `${audited} update complaint
  set data = jsonb_set(data, '{rowVersion}', to_jsonb(row_version + 1)) where id = $2 and $3::text is not null`

/**
 * What stamping at COMMIT costs: eight writers of one-row commits in short rounds, with and without the stamping triggers in turns.
 * Once with commits that wait for the disk, where the lock of the clock is held meanwhile, and once without that wait. A reader
 * follows the log; what it was never handed is counted.
 */
export async function benchStamping(url: string, seconds: number): Promise<readonly Figure[]> {
  return [
    ...(await measured(url, seconds, 'every commit waits for the disk')),
    ...(await measured(url, seconds, 'without the wait for the disk')),
  ]
}

type Waiting = 'every commit waits for the disk' | 'without the wait for the disk'

async function measured(url: string, seconds: number, waiting: Waiting): Promise<readonly Figure[]> {
  const options = waiting === 'every commit waits for the disk' ? '' : '-c synchronous_commit=off'
  const pool = new pg.Pool({ connectionString: url, max: writers + 1, options })
  const targets = await targetsOf(pool)
  const reader = await followLog(url, [...new Set(targets.flatMap((target) => target.buckets))])
  const pairs = Math.max(1, Math.round((seconds * 1000) / (2 * roundMs)))
  const rounds: Round[] = []
  await writeFor(pool, targets, roundMs)
  for (let pair = 0; pair < pairs; pair += 1) {
    for (const stamped of pair % 2 === 0 ? [true, false] : [false, true]) {
      rounds.push({ stamped, perSecond: await round(pool, targets, stamped) })
    }
  }
  // Rows raised while nobody was told are told of once.
  await pool.query('update complaint set data = data where id = any($1)', [targets.map((target) => target.id)])
  const followed = await reader.finish()
  const skipped = await reader.missed(followed)
  await auditChained(pool)
  await pool.end()
  console.log(
    `stamping, ${waiting}: ${writers} writers, one row and its audit row a commit, ${rounds.length} rounds in turns`,
  )
  return verdicts(rounds, { ...followed, skipped }, waiting)
}

/** Open cases, as many for each writer, so that writers do not wait for each other's rows. */
async function targetsOf(pool: pg.Pool): Promise<readonly Target[]> {
  const found = await pool.query<Target>(
    `select id, buckets from complaint where state in ('assigned', 'in_progress') order by id limit $1`,
    [writers * casesEach],
  )
  if (found.rows.length < writers) throw new Error('there are fewer open cases than writers')
  return found.rows
}

async function round(pool: pg.Pool, targets: readonly Target[], stamped: boolean): Promise<number> {
  if (stamped) return writeFor(pool, targets, roundMs)
  await pool.query('alter table event disable trigger stamp; alter table complaint disable trigger stamp')
  try {
    return await writeFor(pool, targets, roundMs)
  } finally {
    // What nobody was told of must not stay: the events go while the triggers are still off.
    await pool.query(`delete from event as e where id like 'bench-%' and not exists (
      select from sync_member as m where m.entity = 'event' and m.id = e.id)`)
    await pool.query('alter table event enable trigger stamp; alter table complaint enable trigger stamp')
  }
}

/** Commits a second of all writers together. */
async function writeFor(pool: pg.Pool, targets: readonly Target[], ms: number): Promise<number> {
  const startedMs = performance.now()
  const counts = await Promise.all(
    Array.from({ length: writers }, (_, writer) =>
      write(
        pool,
        targets.filter((_target, n) => n % writers === writer),
        startedMs + ms,
      ),
    ),
  )
  return counts.reduce((sum, count) => sum + count, 0) / ((performance.now() - startedMs) / 1000)
}

async function write(pool: pg.Pool, own: readonly Target[], untilMs: number): Promise<number> {
  const client = await pool.connect()
  let commits = 0
  try {
    for (; performance.now() < untilMs; commits += 1) {
      const appends = commits % 2 === 0
      const values = [Date.now(), own[(commits >> 1) % own.length]?.id, `bench-${randomUUID()}`]
      await client.query({ name: appends ? 'append' : 'raise', text: appends ? append : raise, values })
    }
  } finally {
    client.release()
  }
  return commits
}

/** The server links the audit rows of this part; the next part begins when it is done. */
async function auditChained(pool: pg.Pool): Promise<void> {
  for (let attempt = 0; attempt < 240; attempt += 1) {
    const found = await pool.query<{ waiting: number }>(
      'select (select max(n) from audit) - (select max(audit_n) from audit_chain) as waiting',
    )
    if (Number(found.rows[0]?.waiting) === 0) return
    await wait(500)
  }
  throw new Error('the audit trail is not chained within two minutes')
}

type Reading = Readonly<{ fromSeq: number; toSeq: number; pulls: number; seen: ReadonlySet<string>; skipped: number }>

function verdicts(rounds: readonly Round[], reading: Reading, waiting: Waiting): readonly Figure[] {
  const rates = (stamped: boolean) => rounds.filter((round) => round.stamped === stamped).map((one) => one.perSecond)
  const list = (values: readonly number[]) => values.map((value) => Math.round(value)).join(' ')
  const [marked, plain] = [rates(true), rates(false)]
  console.log(`  stamped    ${Math.round(median(marked))} commits/s   (${list(marked)})`)
  console.log(`  unstamped  ${Math.round(median(plain))} commits/s   (${list(plain)})`)
  console.log(
    `  ratio ${(median(marked) / median(plain)).toFixed(2)}; reader: ${reading.seen.size} rows in ${reading.pulls} pulls, sequence ${reading.fromSeq} to ${reading.toSeq}`,
  )
  return [
    reportFigure({
      name: `  commits that stamping costs, ${waiting}`,
      value: (1 - median(marked) / median(plain)) * 100,
      unit: '%',
      target: mostCostPercent,
    }),
    reportFigure({
      name: `  rows the reader was never handed, ${waiting}`,
      value: reading.skipped,
      unit: 'rows',
      target: 0,
    }),
  ]
}
