import type { HostPort, LogDetail } from './host-port.ts'
import { codeOf } from './failure.ts'

/** Sends codes to the log of the main process; never case content, never a message text. */
export class Reporter {
  readonly #host: Pick<HostPort, 'log'>

  constructor(host: Pick<HostPort, 'log'>) {
    this.#host = host
  }

  error(code: string, detail: LogDetail = {}): void {
    this.#send('error', code, detail)
  }

  info(code: string, detail: LogDetail = {}): void {
    this.#send('info', code, detail)
  }

  /** Runs something nobody waits for; a failure is logged under `where` with its own code. */
  watch(where: string, task: Promise<unknown>): void {
    task.catch((error: unknown) => this.error(where, { reason: codeOf(error) }))
  }

  #send(level: 'error' | 'info', code: string, detail: LogDetail): void {
    // A log line that cannot be delivered has nowhere else to go: the host itself is gone.
    this.#host.log({ level, code, detail }).catch(() => undefined)
  }
}
