import { inflateSync } from 'node:zlib'
import { expect, test } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'
import { launchDesk, printedPdf, sizeWindow } from '../support/desktop.ts'
import type { Desk } from '../support/desktop.ts'
import { openCase, openRow } from '../support/journey-steps.ts'
import { startServer } from '../support/running-server.ts'
import type { RunningServer } from '../support/running-server.ts'

const officer = 'dungha.sxd'
// Two of the officer's sample cases by their titles: one with two pictures and a submitted reply, one with a picture.
const withPictures = /Mưa 30 phút là ngập cả xóm/
const withOnePicture = /den duong truoc tram y te/
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
  await expect(picture).toHaveAttribute('src', /^server\/files\//)
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

test('without the server a picture stays small and says why', async () => {
  const { page } = desk
  await page.keyboard.press('Escape')
  await server.kill()
  await openInView(page, withOnePicture)
  await openCase(page)
    .getByRole('button', { name: /^Xem ảnh 1:/ })
    .click()
  const viewer = page.getByRole('dialog', { name: /^Ảnh của hồ sơ/ })
  await expect(viewer.getByText('Chỉ có ảnh thu nhỏ trên máy; ảnh gốc cần kết nối máy chủ.')).toBeVisible()
  expect(await shownWidth(viewer.getByRole('img', { name: /^Ảnh 1\/\d+:/ }))).toBeGreaterThan(0)
})
