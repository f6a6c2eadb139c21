import type { ChangeV1 } from '../../shared/ipc/worker-contract.ts'
import { Emitter } from './emitter.ts'
import type { CancelTimer, WorkerEnvironment } from './environment.ts'
import type { Reporter } from './reporter.ts'

/** Changes of many rows within this time become one announcement. */
const gatherMs = 30
const mostCases = 200

/** Tells the pages what changed. Row changes are gathered, so that a page of 5,000 rows is one announcement and not 5,000. */
export class ChangeFeed {
  readonly events: Emitter<ChangeV1>
  readonly #environment: WorkerEnvironment
  readonly #cases = new Set<string>()
  #reference = false
  #cancel: CancelTimer | null = null

  constructor(environment: WorkerEnvironment, reporter: Reporter) {
    this.#environment = environment
    this.events = new Emitter((error) => reporter.watch('change_listener', Promise.reject(error)))
  }

  case(caseId: string): void {
    this.#cases.add(caseId)
    this.#plan()
  }

  reference(): void {
    this.#reference = true
    this.#plan()
  }

  now(change: ChangeV1): void {
    this.events.emit(change)
  }

  /** Announces what was gathered so far. */
  flush(): void {
    this.#cancel?.()
    this.#cancel = null
    const cases = [...this.#cases]
    const reference = this.#reference
    this.#cases.clear()
    this.#reference = false
    if (reference) this.now({ kind: 'reference' })
    if (cases.length > 0 || reference) this.now({ kind: 'queue' })
    if (cases.length <= mostCases) for (const caseId of cases) this.now({ kind: 'case', caseId })
  }

  #plan(): void {
    this.#cancel ??= this.#environment.setTimer(() => this.flush(), gatherMs)
  }
}
