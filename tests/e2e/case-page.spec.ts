import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import { expect, test } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'
import type { CaseRowV1, FileRowV1 } from '../../shared/contract/rows.ts'
import { isOpen } from '../../shared/domain/states.ts'
import { launchDesk, printedPdf, sizeWindow } from '../support/desktop.ts'
import type { Desk } from '../support/desktop.ts'
import { givenOfficial } from '../support/evidence/given-case.ts'
import { openCase, openFromQueue, openRow } from '../support/journey-steps.ts'
import { askAs, startServer } from '../support/running-server.ts'
import type { RunningServer } from '../support/running-server.ts'

const officer = 'dungha.sxd'
// One of the officer’s sample cases by its title, with two pictures and a submitted reply.
const withPictures = /Mưa 30 phút là ngập cả xóm/
const withoutPoint = /Xin tra cứu giấy phép nhà kế bên/

let server: RunningServer
let desk: Desk

/** Opens the first case of the unit whose row says this, and waits for its heading. */
async function openInView(page: Page, words: RegExp, view = /Đơn vị/): Promise<void> {
  await page.getByRole('navigation', { name: 'Điều hướng chính' }).getByRole('link', { name: 'Hàng đợi' }).click()
  await page.getByRole('tab', { name: view }).click()
  await openRow(page, words)
}

/** What a PDF draws: how many pages, and the bytes of its unpacked streams, which tell pictures from blank paper. */
function paper(pdf: Buffer): { pages: number; drawn: number } {
  const text = pdf.toString('latin1')
  const pages = [...text.matchAll(/\/Type\s*\/Page\b(?!s)/g)].length
  const streams = [...text.matchAll(/stream\r?\n/g)].map((match) => match.index + match[0].length)
  const drawn = streams.reduce((sum, start) => {
    const end = text.indexOf('endstream', start)
    try {
      return sum + inflateSync(pdf.subarray(start, end)).length
    } catch {
      return sum + (end - start)
    }
  }, 0)
  return { pages, drawn }
}

/** The parts of the page as the print style sheet shows them. */
async function onPaper<T>(page: Page, look: () => Promise<T>): Promise<T> {
  await page.emulateMedia({ media: 'print' })
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')))
  try {
    return await look()
  } finally {
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')))
    await page.emulateMedia({ media: null })
  }
}

const shownWidth = (picture: Locator) => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  server = await startServer(['--port', '0', '--seed', 'sample'])
  desk = await launchDesk({ serverUrl: server.url, env: { IHANOI_DESK_SIGN_IN: officer } })
  const status = desk.page.getByRole('status', { name: 'Trạng thái đồng bộ' })
  await expect(status).toContainText('Đã đồng bộ', { timeout: 30_000 })
  await sizeWindow(desk, 1366, 768)
})

test.afterAll(async () => {
  await desk.kill()
  await server.stop()
})

test('a case shows where it lies, without any network, and its coordinates can be copied', async () => {
  const { page } = desk
  await openInView(page, withPictures)
  const sketch = openCase(page).getByRole('figure', { name: /^Sơ đồ vị trí hồ sơ HN-.*(Cách|Ngay tại) / })
  await expect(sketch).toBeVisible()
  const coordinates = openCase(page).getByText(/^\d{2}\.\d{5}, \d{3}\.\d{5}$/)
  await expect(coordinates).toBeVisible()
  await openCase(page).getByRole('button', { name: 'Sao chép' }).click()
  await expect(openCase(page).getByRole('button', { name: 'Đã sao chép' })).toBeVisible()
})

test('a case without a position says so', async () => {
  await openInView(desk.page, withoutPoint)
  await expect(openCase(desk.page).getByText('Phản ánh không gửi kèm tọa độ.')).toBeVisible()
})

test('a printed case holds its words, deadlines, history and reply, and nothing that is pressed', async () => {
  const { page } = desk
  const screenOnly = [
    page.getByRole('navigation', { name: 'Điều hướng chính' }),
    page.getByRole('status', { name: 'Trạng thái đồng bộ' }),
    openCase(page).getByRole('toolbar', { name: 'Việc cần làm' }),
    openCase(page).getByRole('button', { name: 'Vì sao hạn này?' }),
    openCase(page).getByRole('tablist'),
  ]
  await openInView(page, withPictures)
  // Whatever tab is open, the reply is printed.
  await openCase(page)
    .getByRole('tab', { name: /Ghi chú/ })
    .click()
  await onPaper(page, async () => {
    for (const part of screenOnly) await expect(part).toBeHidden()
    await expect(openCase(page).getByRole('heading', { level: 1 })).toBeVisible()
    await expect(openCase(page).getByRole('heading', { level: 2 }).first()).toBeVisible()
    await expect(openCase(page).getByRole('region', { name: 'Thời hạn' })).toBeVisible()
    await expect(openCase(page).getByText('Người dân gửi phản ánh')).toBeVisible()
    await expect(openCase(page).getByText('Bản trình lãnh đạo')).toBeVisible()
    await expect(openCase(page).getByText(/^In từ iHaNoi Desk: Hoàng Anh Dũng/)).toBeVisible()
    // Times stand with their date, since paper is read later; the words alone may be the citizen's.
    await expect(openCase(page).getByText(/(hôm nay|hôm qua|ngày mai) \d{1,2}:\d{2}/)).toHaveCount(0)
  })
  await expect(openCase(page).getByText(/^In từ iHaNoi Desk/)).toHaveCount(0)
  const printed = paper(await printedPdf(desk))
  expect(printed.pages).toBeGreaterThanOrEqual(1)
  expect(printed.pages).toBeLessThanOrEqual(4)
  expect(printed.drawn).toBeGreaterThan(20_000)
})

test('a draft is printed whole and named as a draft', async () => {
  const { page } = desk
  await openInView(page, /Đang xử lý/)
  await page.keyboard.press('Escape')
  await page.getByRole('tab', { name: /Của tôi/ }).click()
  await openRow(page, /Đang xử lý/)
  const editor = openCase(page).getByRole('textbox', { name: 'Nội dung trả lời' })
  await editor.fill(`${'Một dòng của bản nháp.\n'.repeat(60)}Dòng cuối.`)
  await onPaper(page, async () => {
    await expect(editor).toBeHidden()
    await expect(openCase(page).getByText('Bản nháp, chưa trình lãnh đạo.')).toBeVisible()
    await expect(
      openCase(page)
        .getByText(/Dòng cuối\.$/)
        .last(),
    ).toBeVisible()
  })
})

test('a picture opens at once and turns into its original; the arrow keys turn, Esc closes', async () => {
  const { page } = desk
  await openInView(page, withPictures)
  const strip = openCase(page).getByRole('button', { name: /^Xem ảnh 1:/ })
  const small = await shownWidth(strip.locator('img'))
  await strip.click()
  const viewer = page.getByRole('dialog', { name: /^Ảnh của hồ sơ/ })
  const picture = viewer.getByRole('img', { name: /^Ảnh 1\/\d+:/ })
  await expect(picture).toHaveAttribute('src', /^files\/[0-9a-f]{64}$/)
  expect(await shownWidth(picture)).toBeGreaterThan(small)
  await page.keyboard.press('ArrowRight')
  await expect(viewer.getByRole('img', { name: /^Ảnh 2\/\d+:/ })).toBeVisible()
  await page.keyboard.press('ArrowLeft')
  await expect(picture).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(viewer).toBeHidden()
  await expect(strip).toBeFocused()
  await expect(openCase(page)).toBeVisible()
})

/** The folder of the signed-in account's sealed files. */
function keptFolder(): string {
  const accounts = join(desk.profile, 'accounts')
  return join(accounts, readdirSync(accounts)[0] ?? '', 'files')
}

/** Opens the first picture of the open case. */
async function viewFirst(page: Page): Promise<{ viewer: Locator; picture: Locator; hash: string }> {
  const strip = openCase(page).getByRole('button', { name: /^Xem ảnh 1:/ })
  await strip.click()
  const viewer = page.getByRole('dialog', { name: /^Ảnh của hồ sơ/ })
  const picture = viewer.getByRole('img', { name: /^Ảnh 1\/\d+:/ })
  await expect(picture).toBeVisible()
  const source = (await picture.getAttribute('src')) ?? ''
  return { viewer, picture, hash: source.slice('files/'.length) }
}

test('without the server the originals of the own open cases and of what was opened are shown; others stay small and say why', async () => {
  const { page } = desk
  await page.keyboard.press('Escape')
  const { seen, reported } = await givenOfficial(await askAs(server.url, officer), `official-${officer}`)
  const caseOf = (isMeant: (file: FileRowV1, row: CaseRowV1) => boolean) => {
    const found = reported.flatMap((file) => seen.filter((row) => row.id === file.caseId && isMeant(file, row)))[0]
    if (found === undefined) throw new Error('no such case in the sample')
    return found
  }
  const isMine = (row: CaseRowV1) => row.assignee === `official-${officer}` && isOpen(row.state)
  const own = caseOf((file, row) => isMine(row) && file.type === 'image/jpeg')
  const other = caseOf((file, row) => !isMine(row) && file.type === 'image/jpeg')
  const wanted = reported.filter((file) => file.caseId === own.id).map(({ hash }) => hash)
  await expect.poll(() => readdirSync(keptFolder()), { timeout: 30_000 }).toEqual(expect.arrayContaining(wanted))
  await server.kill()

  for (const open of [() => openInView(page, withPictures), () => openFromQueue(page, 'Đơn vị', own.caseNumber)]) {
    await open()
    const { picture, hash } = await viewFirst(page)
    await expect.poll(() => shownWidth(picture)).toBeGreaterThan(400)
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
    await page.keyboard.press('Escape')
  }

  await openFromQueue(page, 'Đơn vị', other.caseNumber)
  const small = await viewFirst(page)
  await expect(small.viewer.getByText('Chỉ có ảnh thu nhỏ trên máy; ảnh gốc cần kết nối máy chủ.')).toBeVisible()
  expect(await shownWidth(small.picture)).toBeGreaterThan(0)
  await page.keyboard.press('Escape')

  const damaged = join(keptFolder(), wanted[0] ?? '')
  const bytes = readFileSync(damaged)
  bytes[bytes.length - 50] = (bytes[bytes.length - 50] ?? 0) ^ 1
  writeFileSync(damaged, bytes)
  await openFromQueue(page, 'Đơn vị', own.caseNumber)
  const { viewer } = await viewFirst(page)
  await expect(viewer.getByText(/Ảnh gốc lưu trên máy bị hỏng và đã được xóa/)).toBeVisible()
  expect(readdirSync(keptFolder())).not.toContain(wanted[0])
  await desk.screenshot('original-damaged')
})
