/** Codes of everything that can go wrong inside the data worker; nothing decides from a message text. */
export type WorkerFailureCode =
  | 'vault_closed'
  | 'fence_lost'
  | 'database_too_new'
  | 'database_damaged'
  | 'database_not_upgraded'
  | 'seal_broken'
  | 'storage_failed'
  | 'row_invalid'
  | 'reply_invalid'
  | 'bad_arguments'
  | 'list_gone'
  | 'worker_error'

/** An error of the data worker. `code` is stable; `detail` never holds case content. */
export class WorkerFailure extends Error {
  readonly code: WorkerFailureCode

  constructor(code: WorkerFailureCode, options?: ErrorOptions) {
    super(code, options)
    this.name = 'WorkerFailure'
    this.code = code
  }
}

/** Another worker holds or held the database under a higher number. */
export class FenceLost extends WorkerFailure {
  readonly held: number

  constructor(held: number) {
    super('fence_lost')
    this.held = held
  }
}

/** The stable code of any thrown value: a failure's own, else the engine's error name (`AbortError`, `TypeError`). */
export function codeOf(error: unknown): string {
  if (error instanceof WorkerFailure) return error.code
  if (error instanceof Error) return error.name
  return 'worker_error'
}
