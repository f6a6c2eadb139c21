import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { devAccountsV1, devTokenReplyV1 } from '../../../shared/contract/intake.ts'

const mainFile = fileURLToPath(new URL('../../../server/main.ts', import.meta.url))

/**
 * The central server as its own process with sample data, on PGlite or on the PostgreSQL database at `databaseUrl`, which a test may
 * kill and start again on the same data and port.
 */
export class RealServer {
  readonly folder = mkdtempSync(join(tmpdir(), 'desk-server-'))
  url = ''
  databaseUrl: string | null
  #process: ChildProcess | null = null
  #tokens = new Map<string, string>()

  constructor(databaseUrl: string | null = null) {
    this.databaseUrl = databaseUrl
  }

  async start(): Promise<void> {
    const port = this.url === '' ? '0' : new URL(this.url).port
    const data = join(this.folder, 'data')
    const seeded = this.url === '' ? ['--seed', 'sample'] : []
    const place = this.databaseUrl === null ? ['--data', data] : ['--database-url', this.databaseUrl, '--files', data]
    const child = spawn(process.execPath, [mainFile, '--port', port, ...place, ...seeded], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#process = child
    const errors: string[] = []
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString('utf8')))
    this.url = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout }).once('line', (line) =>
        resolve((JSON.parse(line) as { url: string }).url),
      )
      child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${errors.join('').slice(-2000)}`)))
    })
  }

  /** Ends the process at once, as a crash does. */
  async kill(): Promise<void> {
    const child = this.#process
    this.#process = null
    if (!child || child.exitCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await ended
  }

  async remove(): Promise<void> {
    await this.kill()
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** The first account with a role in an agency, in a team where one is named. */
  async accountOf(role: string, agency: string, team?: string): Promise<string> {
    const [first] = await this.accountsOf(role, agency, team)
    if (first === undefined) throw new Error(`no ${role} in ${agency}`)
    return first
  }

  /** Every account with a role in an agency, in a team where one is named. */
  async accountsOf(role: string, agency: string, team?: string): Promise<string[]> {
    const reply = await fetch(`${this.url}/api/v1/dev/accounts`)
    const { accounts } = devAccountsV1.parse(await reply.json())
    const found = accounts.filter((account) =>
      account.roles.some(
        (held) => held.role === role && held.agency === agency && (team === undefined || held.team === team),
      ),
    )
    return found.map((account) => account.username)
  }

  /** A `fetch` with the account's token, as main adds it; it fails while `online()` is false. */
  fetchAs(username: string, online: () => boolean = () => true): typeof fetch {
    return async (input, init) => {
      if (!online()) throw new TypeError('fetch failed')
      const headers = new Headers(init?.headers)
      headers.set('authorization', `Bearer ${await this.#token(username)}`)
      return fetch(input, { ...init, headers })
    }
  }

  async #token(username: string): Promise<string> {
    const known = this.#tokens.get(username)
    if (known !== undefined) return known
    const reply = await fetch(`${this.url}/api/v1/dev/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username }),
    })
    const { accessToken } = devTokenReplyV1.parse(await reply.json())
    this.#tokens.set(username, accessToken)
    return accessToken
  }
}
