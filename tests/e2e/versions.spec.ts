import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { spokenSchemas, wireSchema } from '../../shared/contract/versions.ts'
import { launchDesk } from '../support/desktop.ts'
import type { Desk } from '../support/desktop.ts'
import { openCase, openRow, status } from '../support/journey-steps.ts'
import { root } from '../support/places.ts'
import { askAs, startServer } from '../support/running-server.ts'
import type { RunningServer } from '../support/running-server.ts'

const officer = 'dungha.sxd'
const program = join(root, 'tests', 'support', 'other-version-server.ts')
const data = mkdtempSync(join(tmpdir(), 'ihanoi-desk-versions-'))
const ownSchemas = [String(spokenSchemas.oldest), String(spokenSchemas.newest)]
const newerServer = [String(wireSchema + 1), String(wireSchema + 1)]
const olderServer = ['0', String(wireSchema - 1)]

let server: RunningServer
let desk: Desk
/** What was started, to be ended even when a start failed half-way. */
const ends: (() => Promise<unknown>)[] = []
let caseNumber = ''

const serve = (schemas: readonly string[], port = 0) =>
  startServer([...schemas, '--port', String(port), '--seed', 'sample', '--data', data], program)
/** Puts a server of another version in the place of the running one. */
const replaceServer = async (schemas: readonly string[]) => {
  await server.stop()
  server = await serve(schemas, server.port)
}

async function addNote(text: string): Promise<void> {
  const { page } = desk
  await openCase(page).getByRole('button', { name: 'Thêm ghi chú' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill(text)
  await dialog.getByRole('button', { name: 'Thêm ghi chú' }).click()
  await expect(dialog).toBeHidden()
}

/** How often the server holds a note, asked by a device of its own. */
async function notesOnServer(text: string): Promise<number> {
  const ask = await askAs(server.url, officer)
  const device = { deviceName: 'test', appVersion: '1', schema: wireSchema }
  const { clientId } = (await ask('/sync/v1/register', device)) as { clientId: string }
  let found = 0
  let cursor: string | null = null
  for (;;) {
    const page = (await ask('/sync/v1/pull', { clientId, cursor, schema: wireSchema, limit: 5000 })) as {
      ops: { entity: string; row?: { text?: string } }[]
      cursor: string
      complete: boolean
    }
    found += page.ops.filter((op) => op.entity === 'event' && op.row?.text === text).length
    if (page.complete) return found
    cursor = page.cursor
  }
}

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  test.setTimeout(400_000)
  server = await serve(ownSchemas)
  ends.push(() => server.stop())
  desk = await launchDesk({ serverUrl: server.url, env: { IHANOI_DESK_SIGN_IN: officer } })
  ends.push(() => desk.kill())
  const { page } = desk
  await expect(status(page)).toContainText('Đã đồng bộ', { timeout: 120_000 })
  await page
    .getByRole('tablist', { name: 'Khung nhìn' })
    .getByRole('tab', { name: /Của tôi/ })
    .click()
  await openRow(page, /^HN-/)
  caseNumber = /HN-\d{4}-\d{6}/.exec(await openCase(page).innerText())?.[0] ?? ''
  expect(caseNumber).not.toBe('')
})

test.afterAll(async () => {
  for (const end of ends.reverse()) await end()
  rmSync(data, { recursive: true, force: true })
})

test('a server that needs a newer app: the desk says so, stays readable, and its work is still handed in', async () => {
  test.setTimeout(180_000)
  const { page } = desk
  await replaceServer(newerServer)
  await expect(page.getByRole('alert')).toContainText(/cũ hơn mức máy chủ yêu cầu.*Hãy cập nhật ứng dụng/, {
    timeout: 120_000,
  })
  await expect(status(page)).toContainText('Ngoại tuyến')
  await expect(status(page)).toContainText('Cần cập nhật ứng dụng')
  await expect(openCase(page).getByRole('heading', { name: caseNumber })).toBeVisible()
  await addNote('Ghi trong lúc máy chủ đòi bản mới.')
  await expect(openCase(page).getByText('Ghi trong lúc máy chủ đòi bản mới.').first()).toBeVisible()
  await desk.screenshot('versions-01-app-too-old')
  await expect(status(page)).not.toContainText('chờ gửi', { timeout: 120_000 })
})

test('a server that is older than the app: the desk says whom to tell and keeps everything unsent', async () => {
  test.setTimeout(180_000)
  const { page } = desk
  await replaceServer(olderServer)
  await expect(page.getByRole('alert')).toContainText(/Máy chủ cũ hơn ứng dụng này.*báo quản trị viên/, {
    timeout: 90_000,
  })
  await addNote('Ghi trong lúc máy chủ còn cũ.')
  await expect(openCase(page).getByText('Ghi trong lúc máy chủ còn cũ.').first()).toBeVisible()
  await expect(status(page)).toContainText('Máy chủ cần nâng cấp', { timeout: 30_000 })
  await expect(status(page)).toContainText('1 thay đổi chờ gửi')
  await desk.screenshot('versions-02-server-too-old')
})

test('once the versions fit again, the desk recovers by itself and every note is there once', async () => {
  test.setTimeout(240_000)
  const { page } = desk
  await replaceServer(ownSchemas)
  await expect(status(page)).toContainText('Đã đồng bộ', { timeout: 150_000 })
  await expect(status(page)).not.toContainText('chờ gửi')
  await expect(page.getByRole('alert')).toBeHidden()
  expect(await notesOnServer('Ghi trong lúc máy chủ đòi bản mới.')).toBe(1)
  expect(await notesOnServer('Ghi trong lúc máy chủ còn cũ.')).toBe(1)
})

test('a first sign-in at a server that needs a newer app says so instead of an empty desk', async () => {
  test.setTimeout(180_000)
  await replaceServer(newerServer)
  const second = await launchDesk({ serverUrl: server.url, env: { IHANOI_DESK_SIGN_IN: officer } })
  try {
    await expect(second.page.getByRole('alert')).toContainText('Hãy cập nhật ứng dụng', { timeout: 120_000 })
    await second.screenshot('versions-03-first-sign-in')
  } finally {
    await second.kill()
  }
})
