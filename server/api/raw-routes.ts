import { z } from 'zod'
import type { ErrorCode } from '../../shared/contract/error-codes.ts'
import type { RouteAccess } from '../../shared/contract/route-meta.ts'
import { pokeV1 } from '../../shared/contract/sync.ts'
import { fileRoutes } from '../files/route-descriptions.ts'

/** Parts of an OpenAPI document: responses by status, an operation, operations by path and method. */
export type ResponsesText = Record<string, unknown>
export type OperationText = { responses?: ResponsesText; security?: unknown; [field: string]: unknown }
export type PathsText = Record<string, Record<string, OperationText>>

type Responses = (access: RouteAccess, codes: readonly ErrorCode[]) => ResponsesText

/** The OpenAPI descriptions of routes that are not JSON in, JSON out: health, metrics, streams. */
export function rawRoutes(problems: Responses): PathsText {
  return { ...operation(problems), ...streams(problems), ...fileRoutes(problems) }
}

const status = (description: string): object => ({
  description,
  content: {
    'application/json': {
      schema: {
        type: 'object',
        required: ['status'],
        properties: { status: { type: 'string' }, engine: { type: 'string' } },
      },
    },
  },
})

function operation(problems: Responses): PathsText {
  return {
    '/healthz': {
      get: {
        tags: ['operation'],
        summary: 'The process runs',
        responses: { '200': status('It runs.'), ...problems('public', []) },
      },
    },
    '/readyz': {
      get: {
        tags: ['operation'],
        summary: 'The database answers',
        responses: { '200': status('Ready.'), ...problems('public', ['not_ready']) },
      },
    },
    '/metrics': {
      get: {
        tags: ['operation'],
        summary: 'Prometheus metrics',
        responses: {
          '200': { description: 'Metrics.', content: { 'text/plain': { schema: { type: 'string' } } } },
          ...problems('public', []),
        },
      },
    },
    '/openapi.json': {
      get: {
        tags: ['operation'],
        summary: 'This document',
        responses: {
          '200': { description: 'OpenAPI 3.1.', content: { 'application/json': { schema: { type: 'object' } } } },
          ...problems('public', []),
        },
      },
    },
  }
}

function streams(problems: Responses): PathsText {
  return {
    '/sync/v1/poke': {
      get: {
        tags: ['sync'],
        summary: 'Hear that something changed',
        description: `Server-sent events; the data of each is ${JSON.stringify(z.toJSONSchema(pokeV1).anyOf)}.`,
        security: [{ official: [] }],
        parameters: [{ name: 'clientId', in: 'query', required: false, schema: { type: 'string' } }],
        responses: {
          '200': { description: 'The stream.', content: { 'text/event-stream': { schema: { type: 'string' } } } },
          ...problems('official', []),
        },
      },
    },
  }
}
