import type { ErrorCode } from '../../shared/contract/error-codes.ts'
import { problemTitles } from '../../shared/text/problem-titles.ts'
import { isPassing, isUnstorable } from '../db/sql-state.ts'

/** The HTTP status of every error code. */
export const statusOf: Readonly<Record<ErrorCode, number>> = {
  bad_request: 400,
  not_json: 400,
  too_large: 413,
  unauthenticated: 401,
  forbidden: 403,
  client_locked: 403,
  client_wiped: 403,
  client_unknown: 404,
  not_found: 404,
  conflict: 409,
  schema_too_old: 426,
  schema_too_new: 501,
  rate_limited: 429,
  intake_key_wrong: 401,
  file_too_large: 413,
  file_type_refused: 415,
  file_hash_wrong: 460,
  files_incomplete: 409,
  too_many_files: 400,
  wrong_state: 409,
  reason_required: 422,
  config_invalid: 422,
  policy_in_use: 409,
  own_grant: 403,
  absence_refused: 422,
  succession_refused: 422,
  internal: 500,
  not_ready: 503,
}

/**
 * A refusal with a stable code; `detail` is English, for developers, and names no personal data. `current` is what stands on the server
 * where a change met a newer one, `{problem}` with the rule's own code where a rule refused it, or `{problems}` of a setting.
 */
export class Problem extends Error {
  readonly code: ErrorCode
  readonly current: unknown

  constructor(code: ErrorCode, detail?: string, current?: unknown) {
    super(detail ?? code)
    this.name = 'Problem'
    this.code = code
    this.current = current
  }
}

/** The media type of a problem document (RFC 9457). */
export const problemMediaType = 'application/problem+json; charset=utf-8'

/** An RFC 9457 document as this server sends it. */
export type ProblemDocument = Readonly<{
  type: string
  title: string
  status: number
  code: ErrorCode
  detail?: string
  current?: unknown
}>

/** The document of a code. `detail` never holds a stack trace or a database message. */
export function problemDocument(code: ErrorCode, detail?: string): ProblemDocument {
  return {
    type: `urn:ihanoi-desk:problem:${code}`,
    title: problemTitles[code],
    status: statusOf[code],
    code,
    ...(detail === undefined || detail === code ? {} : { detail }),
  }
}

/** Which problem an error thrown inside a request is; anything unknown is `internal` and shows nothing of itself. */
export function problemOf(error: unknown): ProblemDocument {
  if (error instanceof Problem) {
    const document = problemDocument(error.code, error.message)
    return error.current === undefined ? document : { ...document, current: error.current }
  }
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return problemDocument('too_large')
  if (typeof code === 'string' && (code.startsWith('FST_ERR_CTP_') || code === 'FST_ERR_VALIDATION')) {
    return problemDocument('not_json', 'The body must be JSON with the content type application/json.')
  }
  if (isUnstorable(error)) return problemDocument('bad_request', 'A text holds a character that cannot be stored.')
  if (isPassing(error)) return problemDocument('not_ready', 'The database does not answer at the moment.')
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : null
  if (status === 404) return problemDocument('not_found')
  if (typeof status === 'number' && status >= 400 && status < 500) return problemDocument('bad_request')
  return problemDocument('internal')
}
