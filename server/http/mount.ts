import type {
  AnyContractProcedure,
  AnySchema,
  ContractProcedure,
  InferSchemaInput,
  InferSchemaOutput,
} from '@orpc/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { RouteMeta } from '../../shared/contract/routes.ts'
import { packedJson } from './compressed.ts'
import { Problem } from './problem.ts'

/** A group of contract procedures, by name. */
export type ContractGroup = Readonly<Record<string, AnyContractProcedure>>

/** A reply body that is JSON text already and is sent as it is: large pages are assembled by the database. */
export class JsonText {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type InputOf<P> = P extends ContractProcedure<infer I, infer _O, infer _E, infer _M> ? InferSchemaOutput<I> : never
type OutputOf<P> = P extends ContractProcedure<infer _I, infer O, infer _E, infer _M> ? InferSchemaInput<O> : never

/** One handler a procedure: it gets the parsed input and whoever `authenticate` says is calling. */
export type Handlers<Group extends ContractGroup, Caller> = {
  readonly [Name in keyof Group]: (
    input: InputOf<Group[Name]>,
    caller: Caller,
  ) => Promise<OutputOf<Group[Name]> | JsonText>
}

/** Where a group of contract routes hangs and who may call it; `authenticate` throws a `Problem` for everybody else. */
export type Mounting<Group extends ContractGroup, Caller> = Readonly<{
  contract: Group
  authenticate: (request: FastifyRequest) => Promise<Caller>
  handlers: Handlers<Group, Caller>
}>

/**
 * Registers every procedure of a contract group as a Fastify route: authenticates, parses the input (query, body and path
 * parameters merged), calls the handler and answers JSON. Fastify reads and counts the body, so its limits hold here too.
 */
export function mount<Group extends ContractGroup, Caller>(
  app: FastifyInstance,
  mounting: Mounting<Group, Caller>,
): void {
  for (const name of Object.keys(mounting.contract) as (keyof Group & string)[]) {
    const procedure = mounting.contract[name]
    if (procedure === undefined) continue
    const { route, inputSchema, outputSchema } = procedure['~orpc']
    const meta: RouteMeta = procedure['~orpc'].meta
    const handler = mounting.handlers[name]
    app.route({
      method: route.method ?? 'POST',
      url: (route.path ?? '').replace(/\{(\w+)\}/g, ':$1'),
      bodyLimit: meta.bodyLimitBytes,
      // Before the body is read: a stranger's bytes are not parsed.
      onRequest: async (request) => {
        callers.set(request, await mounting.authenticate(request))
      },
      handler: async (request, reply) => {
        const input = await parsed(inputSchema, inputOf(request))
        const answer = await handler(input as never, callers.get(request) as Caller)
        void reply.type('application/json; charset=utf-8')
        const text = answer instanceof JsonText ? answer.text : JSON.stringify(await encoded(outputSchema, answer))
        return packedJson(request, reply, text)
      },
    })
  }
}

const callers = new WeakMap<FastifyRequest, unknown>()

function inputOf(request: FastifyRequest): unknown {
  const sent = request.method === 'GET' ? request.query : request.body
  const params = request.params
  if (typeof params !== 'object' || params === null || Object.keys(params).length === 0) return sent
  return typeof sent === 'object' && sent !== null ? { ...sent, ...params } : params
}

async function parsed(schema: AnySchema | undefined, value: unknown): Promise<unknown> {
  if (schema === undefined) return value
  const result = await schema['~standard'].validate(value)
  if (result.issues === undefined) return result.value
  const places = result.issues.slice(0, 5).map((issue) => `${pathOf(issue.path)}: ${issue.message}`)
  throw new Problem('bad_request', places.join('; '))
}

/** The output through its schema: what the contract does not name does not leave the server. */
async function encoded(schema: AnySchema | undefined, value: unknown): Promise<unknown> {
  if (schema === undefined) return value
  const result = await schema['~standard'].validate(value)
  if (result.issues === undefined) return result.value
  throw new Error(`a reply breaks its contract at ${pathOf(result.issues[0]?.path)}`)
}

function pathOf(path: readonly (PropertyKey | { key: PropertyKey })[] | undefined): string {
  const keys = (path ?? []).map((part) => String(typeof part === 'object' ? part.key : part))
  return keys.length === 0 ? 'body' : keys.join('.').slice(0, 200)
}
