import type { ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import type { AppContext } from '../app-context.ts'
import { pokeStreams } from '../http/metrics.ts'
import { officialOfRequest } from '../identity/officials.ts'

const heartbeatMs = 20_000
/** Pokes of one burst of commits become one event. */
const gatherMs = 25

/**
 * `GET /sync/v1/poke`: server-sent events that say only that something changed (`{v}`) or that this official's client is locked
 * (`{lock}`) or to be wiped (`{wipe}`). `?clientId=` names the client whose state is watched.
 */
export function registerPokeRoute(app: FastifyInstance, context: AppContext): void {
  const streams = new Map<ServerResponse, { officialId: string; clientId: string | null }>()
  let latest = 0
  let timer: NodeJS.Timeout | undefined
  const stopHearing = context.database.onPoke((seq) => {
    latest = Math.max(latest, seq)
    timer ??= setTimeout(() => {
      timer = undefined
      for (const stream of streams.keys()) send(stream, { v: latest })
      void tellLocked(context, streams)
    }, gatherMs)
  })
  const heartbeat = setInterval(() => {
    for (const stream of streams.keys()) stream.write(':\n\n')
    void tellLocked(context, streams)
  }, heartbeatMs)
  app.addHook('preClose', async () => {
    stopHearing()
    clearTimeout(timer)
    clearInterval(heartbeat)
    for (const stream of streams.keys()) stream.end()
  })
  app.get<{ Querystring: { clientId?: string } }>('/sync/v1/poke', async (request, reply) => {
    const official = await officialOfRequest(context, request)
    const clock = await context.database.kysely.selectFrom('sync_clock').select('v').executeTakeFirstOrThrow()
    latest = Math.max(latest, clock.v)
    reply.hijack()
    const stream = reply.raw
    stream.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-accel-buffering': 'no',
    })
    streams.set(stream, { officialId: official.id, clientId: request.query.clientId ?? null })
    pokeStreams.set(streams.size)
    stream.on('close', () => {
      streams.delete(stream)
      pokeStreams.set(streams.size)
    })
    send(stream, { v: clock.v })
    await tellLocked(
      context,
      new Map([[stream, { officialId: official.id, clientId: request.query.clientId ?? null }]]),
    )
  })
}

function send(stream: ServerResponse, event: Readonly<Record<string, number | true>>): void {
  stream.write(`data: ${JSON.stringify(event)}\n\n`)
}

type Streams = ReadonlyMap<ServerResponse, { officialId: string; clientId: string | null }>

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
