import Fastify, { LogController } from 'fastify'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { bodyLimitBytes } from '../../shared/contract/route-meta.ts'
import type { AppContext } from '../app-context.ts'
import { parseJsonBody } from './json-body.ts'
import { problemDocument, problemMediaType, problemOf } from './problem.ts'
import { countRequest } from './metrics.ts'
import { routeModules } from './route-modules.ts'

/** A route as Fastify registered it; `path` uses `{name}` for parameters. */
export type RegisteredRoute = Readonly<{ method: string; path: string }>

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route registered so far, for the check of the OpenAPI document. */
    registeredRoutes: RegisteredRoute[]
  }
}

const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
}

/** Builds the HTTP application with every route; `listen` or `inject` is up to the caller. */
export async function buildApp(context: AppContext): Promise<FastifyInstance> {
  const logger: FastifyBaseLogger = context.log
  const app: FastifyInstance = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyLimitBytes,
    forceCloseConnections: true,
    genReqId: () => context.newId(),
    routerOptions: { maxParamLength: 300 },
  })
  rememberRoutes(app)
  readJson(app)
  answerProblems(app)
  logRequests(app)
  for (const register of routeModules) await register(app, context)
  return app
}

function rememberRoutes(app: FastifyInstance): void {
  app.decorate('registeredRoutes', [])
  app.addHook('onRoute', (route) => {
    for (const method of Array.isArray(route.method) ? route.method : [route.method]) {
      if (method === 'HEAD') continue
      app.registeredRoutes.push({ method, path: route.url.replace(/:(\w+)/g, '{$1}').replace(/\*$/, '{rest}') })
    }
  })
}

/** Fastify itself reads the body and counts its bytes, also of chunked ones, so no route can pass the limit by. */
function readJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, parseJsonBody(Buffer.isBuffer(body) ? body : Buffer.from(body)))
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)))
    }
  })
}

function answerProblems(app: FastifyInstance): void {
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(securityHeaders)
  })
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error)
    if (problem.status >= 500) request.log.error({ err: error, route: request.routeOptions.url }, 'request failed')
    return reply.status(problem.status).type(problemMediaType).send(JSON.stringify(problem))
  })
  app.setNotFoundHandler((_request, reply) => {
    return reply
      .status(404)
      .type(problemMediaType)
      .send(JSON.stringify(problemDocument('not_found')))
  })
}

/** One line a request: method, route pattern, status, time. Never the path itself, a query, a header or a body. */
function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    countRequest({ method: request.method, route, status: reply.statusCode, seconds: reply.elapsedTime / 1000 })
    request.log.debug(
      { method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'request',
    )
  })
}
