import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { devTokenReplyV1 } from '../../../shared/contract/intake.ts'
import { pullReplyV1, registerReplyV1 } from '../../../shared/contract/sync.ts'
import type { PullReplyV1 } from '../../../shared/contract/sync.ts'
import { maxPullLimit, wireSchema } from '../../../shared/contract/versions.ts'
import { root } from '../../support/places.ts'
import { startPostgres } from '../../support/postgres.ts'
import { startServer } from '../../support/running-server.ts'
import { bostonFile, supervisor } from '../imported-server.ts'
import { connectRows } from '../server/rows.ts'
import { fillDepartment } from './fill-department.ts'

const kept = join(root, '.cache', 'bench-sync-pages')
const keptCases = join(kept, 'cases.txt')

/**
 * The texts of the pull pages that bring the supervisor's first sync of `cases` cases or more: imported and copied cases in a real
 * PostgreSQL, pulled from the real server. `reuse` takes those of an earlier run that were enough.
 */
export async function departmentPages(cases: number, reuse: boolean): Promise<readonly string[]> {
  if (reuse && existsSync(keptCases) && Number(readFileSync(keptCases, 'utf8')) >= cases) {
    const names = readdirSync(kept).filter((name) => name.endsWith('.json'))
    return names.toSorted().map((name) => readFileSync(join(kept, name), 'utf8'))
  }
  const pages = await pulledPages(cases)
  rmSync(kept, { recursive: true, force: true })
  mkdirSync(kept, { recursive: true })
  for (const [index, text] of pages.entries()) {
    writeFileSync(join(kept, `page-${String(index).padStart(4, '0')}.json`), text)
  }
  writeFileSync(keptCases, String(cases))
  return pages
}

async function pulledPages(cases: number): Promise<readonly string[]> {
  const cluster = await startPostgres()
  const files = mkdtempSync(join(tmpdir(), 'desk-bench-files-'))
  try {
    const databaseUrl = await cluster.createDatabase('desk')
    const place = ['--port', '0', '--database-url', databaseUrl, '--files', files]
    const server = await startServer([...place, '--import', bostonFile, '--mapping', 'boston311'])
    const { rows, end } = await connectRows(databaseUrl)
    try {
      await fillDepartment(rows, cases)
      return await pullAll(server.url)
    } finally {
      await end()
      await server.stop()
    }
  } finally {
    await cluster.stop()
    rmSync(files, { recursive: true, force: true })
  }
}

async function pullAll(url: string): Promise<readonly string[]> {
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

/** How many rows and cases some pages bring. */
export type Brought = Readonly<{ rows: number; cases: number; megabytes: number }>

/** The first pages up to exactly `cases` cases: the last one is cut behind the case that makes them full. */
export function firstPages(pages: readonly string[], cases: number): Readonly<{ pages: string[] } & Brought> {
  const chosen: string[] = []
  let held = 0
  let rows = 0
  for (const text of pages) {
    const page = JSON.parse(text) as PullReplyV1
    const end = endOf(page, cases - held)
    chosen.push(end === page.ops.length && !page.complete && held + casesOf(page) < cases ? text : cut(page, end))
    rows += end
    held += casesOf({ ops: page.ops.slice(0, end) })
    if (held === cases) break
  }
  if (held < cases) throw new Error(`The pages bring ${held} cases, not ${cases}.`)
  return { pages: chosen, rows, cases: held, megabytes: chosen.reduce((sum, text) => sum + text.length, 0) / 1e6 }
}

const casesOf = ({ ops }: Pick<PullReplyV1, 'ops'>) => ops.filter(({ entity }) => entity === 'case').length

/** How many ops of a page bring at most `room` cases; those that follow the last case before another one belong to it. */
function endOf({ ops }: PullReplyV1, room: number): number {
  let left = room
  for (const [index, { entity }] of ops.entries()) {
    if (entity !== 'case') continue
    if (left === 0) return index
    left -= 1
  }
  return ops.length
}

function cut(page: PullReplyV1, end: number): string {
  return JSON.stringify({ ...page, ops: page.ops.slice(0, end), complete: true })
}
