import type { ErrorCode } from './error-codes.ts'

/** Who may call a route: anybody, an official with a bearer token, or a system with an intake key (`Authorization: Intake KEY`). */
export type RouteAccess = 'public' | 'official' | 'intake'

/** What a route says of itself besides its schemas. `errors` are the codes of its own; those of its access come on top. */
export type RouteMeta = Readonly<{ access: RouteAccess; errors: readonly ErrorCode[]; bodyLimitBytes: number }>

/** Largest request body, counted on the raw stream: a push, and everything else (security.md, row "body limits"). */
export const pushBodyLimitBytes = 256 * 1024
export const bodyLimitBytes = 1024 * 1024

/** The meta data of a route: who may call it, its own error codes, its largest body. */
export const about = (access: RouteAccess, errors: readonly ErrorCode[], limit = bodyLimitBytes): RouteMeta => ({
  access,
  errors,
  bodyLimitBytes: limit,
})
