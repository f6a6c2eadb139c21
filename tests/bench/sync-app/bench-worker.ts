import { deleteDatabase } from '../../../renderer/worker/db/desk-database.ts'
import { browserEnvironment } from '../../../renderer/worker/environment.ts'
import type { WorkerEnvironment } from '../../../renderer/worker/environment.ts'
import { WorkerCore } from '../../../renderer/worker/worker-core.ts'
import { WorkerService } from '../../../renderer/worker/worker-service.ts'
import type { QueueQueryV1 } from '../../../shared/ipc/queue-contract.ts'
import { quietHost } from './quiet-host.ts'
import { deleteRaw, rawPackedWrite } from './raw-write.ts'
import type { WorkerResult } from './result.ts'

const query: QueueQueryV1 = {
  view: 'unit',
  search: '',
  states: [],
  categories: [],
  levels: [],
  teams: [],
  sort: [{ column: 'due', descending: false }],
  includeClosed: true,
}

/** A server that has every page ready: what is measured has no network in it. */
function servedFrom(pages: readonly string[]): typeof fetch {
  let next = 0
  const json = { headers: { 'content-type': 'application/json' } }
  return async (input) => {
    const path = String(input)
    if (path.includes('/register')) return new Response(JSON.stringify(registered), json)
    if (path.includes('/pull') && next < pages.length) {
      next += 1
      return replyOf(pages[next - 1] ?? '')
    }
    return new Response('{"code":"not_ready"}', { ...json, status: 503 })
  }
}

/** A reply whose text has arrived: reading it costs the parse and no copying of bytes, as for the limit. */
function replyOf(text: string): Response {
  const reply = new Response('', { headers: { 'content-type': 'application/json' } })
  reply.json = async () => JSON.parse(text) as unknown
  return reply
}

const registered = {
  clientId: 'bench',
  epoch: 'bench',
  minSchema: 1,
  limits: { mutationsPerPush: 50, pullRows: 5000, fileBytes: 1 },
  escrowKey: btoa('\0'.repeat(32)),
  user: { id: 'bench', username: 'bench', displayName: 'bench' },
  serverTime: Date.now(),
}

type Ours = { totalMs: number; cases: number; queryMs: number; searchMs: number }

/** From an empty profile to a stored, encrypted queue that answers: the whole data worker as the app runs it. */
async function ours(accountId: string, pages: readonly string[]): Promise<Ours> {
  const environment: WorkerEnvironment = { ...browserEnvironment('app://bundle/server'), fetch: servedFrom(pages) }
  const failures: string[] = []
  const core = new WorkerCore({ host: quietHost(accountId, (code) => failures.push(code)), environment })
  const service = new WorkerService(core)
  const startMs = performance.now()
  core.start()
  const session = await core.ready()
  await session.engine.now()
  const { total } = await service.queuePage({ query, offset: 0, limit: 50 })
  const totalMs = performance.now() - startMs
  const queryMs = await timed(() =>
    service.queuePage({ query: { ...query, categories: [], view: 'overdue' }, offset: 0, limit: 50 }),
  )
  const searchMs = await timed(() =>
    service.queuePage({ query: { ...query, search: 'washington st' }, offset: 0, limit: 50 }),
  )
  if (session.engine.status.completeAtMs === null) failures.push('not complete')
  await core.stop()
  await deleteDatabase(accountId, environment)
  if (failures.length > 0) throw new Error(failures[0])
  return { totalMs, cases: total, queryMs, searchMs }
}

async function timed(task: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now()
  await task()
  return performance.now() - startMs
}

async function run(runs: number): Promise<WorkerResult> {
  const pages = (await (await fetch('app://bundle/pages.json')).json()) as string[]
  const rows = pages.reduce((sum, text) => sum + (JSON.parse(text) as { ops: unknown[] }).ops.length, 0)
  const oursMs: number[] = []
  const limitMs: number[] = []
  const queryMs: number[] = []
  const searchMs: number[] = []
  let cases = 0
  for (let index = 0; index <= runs; index += 1) {
    const raw = await timed(() => rawPackedWrite(`raw-${index}`, pages))
    await deleteRaw(`raw-${index}`)
    const measured = await ours(`bench-${index}`, pages)
    cases = measured.cases
    // The first round warms code and disk up for both.
    if (index === 0) continue
    limitMs.push(raw)
    oursMs.push(measured.totalMs)
    queryMs.push(measured.queryMs)
    searchMs.push(measured.searchMs)
  }
  return { rows, cases, oursMs, limitMs, queryMs, searchMs }
}

addEventListener('message', (event: MessageEvent<{ runs: number }>) => {
  run(event.data.runs).then(
    (result) => postMessage(result),
    (error: unknown) => {
      // Outside the promise it reaches the page as the worker's error.
      setTimeout(() => {
        throw error
      }, 0)
    },
  )
})
