import { isContractProcedure } from '@orpc/contract'
import type { AnyContractProcedure } from '@orpc/contract'
import { OpenAPIGenerator } from '@orpc/openapi'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import type { FastifyInstance } from 'fastify'
import { errorCodes } from '../../shared/contract/error-codes.ts'
import type { ErrorCode } from '../../shared/contract/error-codes.ts'
import { serverContract } from '../../shared/contract/routes.ts'
import type { RouteAccess, RouteMeta } from '../../shared/contract/route-meta.ts'
import { wireSchema } from '../../shared/contract/versions.ts'
import type { AppContext } from '../app-context.ts'
import { statusOf } from '../http/problem.ts'
import { rawRoutes } from './raw-routes.ts'
import type { OperationText, PathsText, ResponsesText } from './raw-routes.ts'

/** An OpenAPI 3.1 document as this server builds it. */
export type OpenapiDocument = Readonly<{ openapi: string; paths: PathsText; components: unknown }>

/** `GET /openapi.json`: the whole server as OpenAPI 3.1. */
export function registerOpenapiRoute(app: FastifyInstance, _context: AppContext): void {
  let text: Promise<string> | undefined
  app.get('/openapi.json', async (_request, reply) => {
    text ??= openapiDocument().then((document) => JSON.stringify(document))
    void reply.type('application/json; charset=utf-8')
    return text
  })
}

/** Builds the document: contract routes from their schemas, raw routes (streams, files, metrics) from their descriptions. */
export async function openapiDocument(): Promise<OpenapiDocument> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  const generated = await generator.generate(serverContract, {
    info: { title: 'iHaNoi Desk central server', version: `${wireSchema}.0.0` },
    components: {
      securitySchemes: {
        official: { type: 'http', scheme: 'bearer', description: 'An access token of a signed-in official.' },
        intake: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description: 'The word Intake and an intake key.',
        },
      },
    },
  })
  // The generator's own types mix OpenAPI 3.0 and 3.1 and fit neither under exactOptionalPropertyTypes.
  const paths = { ...generated.paths } as unknown as PathsText
  for (const procedure of Object.values(serverContract).flatMap((group): AnyContractProcedure[] =>
    Object.values(group),
  )) {
    describeErrors(paths, procedure)
  }
  const components = { ...generated.components, schemas: { ...generated.components?.schemas, Problem: problemSchema } }
  return { ...generated, components, paths: { ...paths, ...rawRoutes(problemResponses) } }
}

const problemSchema = {
  type: 'object',
  description: 'RFC 9457 problem document. `code` is stable; `title` is Vietnamese, `detail` English for developers.',
  required: ['type', 'title', 'status', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: errorCodes },
    detail: { type: 'string' },
    current: {
      description:
        'With `conflict` on a setting: the setting as it stands now. With `config_invalid`: `{problems: [{code, path, n?, text?}]}`. ' +
        'Where a rule refused: `{problem}` with its code.',
    },
  },
} as const

function describeErrors(paths: PathsText, procedure: AnyContractProcedure): void {
  if (!isContractProcedure(procedure)) return
  const { route } = procedure['~orpc']
  const meta: RouteMeta = procedure['~orpc'].meta
  const operation: OperationText | undefined = paths[route.path ?? '']?.[(route.method ?? 'POST').toLowerCase()]
  if (operation === undefined) return
  if (meta.access !== 'public') operation.security = [{ [meta.access]: [] }]
  const reading: ErrorCode[] = route.method === 'GET' ? ['bad_request'] : ['bad_request', 'not_json', 'too_large']
  operation.responses = { ...operation.responses, ...problemResponses(meta.access, [...reading, ...meta.errors]) }
}

/** The error responses of a route: its own codes, those of its access, and `internal`, gathered by status. */
export function problemResponses(access: RouteAccess, codes: readonly ErrorCode[]): ResponsesText {
  const ofAccess: readonly ErrorCode[] =
    access === 'official' ? ['unauthenticated'] : access === 'intake' ? ['unauthenticated', 'intake_key_wrong'] : []
  const byStatus = new Map<number, ErrorCode[]>()
  for (const code of new Set([...codes, ...ofAccess, 'internal' as const])) {
    byStatus.set(statusOf[code], [...(byStatus.get(statusOf[code]) ?? []), code])
  }
  return Object.fromEntries(
    [...byStatus].map(([status, found]) => [
      String(status),
      {
        description: `Problem: ${found.join(', ')}`,
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  )
}
