/** The SQLSTATE of a database error, or null for any other error. */
export function sqlStateOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
}

/** Whether an error is the database's state and not the request's fault: connection, resources, shutdown. The same request may succeed later. */
export function isPassing(error: unknown): boolean {
  const state = sqlStateOf(error)
  return state !== null && /^(08|40|53|55|57|58)...$|^E(CONN|HOST|NET|PIPE|TIMEDOUT)/.test(state)
}

/** Whether a text held what no text of the database can: NUL or half a surrogate pair. */
export function isUnstorable(error: unknown): boolean {
  const state = sqlStateOf(error)
  return state === '22021' || state === '22P05'
}
