import type { z } from 'zod'
import { devAccountsV1, devTokenReplyV1 } from '../../../shared/contract/intake.ts'
import { codeOf } from '../desk-error.ts'
import type { ServerCall } from '../protocol/server-call.ts'

export type IdentityCode =
  | 'offline'
  | 'not_dev_mode'
  | 'unknown_account'
  | 'server_error'
  | 'not_a_server'
  | 'version_mismatch'
type Answer<T> = Readonly<{ ok: true; value: T }> | Readonly<{ ok: false; code: IdentityCode }>
export type DevAccount = z.infer<typeof devAccountsV1>['accounts'][number]
export type DevToken = z.infer<typeof devTokenReplyV1>

const timeoutMs = 15_000
const failed = (code: IdentityCode) => ({ ok: false, code }) as const

async function readJson(response: Response): Promise<unknown> {
  try {
    return JSON.parse(await response.text())
  } catch {
    return undefined
  }
}

function problemCode(body: unknown): string | null {
  const isProblem = typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string'
  return isProblem ? String(body.code) : null
}

function refusal(status: number, code: string | null, notFound: IdentityCode): IdentityCode {
  if (status === 426 || code === 'schema_too_old') return 'version_mismatch'
  if (code === null) return status >= 500 ? 'server_error' : 'not_a_server'
  return status === 404 ? notFound : 'server_error'
}

/** The development accounts of a central server started with sample or imported data. */
export class DevIdentity {
  readonly #call: ServerCall

  constructor(call: ServerCall) {
    this.#call = call
  }

  listAccounts(): Promise<Answer<readonly DevAccount[]>> {
    return this.#ask({ method: 'GET', path: '/api/v1/dev/accounts' }, devAccountsV1, 'not_dev_mode').then((answer) =>
      answer.ok ? { ok: true, value: answer.value.accounts } : answer,
    )
  }

  exchange(username: string): Promise<Answer<DevToken>> {
    const body = JSON.stringify({ username })
    return this.#ask({ method: 'POST', path: '/api/v1/dev/token', body }, devTokenReplyV1, 'unknown_account')
  }

  async #ask<T>(
    request: { method: string; path: string; body?: string },
    schema: z.ZodType<T>,
    notFound: IdentityCode,
  ): Promise<Answer<T>> {
    const headers = { accept: 'application/json', 'content-type': 'application/json' }
    let response: Response
    try {
      response = await this.#call({ ...request, headers, signal: AbortSignal.timeout(timeoutMs) })
    } catch (error) {
      return failed(codeOf(error) === 'not_configured' ? 'not_a_server' : 'offline')
    }
    const body = await readJson(response)
    if (!response.ok) return failed(refusal(response.status, problemCode(body), notFound))
    if (typeof body !== 'object' || body === null) return failed('not_a_server')
    const parsed = schema.safeParse(body)
    // JSON in another shape comes from a central server whose version this app does not know.
    return parsed.success ? { ok: true, value: parsed.data } : failed('version_mismatch')
  }
}
