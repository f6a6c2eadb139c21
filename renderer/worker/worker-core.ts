import { ChangeFeed } from './change-feed.ts'
import { Deferred } from './deferred.ts'
import { deleteDatabase } from './db/desk-database.ts'
import type { CancelTimer, WorkerEnvironment } from './environment.ts'
import { codeOf, FenceLost, WorkerFailure } from './failure.ts'
import type { HostPort } from './host-port.ts'
import { Reporter } from './reporter.ts'
import { DeskSession } from './session/desk-session.ts'
import type { OpenVault } from './session/identity.ts'

export type WorkerCoreParts = Readonly<{ host: HostPort; environment: WorkerEnvironment }>

const heartbeatMs = 1000

/**
 * The data worker without its transport. Follows the vault: opens the account's profile when it opens, closes it when it closes.
 * A damaged database is deleted and built anew from the journals and the server; one written by a newer program is left alone.
 */
export class WorkerCore {
  readonly feed: ChangeFeed
  readonly reporter: Reporter
  readonly #parts: WorkerCoreParts
  #session: DeskSession | null = null
  /** Pending until main has said whether there is a profile, and while one is being opened. */
  #current = new Deferred<DeskSession>()
  #fence = 0
  #beat: CancelTimer = () => undefined
  #stopped = false

  constructor(parts: WorkerCoreParts) {
    this.#parts = parts
    this.reporter = new Reporter(parts.host)
    this.feed = new ChangeFeed(parts.environment, this.reporter)
  }

  /** Starts the heartbeat and follows the vault until `stop`. */
  start(): void {
    this.#heartbeat()
    this.reporter.watch('vault_watch', this.#followVault())
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#beat()
    await this.#close()
  }

  /** The open profile, loaded or not; throws `vault_closed` when there is none. */
  session(): Promise<DeskSession> {
    return this.#current.promise
  }

  /** The open profile with every row in memory. A profile that is being rebuilt is waited for. */
  async ready(): Promise<DeskSession> {
    for (;;) {
      const asked = this.#current
      const session = await asked.promise
      try {
        await session.whenReady()
        return session
      } catch (error) {
        if (asked === this.#current) throw error
      }
    }
  }

  async #followVault(): Promise<void> {
    for await (const state of await this.#parts.host.vault.watch()) {
      if (this.#stopped) return
      if (state.phase === 'closed') {
        await this.#close()
        this.#current.reject(new WorkerFailure('vault_closed'))
        this.feed.now({ kind: 'vault', phase: 'closed' })
      } else if (this.#session?.parts.vault.accountId === state.accountId) {
        this.#session.engine.setNeedsSignIn(state.needsSignIn)
      } else await this.#open(state)
    }
  }

  async #open(vault: OpenVault): Promise<void> {
    await this.#close()
    this.#fence = vault.fence
    try {
      await this.#openWhole(vault)
    } catch (error) {
      this.reporter.error('profile_not_opened', { reason: codeOf(error) })
      await this.#close()
      this.#current.reject(error)
      // Main knows which number is the newest: an older worker is ended anyway, and one that main took for new is started again.
      if (error instanceof FenceLost) await this.#parts.host.fenceBehind({ fence: vault.fence, held: error.held })
      else this.feed.now({ kind: 'vault', phase: unusablePhaseOf(codeOf(error)) })
    }
  }

  async #openWhole(vault: OpenVault): Promise<void> {
    try {
      await this.#openOnce(vault)
    } catch (error) {
      if (!isDamage(error)) throw error
      // Everything unsent is in the journals; everything else comes again from the server.
      this.reporter.error('database_rebuilt', { reason: codeOf(error) })
      await this.#close()
      await this.#parts.host.firstScreen.forget({ fence: vault.fence })
      await deleteDatabase(vault.accountId, this.#parts.environment)
      await this.#openOnce(vault)
    }
  }

  async #openOnce(vault: OpenVault): Promise<void> {
    const { host, environment } = this.#parts
    const session = await DeskSession.open({ vault, host, environment, reporter: this.reporter, feed: this.feed })
    this.#session = session
    this.#current.resolve(session)
    this.feed.now({ kind: 'vault', phase: 'open' })
    await this.#load(session)
  }

  async #load(session: DeskSession): Promise<void> {
    const recovered = await session.load()
    this.feed.now({ kind: 'queue' })
    this.feed.now({ kind: 'reference' })
    if (recovered.commands + recovered.drafts > 0) this.feed.now({ kind: 'recovered', ...recovered })
  }

  async #close(): Promise<void> {
    const session = this.#session
    this.#session = null
    if (!session) return
    this.#current = new Deferred()
    await session.close()
  }

  #heartbeat(): void {
    if (this.#stopped) return
    this.reporter.watch('heartbeat', this.#parts.host.heartbeat({ fence: this.#fence }))
    this.#beat = this.#parts.environment.setTimer(() => this.#heartbeat(), heartbeatMs)
  }
}

function isDamage(error: unknown): boolean {
  const code = codeOf(error)
  return code === 'database_damaged' || code === 'seal_broken'
}

/** What the pages are told when the profile cannot be used: a newer or not upgraded database is whole, and left alone. */
function unusablePhaseOf(code: string): 'damaged' | 'too_new' | 'not_upgraded' {
  if (code === 'database_too_new') return 'too_new'
  return code === 'database_not_upgraded' ? 'not_upgraded' : 'damaged'
}
