import type { ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import type { AppContext } from '../app-context.ts'
import { pokeStreams } from '../http/metrics.ts'
import { officialOfRequest } from '../identity/officials.ts'
import { readSettled } from './pull/settled.ts'

const heartbeatMs = 20_000
/** How often the database is asked for new commits while somebody listens; those in between become one event. */
const askEveryMs = 50
const askAgainAfterErrorMs = 1000

/**
 * `GET /sync/v1/poke`: server-sent events that say only that something changed (`{v}`) or that this official's client is locked
 * (`{lock}`) or to be wiped (`{wipe}`). `?clientId=` names the client whose state is watched.
 */
export function registerPokeRoute(app: FastifyInstance, context: AppContext): void {
  const streams = new Map<ServerResponse, Watcher>()
  const stopWatching = watchCommits(
    context,
    () => streams.size > 0,
    (v) => {
      for (const stream of streams.keys()) send(stream, { v })
      void tellLocked(context, streams)
    },
  )
  const heartbeat = setInterval(() => {
    for (const stream of streams.keys()) stream.write(':\n\n')
    void tellLocked(context, streams)
  }, heartbeatMs)
  app.addHook('preClose', async () => {
    stopWatching()
    clearInterval(heartbeat)
    for (const stream of streams.keys()) stream.end()
  })
  app.get<{ Querystring: { clientId?: string } }>('/sync/v1/poke', async (request, reply) => {
    const official = await officialOfRequest(context, request)
    const { settled } = await readSettled(context.database.kysely)
    reply.hijack()
    const stream = reply.raw
    stream.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-accel-buffering': 'no',
    })
    const watcher = { officialId: official.id, clientId: request.query.clientId ?? null }
    streams.set(stream, watcher)
    pokeStreams.set(streams.size)
    stream.on('close', () => {
      streams.delete(stream)
      pokeStreams.set(streams.size)
    })
    send(stream, { v: settled })
    await tellLocked(context, new Map([[stream, watcher]]))
  })
}

function send(stream: ServerResponse, event: Readonly<Record<string, number | true>>): void {
  stream.write(`data: ${JSON.stringify(event)}\n\n`)
}

type Watcher = Readonly<{ officialId: string; clientId: string | null }>
type Streams = ReadonlyMap<ServerResponse, Watcher>

/**
 * Calls `tell` with a sequence number whenever further commits are settled, also those of other server processes. Nothing in a commit
 * tells of it (a notification would make commits wait for each other), so the database is asked. Answers how to stop.
 */
function watchCommits(context: AppContext, isWanted: () => boolean, tell: (v: number) => void): () => void {
  let latest = 0
  let stopped = false
  let timer: NodeJS.Timeout
  const ask = async (): Promise<void> => {
    if (!isWanted()) return
    const { settled } = await readSettled(context.database.kysely)
    if (settled <= latest) return
    latest = settled
    tell(settled)
  }
  const askLater = (ms: number): void => {
    if (stopped) return
    timer = setTimeout(() => {
      ask().then(
        () => askLater(askEveryMs),
        (error: unknown) => {
          context.log.error({ err: error }, 'poke streams could not be told of new commits')
          askLater(askAgainAfterErrorMs)
        },
      )
    }, ms)
    timer.unref()
  }
  askLater(askEveryMs)
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}

async function tellLocked(context: AppContext, streams: Streams): Promise<void> {
  const ids = [...streams.values()].flatMap((watcher) => watcher.clientId ?? [])
  if (ids.length === 0) return
  try {
    const stopped = await context.database.kysely
      .selectFrom('client')
      .select(['client_id', 'user_id', 'state'])
      .where('client_id', 'in', ids)
      .where('state', '<>', 'active')
      .execute()
    for (const [stream, watcher] of streams) {
      const client = stopped.find((row) => row.client_id === watcher.clientId && row.user_id === watcher.officialId)
      if (client !== undefined) send(stream, client.state === 'wipe' ? { wipe: true } : { lock: true })
    }
  } catch (error) {
    context.log.error({ err: error }, 'poke streams could not be told of locked clients')
  }
}
