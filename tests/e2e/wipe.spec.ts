import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import pg from 'pg'
import { launchDesk, newProfile } from '../support/desktop.ts'
import type { Desk } from '../support/desktop.ts'
import { openCase, openRow, status } from '../support/journey-steps.ts'
import { startPostgres, whyNoPostgres } from '../support/postgres.ts'
import type { PostgresCluster } from '../support/postgres.ts'
import { startServer } from '../support/running-server.ts'
import type { RunningServer } from '../support/running-server.ts'

const officer = 'dungha.sxd'
const note = 'Đã gọi đội quản lý hạ tầng, hẹn kiểm tra tại chỗ lúc 14 giờ chiều nay.'

test.skip(whyNoPostgres() !== null, whyNoPostgres() ?? '')
test.describe.configure({ mode: 'serial' })

const data = mkdtempSync(join(tmpdir(), 'ihanoi-desk-wipe-'))
const profile = newProfile()
let cluster: PostgresCluster
let databaseUrl = ''
let database: pg.Client
let server: RunningServer
let desk: Desk

const serve = (port: number) => startServer(['--port', String(port), '--database-url', databaseUrl, '--seed', 'sample'])
const one = async <T>(sql: string, values: readonly unknown[] = []): Promise<T> =>
  (await database.query<Record<string, T>>(sql, [...values])).rows.map((row) => Object.values(row)[0] as T)[0] as T

/** Every file of the profile but Chromium's own programs' caches, as bytes. */
function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return filesBelow(path)
    return entry.isFile() ? [path] : []
  })
}

test.beforeAll(async () => {
  test.setTimeout(600_000)
  cluster = await startPostgres()
  databaseUrl = await cluster.createDatabase('desk')
  server = await serve(0)
  database = new pg.Client(databaseUrl)
  await database.connect()
  desk = await launchDesk({ serverUrl: server.url, profile, env: { IHANOI_DESK_SIGN_IN: officer } })
})
test.afterAll(async () => {
  await desk.kill()
  await server.kill()
  await database.end()
  await cluster.stop()
  rmSync(data, { recursive: true, force: true })
  rmSync(profile, { recursive: true, force: true })
})

test('a note given without the server waits on the device', async () => {
  const { page } = desk
  await expect(status(page)).toContainText('Đã đồng bộ', { timeout: 60_000 })
  await openRow(page, /^HN-/)
  await server.kill()
  await openCase(page).getByRole('button', { name: 'Thêm ghi chú' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill(note)
  await dialog.getByRole('button', { name: 'Thêm ghi chú' }).click()
  await expect(dialog).toBeHidden()
  await expect(status(page)).toContainText(/\d+ thay đổi chờ gửi/)
  const account = readdirSync(join(profile, 'accounts'))[0] ?? ''
  expect(readFileSync(join(profile, 'accounts', account, 'journal.bin')).length).toBeGreaterThan(200)
})

test('a device marked to be wiped hands the note in, destroys everything, confirms it and says so', async () => {
  test.setTimeout(600_000)
  await database.query(`update client set state = 'wipe'`)
  server = await serve(server.port)
  const { page } = desk
  await expect(page.getByText('Dữ liệu trên máy này đã được xóa theo lệnh của quản trị.')).toBeVisible({
    timeout: 240_000,
  })
  await desk.screenshot('wiped')
  await expect.poll(() => one<string>(`select wiped_at_ms::text from client`), { timeout: 30_000 }).not.toBeNull()
  expect(await one<number>(`select count(*)::int from event where data ->> 'text' = $1`, [note])).toBe(1)
  expect(await one<unknown>(`select detail from audit where action = 'wipe'`)).toEqual({ kept: 0 })
  expect(await page.evaluate(() => window.desk.call('session:get-state'))).toMatchObject({
    phase: 'signed_out',
    reason: 'wiped',
  })
})

test('the profile holds no key, no session, no journal and no row of a case any more', async () => {
  await expect.poll(() => existsSync(join(profile, 'session.bin'))).toBe(false)
  expect(readdirSync(join(profile, 'accounts'))).toEqual([])
  expect(readdirSync(join(profile, 'wipes'))).toEqual([])
  const databases = filesBelow(profile).filter((path) => path.includes('IndexedDB') && !path.includes('signed-out'))
  expect(databases.map((path) => readFileSync(path).length).filter((bytes) => bytes > 4096)).toEqual([])
  const titles = await database.query<{ title: string }>(`select data ->> 'title' as title from complaint`)
  expect(titles.rows.length).toBeGreaterThan(20)
  const texts = [note, ...titles.rows.map((row) => row.title)]
  for (const path of filesBelow(profile)) {
    const bytes = readFileSync(path)
    const found = texts.filter(
      (text) => bytes.includes(Buffer.from(text)) || bytes.includes(Buffer.from(text, 'utf16le')),
    )
    expect(found, path).toEqual([])
  }
})

test('signing in again registers the device anew and loads everything', async () => {
  const { page } = desk
  expect(await page.evaluate((username) => window.desk.call('session:sign-in', { username }), officer)).toEqual({
    ok: true,
  })
  await expect(status(page)).toContainText('Đã đồng bộ', { timeout: 60_000 })
  expect(await one<number>(`select count(*)::int from client where state = 'active'`)).toBe(1)
})
