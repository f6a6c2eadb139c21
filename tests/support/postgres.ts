import { execFileSync, spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import pg from 'pg'

/** A private PostgreSQL cluster on a loopback port, in a temporary folder, gone after `stop`. */
export type PostgresCluster = {
  /** Makes an empty database owned by an ordinary (not superuser) role and answers its address. */
  createDatabase: (name: string) => Promise<string>
  /** Ends every backend at once, as `pg_ctl stop -m immediate` or a crash does, and starts again on the same data. */
  restartImmediately: () => Promise<void>
  /** A new database with the content of another that nobody is connected to, as a backup would bring it back; answers its address. */
  copyDatabase: (from: string, to: string) => Promise<string>
  stop: () => Promise<void>
}

const testUser = 'ihanoi-desk-test'
const owner = 'desk_owner'

/** The folder of PostgreSQL's programs, or null when this machine has none. */
export function postgresPrograms(): string | null {
  const folders = ['/usr/lib/postgresql/15/bin', ...(process.env['PATH'] ?? '').split(delimiter)]
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres'))) ?? null
}

/** Why the tests on a real PostgreSQL cannot run here, or null when they can. */
export function whyNoPostgres(): string | null {
  return postgresPrograms() === null ? 'PostgreSQL 15 (initdb, postgres) is not installed' : null
}

/**
 * Starts a cluster as an ordinary user: PostgreSQL refuses root, which therefore makes the user `ihanoi-desk-test` once. `durable`
 * makes every commit wait for the disk, as a real server does; without it tests are faster.
 */
export async function startPostgres({ durable = false } = {}): Promise<PostgresCluster> {
  const programs = postgresPrograms()
  if (programs === null) throw new Error('PostgreSQL 15 is not installed')
  const identity = process.getuid?.() === 0 ? ordinaryUser() : null
  const folder = mkdtempSync(join(tmpdir(), 'desk-postgres-'))
  if (identity !== null) chownSync(folder, identity.uid, identity.gid)
  const data = join(folder, 'data')
  execFileSync(
    join(programs, 'initdb'),
    ['-D', data, '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--locale=C', '-N'],
    {
      ...identity,
      cwd: folder,
      stdio: 'pipe',
    },
  )
  const port = await freePort()
  const settings = [
    `fsync=${durable ? 'on' : 'off'}`,
    'unix_socket_directories=',
    'max_connections=60',
    'log_min_messages=fatal',
  ]
  const run = (): ChildProcess =>
    spawn(
      join(programs, 'postgres'),
      ['-D', data, '-h', '127.0.0.1', '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
      { ...identity, cwd: folder, stdio: 'ignore' },
    )
  let server = run()
  const killed = (): void => void server.kill('SIGQUIT')
  process.once('exit', killed)
  await answers(port)
  await asSuperuser(port, `create role ${owner} login createrole`)
  const urlOf = (name: string) => `postgres://${owner}@127.0.0.1:${port}/${name}`
  return {
    createDatabase: async (name) => {
      await asSuperuser(port, `create database ${name} owner ${owner}`)
      return urlOf(name)
    },
    copyDatabase: async (from, to) => {
      await asSuperuser(port, `create database ${to} template ${from} owner ${owner}`)
      return urlOf(to)
    },
    restartImmediately: async () => {
      await stopped(server, 'SIGQUIT')
      server = run()
      await answers(port)
    },
    stop: async () => {
      process.removeListener('exit', killed)
      await stopped(server, 'SIGINT')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function ordinaryUser(): { uid: number; gid: number } {
  const ask = (flag: string): number => Number(execFileSync('id', [flag, testUser], { stdio: 'pipe' }).toString())
  const known = (): { uid: number; gid: number } => ({ uid: ask('-u'), gid: ask('-g') })
  try {
    return known()
  } catch {
    // Another run may make the same user at the same moment; then this one fails and the user is there all the same.
    spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', testUser])
    return known()
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

async function answers(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    try {
      await asSuperuser(port, 'select 1')
      return
    } catch (error) {
      if (attempt === 99) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

async function asSuperuser(port: number, sql: string): Promise<void> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

function stopped(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  return new Promise((resolve) => {
    if (server.exitCode !== null || server.signalCode !== null) return resolve()
    server.once('exit', () => resolve())
    server.kill(signal)
  })
}
