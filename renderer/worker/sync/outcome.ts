/** What the network or the server made of a request: decided from typed codes, never from message text (sync.md section 4). */
export type Outcome<T> =
  | Readonly<{ kind: 'ok'; value: T }>
  /** No server reached, or something that is not the server answered (a captive portal). */
  | Readonly<{ kind: 'offline'; code: string }>
  /** The server is there but cannot now: back off. `afterMs` is its own wish. */
  | Readonly<{ kind: 'busy'; code: string; afterMs: number | null }>
  | Readonly<{ kind: 'unauthenticated' }>
  | Readonly<{ kind: 'locked'; code: string }>
  /** The server wants this installation wiped: rescue what is unsent, then destroy everything. */
  | Readonly<{ kind: 'wiped' }>
  /** The server does not know this client id: register again. */
  | Readonly<{ kind: 'unknown_client' }>
  | Readonly<{ kind: 'too_large' }>
  | Readonly<{ kind: 'bad_request'; code: string }>
  /** This program is too old to pull; pushing goes on. */
  | Readonly<{ kind: 'too_old' }>
  /** The server is older than this program: nothing is handed in until it is updated. */
  | Readonly<{ kind: 'server_too_old' }>

export type Refusal = Exclude<Outcome<never>, { kind: 'ok' }>

/** The outcome of an HTTP status with the `code` of its problem document. */
export function refusalOf(status: number, code: string, retryAfterSeconds: number | null): Refusal {
  if (status === 401) return { kind: 'unauthenticated' }
  if (code === 'schema_too_new') return { kind: 'server_too_old' }
  if (code === 'client_unknown') return { kind: 'unknown_client' }
  if (code === 'client_wiped') return { kind: 'wiped' }
  if (status === 403) return { kind: 'locked', code }
  if (status === 413) return { kind: 'too_large' }
  if (status === 426) return { kind: 'too_old' }
  const afterMs = retryAfterSeconds === null ? null : retryAfterSeconds * 1000
  if (status === 429 || status === 408 || status >= 500) return { kind: 'busy', code, afterMs }
  return { kind: 'bad_request', code }
}
