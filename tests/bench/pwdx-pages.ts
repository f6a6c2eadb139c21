import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { devTokenReplyV1 } from '../../shared/contract/intake.ts'
import { pullReplyV1, registerReplyV1 } from '../../shared/contract/sync.ts'
import { maxPullLimit, wireSchema } from '../../shared/contract/versions.ts'
import { root } from '../support/places.ts'
import { startServer } from '../support/running-server.ts'
import type { RunningServer } from '../support/running-server.ts'

const file = join(root, '..', 'shared', 'data', 'complaints', 'boston311-2011-jul-oct.csv.gz')
const kept = join(root, '.cache', 'bench-pages.json')
/** The supervisor of the largest department. */
export const supervisor = 'supervisor.pwdx'

/** A server with all 41,827 imported cases; the caller stops it and removes `data`. */
export async function importedServer(): Promise<RunningServer & Readonly<{ data: string }>> {
  if (!existsSync(file)) throw new Error(`The benchmark needs ${file}.`)
  const data = mkdtempSync(join(tmpdir(), 'ihanoi-desk-bench-'))
  const server = await startServer(['--port', '0', '--data', data, '--import', file, '--mapping', 'boston311'])
  return { ...server, data }
}

/** The texts of the pull pages that bring the supervisor's first sync; `reuse` takes those of the last run. */
export async function pwdxPages(reuse: boolean): Promise<readonly string[]> {
  if (reuse && existsSync(kept)) return JSON.parse(readFileSync(kept, 'utf8')) as string[]
  const server = await importedServer()
  try {
    const pages = await pullAll(server.url)
    writeFileSync(kept, JSON.stringify(pages))
    return pages
  } finally {
    await server.stop()
    rmSync(server.data, { recursive: true, force: true })
  }
}

async function pullAll(url: string): Promise<string[]> {
  const post = async (path: string, body: object, token = '') => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
    const reply = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!reply.ok) throw new Error(`${path} answered ${reply.status}`)
    return reply.text()
  }
  const { accessToken } = devTokenReplyV1.parse(JSON.parse(await post('/api/v1/dev/token', { username: supervisor })))
  const device = { deviceName: 'bench', appVersion: '0.1.0', schema: wireSchema }
  const { clientId } = registerReplyV1.parse(JSON.parse(await post('/sync/v1/register', device, accessToken)))
  const pages: string[] = []
  let cursor: string | null = null
  for (;;) {
    const request = { clientId, cursor, schema: wireSchema, limit: maxPullLimit }
    const text: string = await post('/sync/v1/pull', request, accessToken)
    const page = pullReplyV1.parse(JSON.parse(text))
    pages.push(text)
    if (page.complete) return pages
    cursor = page.cursor
  }
}
