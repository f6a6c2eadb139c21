import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { root } from './places.ts'

/** The real central server as its own process, started as an operator would. */
export type RunningServer = Readonly<{
  url: string
  port: number
  /** Everything it wrote to stderr so far. */
  said: () => string
  /** SIGTERM, and waits for the end; gives the exit code. */
  stop: () => Promise<number | null>
  /** SIGKILL: as a crash or a power cut would end it. */
  kill: () => Promise<void>
}>

const ended = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve(child.exitCode)
    else child.once('close', (code) => resolve(code))
  })

/** A server process that may still be filling its database; `listening` fails with what it said when it ends instead. */
export type SpawnedServer = Omit<RunningServer, 'url' | 'port'> &
  Readonly<{ listening: Promise<string>; ended: Promise<number | null> }>

/** Starts a server program, `server/main.ts` unless another is named, without waiting for anything. */
export function spawnServer(args: readonly string[], program = join(root, 'server', 'main.ts')): SpawnedServer {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stderr.on('data', (part: Buffer) => {
    said += part.toString('utf8')
  })
  const listening = new Promise<string>((resolve, reject) => {
    child.once('close', (code) => reject(new Error(`the server ended with ${code}: ${said}`)))
    createInterface({ input: child.stdout }).once('line', (line) => {
      const first = JSON.parse(line) as { event: string; url: string }
      if (first.event === 'listening') resolve(first.url)
    })
  })
  // Who waits for the end only must not be troubled by it.
  listening.catch(() => undefined)
  return {
    listening,
    ended: ended(child),
    said: () => said,
    stop: () => {
      child.kill('SIGTERM')
      return ended(child)
    },
    kill: async () => {
      child.kill('SIGKILL')
      await ended(child)
    },
  }
}

/** The arguments with a folder of its own for the data where they name no place: never the one of whoever runs the tests. */
function placed(args: readonly string[]): readonly string[] {
  if (args.includes('--data') || args.includes('--database-url')) return args
  const data = mkdtempSync(join(tmpdir(), 'ihanoi-desk-data-'))
  process.once('exit', () => rmSync(data, { recursive: true, force: true }))
  return [...args, '--data', data]
}

/** Starts `server/main.ts` with these arguments and waits until it listens; fails with what it said when it ends instead. */
export async function startServer(args: readonly string[], program?: string): Promise<RunningServer> {
  const { listening, said, stop, kill } = spawnServer(placed(args), program)
  const url = await listening
  return { url, port: Number(new URL(url).port), said, stop, kill }
}

/** Asks the server as an official of the development accounts. */
export async function askAs(
  url: string,
  username: string,
): Promise<(path: string, body?: unknown) => Promise<unknown>> {
  const post = async (path: string, body: unknown, headers: Record<string, string>) => {
    const answer = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
    return (await answer.json()) as unknown
  }
  const { accessToken } = (await post('/api/v1/dev/token', { username }, {})) as { accessToken: string }
  return (path, body = {}) => post(path, body, { authorization: `Bearer ${accessToken}` })
}
