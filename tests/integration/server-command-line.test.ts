import { execFile, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startPostgres, whyNoPostgres } from '../support/postgres.ts'
import type { PostgresCluster } from '../support/postgres.ts'

const main = join(import.meta.dirname, '..', '..', 'server', 'main.ts')

type Ended = { code: number | null; stdout: string; stderr: string }

/** Runs the server until it ends by itself. */
function runToEnd(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], { timeout: 20_000 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : null, stdout, stderr })
    })
  })
}

describe('the server command', () => {
  let folder: string
  const running = new Set<ChildProcess>()

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'desk-server-'))
  })
  afterEach(() => {
    for (const server of running) server.kill('SIGKILL')
    running.clear()
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** Starts a server and answers its address, once its first line on stdout is there. */
  async function start(
    ...args: string[]
  ): Promise<{ url: string; process: ChildProcess; ended: Promise<number | null> }> {
    const server = spawn(process.execPath, [main, '--port', '0', ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    running.add(server)
    const ended = new Promise<number | null>((resolve) => server.once('exit', (code) => resolve(code)))
    let errors = ''
    server.stderr?.on('data', (data: Buffer) => {
      errors += data.toString()
    })
    const line = await new Promise<string>((resolve, reject) => {
      let text = ''
      server.stdout?.on('data', (data: Buffer) => {
        text += data.toString()
        if (text.includes('\n')) resolve(text.split('\n')[0] ?? '')
      })
      void ended.then((code) => reject(new Error(`ended with ${code}: ${errors}`)))
    })
    const event = JSON.parse(line) as { event: string; url: string }
    expect(event.event).toBe('listening')
    return { url: event.url, process: server, ended }
  }

  const expectRefusal = async (args: string[], says: RegExp): Promise<void> => {
    const { code, stdout, stderr } = await runToEnd(...args)
    expect(code, stderr).toBe(1)
    expect(stderr).toMatch(says)
    expect(stderr).not.toMatch(/^\s+at /m)
    expect(stdout).toBe('')
  }

  it('listens, tells its address in one line of JSON, keeps its data, and stops cleanly on SIGTERM', async () => {
    const data = join(folder, 'kept')
    const first = await start('--data', data, '--seed', 'none')
    expect(await (await fetch(new URL('/readyz', first.url))).json()).toMatchObject({
      status: 'ready',
      engine: 'pglite',
    })
    first.process.kill('SIGTERM')
    expect(await first.ended).toBe(0)
    const second = await start('--data', data, '--seed', 'none')
    expect((await fetch(new URL('/healthz', second.url))).status).toBe(200)
    second.process.kill('SIGINT')
    expect(await second.ended).toBe(0)
  })

  it('refuses a data folder another server uses, and takes over the lock of one that was killed', async () => {
    const data = join(folder, 'locked')
    const first = await start('--data', data, '--seed', 'none')
    await expectRefusal(
      ['--port', '0', '--data', data],
      new RegExp(`in use by the server with process id ${first.process.pid}`),
    )
    first.process.kill('SIGKILL')
    await first.ended
    expect(readFileSync(join(data, 'server.lock'), 'utf8')).toContain(String(first.process.pid))
    const second = await start('--data', data, '--seed', 'none')
    expect((await fetch(new URL('/readyz', second.url))).status).toBe(200)
  })

  it('says what is wrong with the command line and how it goes', async () => {
    await expectRefusal(['--prot', '1'], /Unknown option '--prot'[\s\S]*Usage: npm run server/)
    await expectRefusal(['--port', '70000'], /--port 70000 is not a port/)
    await expectRefusal(['--seed', 'lots'], /--seed lots is unknown\. Give sample, none or load:N/)
    await expectRefusal(['--data', 'x', '--database-url', 'postgres://x'], /exclude each other/)
    await expectRefusal(['--import', main], /--import FILE and --mapping NAME go together/)
    await expectRefusal(['--import', '/no/such/file.csv', '--mapping', 'boston311'], /does not exist/)
  })

  it('says which mapping is unknown and which there are', async () => {
    const file = join(folder, 'some.csv')
    writeFileSync(file, 'a,b\n1,2\n')
    await expectRefusal(
      ['--port', '0', '--data', join(folder, 'mapping'), '--import', file, '--mapping', 'nowhere'],
      /nowhere[\s\S]*boston311/,
    )
  })

  it('says that a port is in use before it opens anything', async () => {
    const taken = createServer()
    const port = await new Promise<number>((resolve) => {
      taken.listen(0, '127.0.0.1', () => {
        const address = taken.address()
        resolve(typeof address === 'object' && address !== null ? address.port : 0)
      })
    })
    await expectRefusal(
      ['--port', String(port), '--data', join(folder, 'port')],
      new RegExp(`Port ${port} on 127.0.0.1 is in use`),
    )
    taken.close()
  })

  it('refuses a folder of something else, a file, and a database that is damaged', async () => {
    const foreign = join(folder, 'foreign')
    mkdirSync(foreign)
    writeFileSync(join(foreign, 'letter.txt'), 'Dear')
    await expectRefusal(['--port', '0', '--data', foreign], /is not a data folder of this server/)
    await expectRefusal(['--port', '0', '--data', join(foreign, 'letter.txt')], /is a file/)
    const damaged = join(folder, 'damaged')
    mkdirSync(join(damaged, 'database'), { recursive: true })
    writeFileSync(join(damaged, 'database', 'PG_VERSION'), '17')
    await expectRefusal(['--port', '0', '--data', damaged], /cannot be opened|is not a data folder/)
  })

  it('refuses a folder it may not write, and a path through a file, and says so', async () => {
    const closed = process.getuid?.() === 0 ? '/sys' : join(folder, 'closed')
    if (!existsSync(closed)) mkdirSync(closed, { mode: 0o500 })
    await expectRefusal(['--port', '0', '--data', join(closed, 'desk')], /cannot be read and written by this user/)
    const file = join(folder, 'a-file')
    writeFileSync(file, '')
    await expectRefusal(['--port', '0', '--data', join(file, 'desk')], /cannot be a folder \(ENOTDIR\)/)
    await expectRefusal(
      ['--port', '0', '--data', join(folder, 'kept'), '--files', join(file, 'files')],
      /a-file\/files cannot be a folder/,
    )
  })

  it('refuses to import a folder, an empty file and a file in another encoding, with an error', async () => {
    const importing = (file: string) => ['--port', '0', '--data', join(folder, 'kept'), '--import', file]
    const boston = ['--mapping', 'boston311']
    const empty = join(folder, 'empty.csv')
    writeFileSync(empty, '')
    const wide = join(folder, 'wide.csv')
    writeFileSync(wide, Buffer.from('\uFEFFcase_enquiry_id,open_dt\n1,2\n', 'utf16le'))
    await expectRefusal([...importing(folder), ...boston], /is not a file\. Give --import a \.csv or \.csv\.gz file/)
    await expectRefusal([...importing(empty), ...boston], /empty\.csv does not look like a CSV file/)
    await expectRefusal([...importing(wide), ...boston], /the file is CSV with commas in UTF-8; nothing was imported/)
    await expectRefusal(['--report', join(folder, 'r.csv')], /--report FILE tells of an import/)
  })

  it('says what is wrong with a database address', async () => {
    await expectRefusal(['--port', '0', '--database-url', 'mysql://x'], /must look like postgres:/)
    await expectRefusal(['--port', '0', '--database-url', 'postgres://x@127.0.0.1:1/x'], /cannot be reached/)
  })

  const missing = whyNoPostgres()
  describe.skipIf(missing !== null)(`on PostgreSQL${missing === null ? '' : ` SKIPPED: ${missing}`}`, () => {
    let cluster: PostgresCluster
    beforeAll(async () => {
      cluster = await startPostgres()
    })
    afterAll(() => cluster.stop())

    it('serves, and refuses a database a newer server made', async () => {
      const url = await cluster.createDatabase('served')
      const server = await start('--database-url', url)
      expect(await (await fetch(new URL('/readyz', server.url))).json()).toMatchObject({ engine: 'postgres' })
      server.process.kill('SIGTERM')
      expect(await server.ended).toBe(0)
      const { default: pg } = await import('pg')
      const client = new pg.Client(url)
      await client.connect()
      await client.query(`insert into schema_migration (n, name, hash) values (9999, '9999-later.sql', 'x')`)
      await expectRefusal(
        ['--port', '0', '--database-url', url],
        /made by a newer server \(it has migration 9999-later\.sql/,
      )
      await client.query(`delete from schema_migration where n = 9999`)
      await client.query(`update schema_migration set hash = 'other' where n = 2`)
      await expectRefusal(['--port', '0', '--database-url', url], /another version of migration 0002-cases\.sql/)
      await client.end()
    })
  })
})
