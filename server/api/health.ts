import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import type { AppContext } from '../app-context.ts'
import { metrics } from '../http/metrics.ts'
import { Problem } from '../http/problem.ts'

const readyWithinMs = 2000

/** `GET /healthz` (the process runs), `GET /readyz` (the database answers), `GET /metrics` (Prometheus text). */
export function registerHealthRoutes(app: FastifyInstance, context: AppContext): void {
  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async () => {
    if (!(await databaseAnswers(context))) throw new Problem('not_ready', 'The database does not answer.')
    return { status: 'ready', engine: context.database.engine }
  })
  app.get('/metrics', async (_request, reply) => {
    void reply.type(metrics.contentType)
    return metrics.metrics()
  })
}

async function databaseAnswers(context: AppContext): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), readyWithinMs)
  })
  const asked = sql`select 1`.execute(context.database.kysely).then(
    () => true,
    () => false,
  )
  try {
    return await Promise.race([asked, late])
  } finally {
    clearTimeout(timer)
  }
}
