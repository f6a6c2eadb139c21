import { setTimeout as wait } from 'node:timers/promises'
import { percentile, reportFigure } from '../measure.ts'
import type { Figure } from '../measure.ts'
import type { Rows } from './rows.ts'
import { noteText, SimulatedClient, tokenOf } from './simulated-client.ts'
import type { Answer } from './simulated-client.ts'

const reconnectWithinMs = 1000
const pullsPerSecond = 100
const pushesPerSecond = 20
const mostOfficials = 20

type Holder = Readonly<{ username: string; cases: readonly string[] }>

/** Latencies and statuses of one kind of request. */
type Tally = { readonly name: string; readonly ms: number[]; readonly statuses: Map<number, number> }

/**
 * Many installations of case officers come back within a second: each registers and pulls from where it was. Then pulls and notes
 * arrive by the clock, whether or not the server keeps up; latency counts from the moment a request was due. Afterwards the ledger and
 * the events are compared with what was acknowledged.
 */
export async function benchStorm(
  server: Readonly<{ url: string; rows: Rows }>,
  size: Readonly<{ clients: number; seconds: number }>,
): Promise<readonly Figure[]> {
  const clients = await returningClients(server, size.clients)
  console.log(`${size.clients} clients reconnect within ${reconnectWithinMs} ms`)
  const storm = await reconnect(clients)
  console.log(
    `${pullsPerSecond} pulls/s and ${pushesPerSecond} pushes/s for ${size.seconds} s, latency from the moment a request is due`,
  )
  const steady = await steadyLoad(clients, size.seconds)
  const statuses = [...storm, ...steady].flatMap((tally) => [...tally.statuses])
  const sum = (isMeant: (status: number) => boolean): number =>
    statuses.filter(([status]) => isMeant(status)).reduce((total, [, count]) => total + count, 0)
  // The protocol lets 503 (`not_ready`) and 429 pass: clients come again. They are counted apart from failures.
  const isPassing = (status: number): boolean => status === 429 || status === 503
  const failed = sum((status) => status === 0 || (status !== 200 && !isPassing(status)))
  return [
    reportFigure({ name: '  requests answered 5xx, 4xx or not at all', value: failed, unit: 'requests', target: 0 }),
    reportFigure({
      name: '  requests told to come again (429, 503)',
      value: sum(isPassing),
      unit: 'requests',
      target: 0,
    }),
    await wrongPushes(server.rows, clients),
  ]
}

/** Clients with the cursor of a device of theirs that has everything, shared out over the officers with the most open cases. */
async function returningClients(
  { url, rows }: Readonly<{ url: string; rows: Rows }>,
  count: number,
): Promise<readonly SimulatedClient[]> {
  const holders = await rows<Holder>(
    `select o.username, (array_agg(c.id order by c.id))[1:100] as cases
     from complaint as c join official as o on o.id = c.assignee
     where c.state in ('assigned', 'in_progress') and o.active and exists (
       select from role_grant as g where g.official_id = o.id and g.role = 'case_officer' and g.valid_to is null)
     group by o.username order by count(*) desc, o.username limit $1`,
    [mostOfficials],
  )
  const known: { holder: Holder; token: string; cursor: string | null }[] = []
  for (const holder of holders) {
    const token = await tokenOf(url, holder.username)
    const first = new SimulatedClient({ url, token })
    await first.load()
    known.push({ holder, token, cursor: first.cursor })
  }
  return Array.from({ length: count }, (_, n) => {
    const of = known[n % known.length]
    if (of === undefined) throw new Error('no case officer holds an open case')
    return new SimulatedClient({ url, token: of.token }, of.holder.cases, of.cursor)
  })
}

async function reconnect(clients: readonly SimulatedClient[]): Promise<readonly Tally[]> {
  const [registers, pulls] = [tally('register'), tally('first pull')]
  const startedMs = performance.now()
  await Promise.all(
    clients.map(async (client, n) => {
      await wait((n / clients.length) * reconnectWithinMs)
      count(registers, await client.register())
      for (let complete = false; !complete;) {
        const answer = await client.pull()
        count(pulls, answer)
        complete = answer.complete || answer.status !== 200
      }
    }),
  )
  console.log(`  all are back after ${((performance.now() - startedMs) / 1000).toFixed(2)} s`)
  return [print(registers), print(pulls)]
}

async function steadyLoad(clients: readonly SimulatedClient[], seconds: number): Promise<readonly Tally[]> {
  const [pulls, pushes] = [tally('pull'), tally('push')]
  const every = (perSecond: number, into: Tally, ask: (client: SimulatedClient) => Promise<Answer>) =>
    Array.from({ length: perSecond * seconds }, async (_, n) => {
      const dueMs = (n / perSecond) * 1000
      await wait(Math.max(0, startedMs + dueMs - performance.now()))
      const answer = await ask(clients[n % clients.length] as SimulatedClient)
      count(into, { ...answer, ms: performance.now() - startedMs - dueMs })
    })
  const startedMs = performance.now()
  await Promise.all([
    ...every(pullsPerSecond, pulls, (client) => client.pull()),
    ...every(pushesPerSecond, pushes, (client) => client.push()),
  ])
  console.log(`  the last answer came after ${((performance.now() - startedMs) / 1000).toFixed(2)} s`)
  return [print(pulls), print(pushes)]
}

/** Acknowledged notes that are not exactly once in the ledger, applied, and exactly once among the events. */
async function wrongPushes(rows: Rows, clients: readonly SimulatedClient[]): Promise<Figure> {
  const acknowledged = clients.flatMap((client) => client.acknowledged)
  if (acknowledged.length === 0) throw new Error('no note was acknowledged')
  const [found] = await rows<{ wrong: number }>(
    `with sent as (select * from unnest($1::text[], $2::bigint[], $3::text[], $4::text[]) as s (client_id, id, key, text)),
      ledger as (
        select s.key, count(*) filter (where m.client_id = s.client_id and m.mutation_id = s.id and m.status = 'applied') as good,
          count(m.key) as every
        from sent as s left join mutation as m on m.key = s.key group by s.key),
      written as (
        select s.key, count(e.text) as every
        from sent as s left join (select data ->> 'text' as text from event) as e on e.text = s.text group by s.key)
     select count(*)::int as wrong from ledger as l join written as w using (key)
     where not (l.good = 1 and l.every = 1 and w.every = 1)`,
    [
      acknowledged.map((one) => one.clientId),
      acknowledged.map((one) => one.id),
      acknowledged.map((one) => one.key),
      acknowledged.map((one) => noteText(one.key)),
    ],
  )
  const name = `  of ${acknowledged.length} acknowledged pushes not exactly once in ledger and events`
  return reportFigure({ name, value: found?.wrong ?? Number.NaN, unit: 'pushes', target: 0 })
}

function tally(name: string): Tally {
  return { name, ms: [], statuses: new Map() }
}

function count(into: Tally, { status, ms }: Pick<Answer, 'status' | 'ms'>): void {
  into.statuses.set(status, (into.statuses.get(status) ?? 0) + 1)
  into.ms.push(ms)
}

function print(one: Tally): Tally {
  const statuses = [...one.statuses].map(([status, number]) => `${number} x ${status === 0 ? 'no answer' : status}`)
  const p = (share: number) => percentile(one.ms, share).toFixed(1)
  console.log(
    `  ${one.name.padEnd(10)} ${statuses.join(', ')}; p50 ${p(0.5)} ms, p95 ${p(0.95)} ms, longest ${p(1)} ms`,
  )
  return one
}
