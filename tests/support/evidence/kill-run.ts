import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { EvidenceStore } from '../../../electron/main/evidence/evidence-store.ts'
import { segmentBytes } from '../../../electron/main/evidence/sealed-file.ts'
import { root } from '../places.ts'
import { askAs } from '../running-server.ts'
import { countingProxy } from './counting-proxy.ts'
import { givenOfficial } from './given-case.ts'

export type KillRun = Readonly<{
  serverUrl: string
  /** Where the server keeps its files. */
  filesFolder: string
  username: string
  sizeBytes: number
  /** At how many bytes on the server the sending process is killed, ascending. */
  killAt: readonly number[]
}>

/** What came of it: whether the hash on the server is that of the file, and how much was sent more than once. */
export type KillResult = Readonly<{
  declared: string
  stored: string
  kills: number
  sentBytes: number
  resentBytes: number
  seconds: number
}>

/** Ascending random bytes from 1 to before `sizeBytes`, repeatable by the seed. */
export function randomBytesAt(seed: number, count: number, sizeBytes: number): number[] {
  let state = seed >>> 0 || 1
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  return Array.from({ length: count }, () => 1 + Math.floor(next() * (sizeBytes - 1))).toSorted((a, b) => a - b)
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const part of createReadStream(path)) hash.update(part as Buffer)
  return hash.digest('hex')
}

/** A film of random bytes, taken in pieces as a page hands them over. */
async function takeFilm(store: EvidenceStore, sizeBytes: number): Promise<{ id: string; hash: string }> {
  const ticket = await store.intake.begin({ name: 'hiện trường.mp4', sizeBytes, username: 'test' })
  const head = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom')])
  for (let at = 0; at < sizeBytes; at += segmentBytes) {
    const piece = randomBytes(Math.min(segmentBytes, sizeBytes - at))
    if (at === 0) head.copy(piece)
    await store.intake.append(ticket, piece)
  }
  return store.finish(ticket, { caseId: 'case', thumb: null })
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  await new Promise((resolve) => child.once('exit', resolve))
}

/** Lets a process send a file, kills it each time so many bytes have arrived, and starts it again until the server has the file. */
export async function killWhileSending(run: KillRun): Promise<KillResult> {
  const folder = mkdtempSync(join(tmpdir(), 'desk-evidence-'))
  const dataKey = randomBytes(32)
  const proxy = await countingProxy(run.serverUrl)
  const children = new Set<ChildProcess>()
  try {
    const parts = { folder, dataKey, escrow: { publicKey: null }, nowMs: () => Date.now() }
    const store = await EvidenceStore.open(parts)
    await store.limit.keep(run.sizeBytes)
    const { id, hash } = await takeFilm(store, run.sizeBytes)
    await store.close()
    const official = await givenOfficial(await askAs(run.serverUrl, run.username), `official-${run.username}`)
    const caseId = official.cases[0]?.id
    if (caseId === undefined) throw new Error(`no case is assigned to ${run.username}`)
    const file = { id, hash, name: 'hiện trường.mp4', type: 'video/mp4', sizeBytes: run.sizeBytes, role: 'evidence' }
    const answer = await official.announce(caseId, file)
    if (answer !== 'applied') throw new Error(`the file was not announced: ${answer}`)
    const startedMs = performance.now()
    const start = (): ChildProcess => {
      const program = join(root, 'tests', 'support', 'evidence', 'uploader.ts')
      const args = [program, folder, dataKey.toString('base64'), proxy.url, run.username]
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
      children.add(child)
      return child
    }
    const arriving = join(run.filesFolder, 'incoming', id)
    const kept = join(run.filesFolder, 'content', hash.slice(0, 2), hash)
    let kills = 0
    for (const at of run.killAt) {
      const child = start()
      while (sizeOf(arriving) < at && child.exitCode === null) await wait(1)
      child.kill('SIGKILL')
      await ended(child)
      kills += 1
    }
    const last = start()
    const isDone = new Promise<void>((resolve, reject) => {
      last.stdout?.on('data', (part: Buffer) => {
        if (part.toString().includes('done')) resolve()
        else if (part.toString().includes('refused')) reject(new Error(part.toString()))
      })
    })
    await isDone
    const seconds = (performance.now() - startedMs) / 1000
    const sentBytes = proxy.sentUp()
    return {
      declared: hash,
      stored: await hashOf(kept),
      kills,
      sentBytes,
      resentBytes: Math.max(0, sentBytes - run.sizeBytes),
      seconds,
    }
  } finally {
    for (const child of children) child.kill('SIGKILL')
    await proxy.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
