import { deleteDatabase } from '../../../renderer/worker/db/desk-database.ts'
import { browserEnvironment } from '../../../renderer/worker/environment.ts'
import type { WorkerEnvironment } from '../../../renderer/worker/environment.ts'
import { WorkerCore } from '../../../renderer/worker/worker-core.ts'
import { WorkerService } from '../../../renderer/worker/worker-service.ts'
import type { RowOf } from '../../../shared/contract/rows.ts'
import type { QueueQueryV1 } from '../../../shared/ipc/queue-contract.ts'
import { fold } from '../../../shared/language/fold.ts'
import { answerRounds } from './answer-rounds.ts'
import { rowsOf } from './page-rows.ts'
import { quietHost } from './quiet-host.ts'

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

async function timed(task: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now()
  await task()
  return performance.now() - startMs
}

/** What of the sync made the texts searchable: the same texts folded once more, parsed before. */
function foldMs(pages: readonly string[]): number {
  let ms = 0
  for (const page of pages) {
    const cases = rowsOf(page).filter(({ entity }) => entity === 'case')
    const startMs = performance.now()
    for (const { row } of cases) {
      const { caseNumber, title, body, place } = row as unknown as RowOf<'case'>
      fold(`${caseNumber}\n${title}\n${body}\n${place}`)
    }
    ms += performance.now() - startMs
  }
  return ms
}

/** From an empty profile to a stored, encrypted queue that answers: the whole data worker as the app runs it. */
answerRounds(async (accountId, pages) => {
  const environment: WorkerEnvironment = { ...browserEnvironment('app://bundle/server'), fetch: servedFrom(pages) }
  const failures: string[] = []
  const core = new WorkerCore({ host: quietHost(accountId, (code) => failures.push(code)), environment })
  const service = new WorkerService(core)
  const startMs = performance.now()
  core.start()
  const session = await core.ready()
  await session.engine.now()
  const { total } = await service.queuePage({ query, offset: 0, limit: 50 })
  const ms = performance.now() - startMs
  const overdue: QueueQueryV1 = { ...query, view: 'overdue' }
  const queryMs = await timed(() => service.queuePage({ query: overdue, offset: 0, limit: 50 }))
  const searched: QueueQueryV1 = { ...query, search: 'washington st' }
  const searchMs = await timed(() => service.queuePage({ query: searched, offset: 0, limit: 50 }))
  if (session.engine.status.completeAtMs === null) failures.push('not complete')
  await core.stop()
  await deleteDatabase(accountId, environment)
  if (failures.length > 0) throw new Error(failures[0])
  return { ms, stored: total, figures: { queryMs, searchMs, foldMs: foldMs(pages) } }
})
