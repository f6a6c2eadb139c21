/** An error of the main process that others decide by: `code` is stable, the message is for developers. */
export class DeskError extends Error {
  readonly code: string

  constructor(code: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'DeskError'
    this.code = code
  }
}

/** The code of any error: ours, a system call's, or `unknown`. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
}
