import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCanvas } from '@napi-rs/canvas'
import { expect, test } from '@playwright/test'
import type { Page } from '@playwright/test'
import type { CaseRowV1 } from '../../../shared/contract/rows.ts'
import { launchDesk, newProfile, sizeWindow, zoomWindow } from '../../support/desktop.ts'
import type { Desk } from '../../support/desktop.ts'
import { countingProxy } from '../../support/evidence/counting-proxy.ts'
import type { CountingProxy } from '../../support/evidence/counting-proxy.ts'
import { givenOfficial } from '../../support/evidence/given-case.ts'
import { openCase, openFromQueue, status } from '../../support/journey-steps.ts'
import { askAs, startServer } from '../../support/running-server.ts'
import type { RunningServer } from '../../support/running-server.ts'

const officer = 'dungha.sxd'
const words = 'Nắp hố ga đã thay, chụp lúc nghiệm thu'
const folder = mkdtempSync(join(tmpdir(), 'ihanoi-desk-evidence-'))
const serverArgs = ['--data', join(folder, 'data'), '--files', join(folder, 'files'), '--max-file-mb', '20']

let server: RunningServer
let proxy: CountingProxy
let desk: Desk
let cases: readonly CaseRowV1[] = []

/** A photo that cannot be made small: its bytes are seen on the way. */
function photo(): Buffer {
  const canvas = createCanvas(1000, 750)
  const c = canvas.getContext('2d')
  for (let x = 0; x < 1000; x += 4) {
    for (let y = 0; y < 750; y += 4) {
      c.fillStyle = `rgb(${(x * 7 + y * 13) % 256},${(x * y) % 256},${(x * 3 + y * 31) % 256})`
      c.fillRect(x, y, 4, 4)
    }
  }
  return canvas.toBuffer('image/jpeg', 95)
}

const bytes = photo()
const hash = createHash('sha256').update(bytes).digest('hex')
const kept = () => join(folder, 'files', 'content', hash.slice(0, 2), hash)
const dialog = (page: Page) => page.getByRole('dialog', { name: /^Thêm minh chứng/ })
const numberOf = (n: number) => cases[n]?.caseNumber ?? ''

async function start(profile: string): Promise<Desk> {
  return launchDesk({ profile, serverUrl: proxy.url })
}

async function pick(page: Page, ...files: { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> {
  await openCase(page).getByRole('button', { name: 'Thêm minh chứng' }).click()
  await dialog(page).locator('input[type=file]').setInputFiles(files)
}

const give = (page: Page) => dialog(page).getByRole('button', { name: 'Thêm minh chứng' }).click()
const isPhoto = { name: 'hố ga sau xử lý.jpg', mimeType: 'image/jpeg', buffer: bytes }

test.beforeAll(async () => {
  server = await startServer(['--port', '0', '--seed', 'sample', ...serverArgs])
  proxy = await countingProxy(server.url)
  cases = (await givenOfficial(await askAs(server.url, officer), `official-${officer}`)).cases.filter(
    (row) => row.state === 'in_progress' || row.state === 'assigned',
  )
  expect(cases.length).toBeGreaterThan(1)
  desk = await start(newProfile())
  await desk.page.getByRole('button', { name: new RegExp(officer) }).click()
  await expect(status(desk.page)).toContainText('Đã đồng bộ', { timeout: 60_000 })
})
test.afterAll(async () => {
  await desk.close()
  await proxy.close()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('a file that is no evidence is refused in the dialog, and one can be removed before sending', async () => {
  const { page } = desk
  await openFromQueue(page, 'Đơn vị', numberOf(0))
  const program = Buffer.from('MZ this program calls itself a photo of the street')
  const film = { name: 'phim.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(20 * 1024 * 1024 + 1) }
  await pick(page, { name: 'ảnh.jpg', mimeType: 'image/jpeg', buffer: program }, film, isPhoto)
  await expect(dialog(page).getByText(/mỗi tệp tối đa 20 MB/)).toBeVisible()
  const list = dialog(page).getByRole('list', { name: 'Tệp đã chọn' })
  await expect(list.getByRole('alert').first()).toContainText('không phải ảnh')
  await expect(list.getByRole('alert').last()).toContainText('Tệp lớn hơn giới hạn 20 MB.')
  await expect(list.getByText('Đã lưu trên máy')).toBeVisible()
  await list.getByRole('button', { name: 'Bỏ tệp ảnh.jpg' }).click()
  await list.getByRole('button', { name: 'Bỏ tệp phim.mp4' }).click()
  await list.getByRole('button', { name: /^Bỏ tệp hố ga/ }).click()
  await expect(list).toBeHidden()
  await expect(dialog(page).getByRole('button', { name: 'Thêm minh chứng' })).toHaveAttribute('aria-disabled', 'true')
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toBeHidden()
  const left = () =>
    readdirSync(join(desk.profile, 'accounts')).flatMap((account) => {
      const files = join(desk.profile, 'accounts', account, 'files')
      return existsSync(files) ? readdirSync(files) : []
    })
  // Originals of the server's come meanwhile; of what was picked nothing is left, nor anything half.
  await expect.poll(() => left().filter((name) => name === hash || name.startsWith('incoming-'))).toEqual([])
})

test('a photo added offline survives a kill, is seen at once, and arrives whole when the network is back', async () => {
  await server.stop()
  await expect(status(desk.page)).toContainText('Ngoại tuyến', { timeout: 60_000 })
  await pick(desk.page, isPhoto)
  await dialog(desk.page).getByRole('textbox', { name: 'Mô tả' }).fill(words)
  await expect(dialog(desk.page).getByText('Đã lưu trên máy')).toBeVisible()
  await expect(dialog(desk.page).getByText(/mỗi tệp tối đa 20 MB/)).toBeVisible()
  await give(desk.page)
  await expect(dialog(desk.page)).toBeHidden()
  const strip = openCase(desk.page).getByRole('button', { name: /Xem ảnh \d+: hố ga sau xử lý/ })
  await expect(strip.locator('img')).toBeVisible()
  await expect(openCase(desk.page).getByText('trên máy, chờ gửi').first()).toBeVisible()
  await expect(status(desk.page)).toContainText('1 tệp chờ gửi')
  await desk.kill()

  desk = await start(desk.profile)
  await openFromQueue(desk.page, 'Đơn vị', numberOf(0))
  const again = openCase(desk.page).getByRole('button', { name: /Xem ảnh \d+: hố ga sau xử lý/ })
  await expect(again.locator('img')).toBeVisible()
  await expect(openCase(desk.page).getByText(words)).toBeVisible()
  expect(existsSync(kept())).toBe(false)

  server = await startServer(['--port', String(server.port), ...serverArgs])
  await expect(openCase(desk.page).getByText('đã gửi', { exact: true }).first()).toBeVisible({ timeout: 90_000 })
  expect(createHash('sha256').update(readFileSync(kept())).digest('hex')).toBe(hash)
  await expect(status(desk.page)).not.toContainText('tệp chờ gửi')
})

test('the same photo in a second case is not sent again', async () => {
  const { page } = desk
  await openFromQueue(page, 'Đơn vị', numberOf(1))
  const before = proxy.sentUp()
  await pick(page, isPhoto)
  await expect(dialog(page).getByText('Đã lưu trên máy')).toBeVisible()
  await give(page)
  await expect(openCase(page).getByText('đã gửi', { exact: true }).first()).toBeVisible({ timeout: 60_000 })
  const sent = proxy.sentUp() - before
  console.info(`second case: ${sent} bytes went up, the photo has ${bytes.length}`)
  expect(bytes.length).toBeGreaterThan(100_000)
  expect(sent).toBeLessThan(bytes.length / 2)
})

test('nothing of a file lies on the disk in clear', async () => {
  const accounts = join(desk.profile, 'accounts')
  const found = readdirSync(accounts, { recursive: true, encoding: 'utf8' })
    .map((name) => join(accounts, name))
    .filter((path) => /files|evidence/.test(path) && existsSync(path))
    .flatMap((path) => {
      try {
        return [readFileSync(path)]
      } catch {
        return []
      }
    })
  expect(found.length).toBeGreaterThan(1)
  const pieces = [bytes.subarray(2_000, 2_032), Buffer.from('hố ga sau xử lý')]
  expect(found.some((content) => pieces.some((piece) => content.includes(piece)))).toBe(false)
})

test('the dialog and the case stand in dark and at 125 %', async () => {
  const { page } = desk
  await sizeWindow(desk, 1366, 768)
  await pick(page, isPhoto, { name: 'biên bản nghiệm thu.pdf', mimeType: 'application/pdf', buffer: pdf() })
  await expect(dialog(page).getByText('Đã lưu trên máy')).toHaveCount(2)
  await desk.screenshot('evidence-dialog')
  await page.emulateMedia({ colorScheme: 'dark' })
  await desk.screenshot('evidence-dialog-dark')
  await zoomWindow(desk, 1.25)
  await desk.screenshot('evidence-dialog-dark-125')
  await expect(dialog(page).getByRole('button', { name: 'Thêm minh chứng' })).toBeInViewport()
  await give(page)
  await openCase(page).getByText('Tài liệu và minh chứng').scrollIntoViewIfNeeded()
  await desk.screenshot('evidence-case-dark-125')
  await page.emulateMedia({ colorScheme: 'light' })
  await zoomWindow(desk, 1)
  await openCase(page).getByText('Tài liệu và minh chứng').scrollIntoViewIfNeeded()
  await desk.screenshot('evidence-case')
  await expect(openCase(page).getByText('biên bản nghiệm thu.pdf').first()).toBeVisible()
})

function pdf(): Buffer {
  return Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')
}
