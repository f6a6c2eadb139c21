import { expect, test } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'
import { launchDesk } from '../support/desktop.ts'
import type { Desk } from '../support/desktop.ts'
import { openCase, serverRows, status } from '../support/journey-steps.ts'
import { startServer } from '../support/running-server.ts'
import type { RunningServer } from '../support/running-server.ts'

const officer = 'dungha.sxd'

let server: RunningServer
let desk: Desk

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  server = await startServer(['--port', '0', '--seed', 'sample'])
  desk = await launchDesk({ serverUrl: server.url, env: { IHANOI_DESK_SIGN_IN: officer } })
  await expect(status(desk.page)).toContainText('Đã đồng bộ', { timeout: 60_000 })
})

test.afterAll(async () => {
  await desk.close()
  await server.stop()
})

const grid = (page: Page): Locator => page.getByRole('grid', { name: 'Hàng đợi phản ánh' })
const chosenBar = (page: Page): Locator => page.getByRole('toolbar', { name: 'Hồ sơ đã chọn' })

/** How many rows each view had when it was first shown whole. */
const whole = new Map<string, number>()

const rowCount = async (page: Page): Promise<number> => Number(await grid(page).getAttribute('aria-rowcount'))

/** The number of rows once it has stayed the same for a while. */
async function settledCount(page: Page): Promise<number> {
  for (let before = -1; ;) {
    const now = await rowCount(page)
    if (now === before) return now
    before = now
    await page.waitForTimeout(300)
  }
}

/** Asks and waits until the list answers with fewer rows than before. */
async function narrow(page: Page, text: string): Promise<number> {
  const before = await rowCount(page)
  await page.getByRole('searchbox', { name: 'Tìm kiếm' }).fill(text)
  await expect.poll(() => rowCount(page)).toBeLessThan(before)
  return rowCount(page)
}

async function showAll(page: Page, view: RegExp): Promise<void> {
  await page.getByRole('searchbox', { name: 'Tìm kiếm' }).fill('')
  await page.getByRole('tab', { name: view }).click()
  const known = whole.get(String(view))
  if (known === undefined) whole.set(String(view), await settledCount(page))
  else await expect.poll(() => rowCount(page)).toBe(known)
}

test('finds by words, phrases and fields, and marks what was looked for', async () => {
  const { page } = desk
  await showAll(page, /Đơn vị/)
  expect(await narrow(page, 'ngap ')).toBeGreaterThan(0)
  await expect(grid(page).locator('mark').first()).toHaveText(/ngập/i)
  await grid(page).getByRole('row').nth(1).click()
  await desk.screenshot('queue-search')
  await showAll(page, /Đơn vị/)
  await expect.poll(() => rowCount(page)).toBe(whole.get('/Đơn vị/'))
  const overdue = await narrow(page, 'hạn:quá')
  await page.getByRole('searchbox', { name: 'Tìm kiếm' }).fill('')
  await page.getByRole('tab', { name: /Quá hạn/ }).click()
  await expect(page.getByRole('tab', { name: /Quá hạn/ })).toHaveText(new RegExp(`\\D${overdue}$`))
  await expect(grid(page)).toHaveAttribute('aria-rowcount', String(overdue))
})

test('writes one note on several cases, chosen with the keyboard', async () => {
  const { page } = desk
  await showAll(page, /Của tôi/)
  await grid(page).focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(chosenBar(page)).toContainText('Đã chọn 3 hồ sơ')
  await expect(grid(page).getByRole('row', { selected: true })).toHaveCount(3)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Space')
  await expect(chosenBar(page)).toContainText('Đã chọn 4 hồ sơ')
  await desk.screenshot('queue-chosen')
  await chosenBar(page).getByRole('button', { name: 'Thêm ghi chú' }).click()
  await page.getByRole('dialog').getByRole('textbox').fill('Kiểm tra chung cả tuyến phố.')
  await desk.screenshot('queue-chosen-note')
  await page.keyboard.press('Control+Enter')
  await expect(chosenBar(page)).toContainText('đã lưu trên máy 4 hồ sơ')
  await expect(status(page)).toContainText('Đã đồng bộ')
  await expect
    .poll(async () => {
      const { events } = await serverRows(server.url, officer)
      return events.filter(({ text }) => text === 'Kiểm tra chung cả tuyến phố.').length
    })
    .toBe(4)
})

test('says of each case why a command was not taken, and takes it for the others', async () => {
  const { page } = desk
  await grid(page).focus()
  await page.keyboard.press('Control+a')
  const { cases, me } = await serverRows(server.url, officer)
  const mine = cases.filter(({ assignee, state }) => assignee === me && state !== 'closed')
  const startable = mine.filter(({ state }) => state === 'assigned' || state === 'rework' || state === 'reply_returned')
  expect(startable.length).toBeGreaterThan(0)
  const bar = chosenBar(page)
  await bar.getByRole('button', { name: 'Bắt đầu xử lý' }).click()
  await expect(bar).toContainText(/đã lưu trên máy \d+ hồ sơ/)
  await bar.getByRole('button', { name: /hồ sơ không thực hiện được/ }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('row').nth(1)).toBeVisible()
  await desk.screenshot('queue-chosen-refused')
  await dialog.getByRole('button', { name: 'Chỉ chọn các hồ sơ này' }).click()
  await expect(status(page)).toContainText('Đã đồng bộ')
  await expect
    .poll(async () => {
      const after = (await serverRows(server.url, officer)).cases
      return startable.every(({ id }) => after.find((row) => row.id === id)?.state === 'in_progress')
    })
    .toBe(true)
  await grid(page).focus()
  await page.keyboard.press('Escape')
  await expect(bar).toBeHidden()
  await expect(page.getByRole('searchbox', { name: 'Tìm kiếm' })).toBeVisible()
  await grid(page).getByRole('row').nth(1).dblclick()
  await expect(openCase(page)).toBeVisible()
})
