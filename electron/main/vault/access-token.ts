import { DeskError } from '../desk-error.ts'
import type { DevIdentity, IdentityCode } from './dev-identity.ts'

const firstRetryMs = 1_000
const lastRetryMs = 30_000
const retried: readonly IdentityCode[] = ['offline', 'server_error']

/**
 * The bearer token, in memory only. It renews itself at 80 % of its life, and after a network failure as often as
 * sensible until it has one again; `onChange` tells of each token that came or went and of a refusal.
 */
export class AccessToken {
  readonly #identity: DevIdentity
  readonly #onChange: () => void
  #username: string | null = null
  #value: string | null = null
  #isRefused = false
  #timer: NodeJS.Timeout | null = null
  #expiry: NodeJS.Timeout | null = null
  #retryMs = firstRetryMs
  #running: Promise<IdentityCode | null> | null = null

  constructor(identity: DevIdentity, onChange: () => void) {
    this.#identity = identity
    this.#onChange = onChange
  }

  get isPresent(): boolean {
    return this.#value !== null
  }

  /** The server answered, and gives this account no token: only a person can help. Out of reach is not refused. */
  get isRefused(): boolean {
    return this.#isRefused
  }

  /** Starts with a token just received, or without one for an account known from before. */
  use(username: string, token: { accessToken: string; expiresInSeconds: number } | null): void {
    this.clear()
    this.#username = username
    if (token) this.#take(token)
    else void this.renew()
  }

  clear(): void {
    this.#username = null
    this.#value = null
    this.#isRefused = false
    this.#running = null
    this.#stopTimers()
  }

  /** The token for one request. Throws `unauthenticated` or `offline`. */
  async get(): Promise<string> {
    if (this.#value !== null) return this.#value
    if (this.#username === null) throw new DeskError('unauthenticated', 'nobody is signed in')
    const code = await this.renew()
    if (this.#value !== null) return this.#value
    throw new DeskError(code !== null && retried.includes(code) ? 'offline' : 'unauthenticated', 'no token')
  }

  /** The server refused the token: it is dropped and asked for again. */
  refused(): void {
    if (this.#username === null || this.#running !== null) return
    this.#drop()
    void this.renew()
  }

  /** Asks once, whoever calls at the same time; answers null or why there is none. */
  renew(): Promise<IdentityCode | null> {
    const username = this.#username
    if (username === null) return Promise.resolve('unknown_account')
    const running = this.#running ?? this.#ask(username)
    this.#running = running
    return running
  }

  async #ask(username: string): Promise<IdentityCode | null> {
    const answer = await this.#identity.exchange(username)
    if (this.#username !== username) return null
    this.#running = null
    if (answer.ok) {
      this.#take(answer.value)
      return null
    }
    if (retried.includes(answer.code)) {
      this.#schedule(this.#retryMs * (0.75 + Math.random() / 2))
      this.#retryMs = Math.min(lastRetryMs, this.#retryMs * 2)
    } else {
      this.#refuse()
    }
    return answer.code
  }

  #take(token: { accessToken: string; expiresInSeconds: number }): void {
    const wasPresent = this.isPresent
    this.#isRefused = false
    this.#value = token.accessToken
    this.#retryMs = firstRetryMs
    this.#stopTimers()
    // Timers hold at most 2^31 - 1 ms.
    const lifeMs = Math.min(token.expiresInSeconds * 1000, 2_000_000_000)
    this.#schedule(lifeMs * 0.8)
    this.#expiry = setTimeout(() => this.#drop(), lifeMs)
    this.#expiry.unref()
    if (!wasPresent) this.#onChange()
  }

  #drop(): void {
    const wasPresent = this.isPresent
    this.#value = null
    if (wasPresent) this.#onChange()
  }

  #refuse(): void {
    const isNews = !this.#isRefused || this.isPresent
    this.#isRefused = true
    this.#value = null
    if (isNews) this.#onChange()
  }

  #schedule(delayMs: number): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.renew(), delayMs)
    this.#timer.unref()
  }

  #stopTimers(): void {
    if (this.#timer) clearTimeout(this.#timer)
    if (this.#expiry) clearTimeout(this.#expiry)
    this.#timer = null
    this.#expiry = null
  }
}
