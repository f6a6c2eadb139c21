import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'
import { launchDesk } from '../support/desktop.ts'
import type { Desk } from '../support/desktop.ts'
import { root } from '../support/places.ts'
import { startServer } from '../support/running-server.ts'
import type { RunningServer } from '../support/running-server.ts'

const file = join(root, '..', 'shared', 'data', 'complaints', 'boston311-2011-jul-oct.csv.gz')
const data = mkdtempSync(join(tmpdir(), 'ihanoi-desk-import-'))
let server: RunningServer
let desk: Desk

test.skip(!existsSync(file), 'the Boston 311 file is not beside this checkout')
test.describe.configure({ mode: 'serial', timeout: 300_000 })

test.beforeAll(async () => {
  server = await startServer(['--port', '0', '--data', data, '--import', file, '--mapping', 'boston311'])
  desk = await launchDesk({ serverUrl: server.url, env: { IHANOI_DESK_SIGN_IN: 'supervisor.pwdx' } })
})

test.afterAll(async () => {
  await desk.close()
  await server.stop()
  rmSync(data, { recursive: true, force: true })
})

const status = (page: Page) => page.getByRole('status', { name: 'Trạng thái đồng bộ' })

const openCharts = (page: Page) =>
  page.getByRole('navigation', { name: 'Điều hướng chính' }).getByRole('link', { name: 'Thống kê' }).click()

const number = (text: string | undefined) => Number(text?.replaceAll('.', ''))

/** The sums of a chart's table over its rows, without its own total. */
async function tableSums(figure: Locator): Promise<{ onTime: number; late: number }> {
  const table = figure.getByRole('table')
  const head = await table.getByRole('columnheader').allInnerTexts()
  const sums = { onTime: 0, late: 0 }
  const rows = await table
    .locator('tbody tr')
    .evaluateAll((found) =>
      found.map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent ?? '')),
    )
  for (const cells of rows) {
    sums.onTime += number(cells[head.indexOf('Kết thúc đúng hạn')])
    sums.late += number(cells[head.indexOf('Kết thúc muộn')])
  }
  return sums
}

test('the import reports every real case and the 113 blank flags', () => {
  expect(server.said()).toContain('41827 imported')
  expect(server.said()).toContain('113 closed rows')
})

test('the supervisor of the largest department sees 18,781 on time of 21,080', async () => {
  const { page } = desk
  await expect(status(page)).toContainText('Đã đồng bộ', { timeout: 90_000 })
  await openCharts(page)
  await expect(page.getByText(/18\.781 trong 21\.080/)).toBeVisible()
  await desk.screenshot('import-chart')
})

test('the table of each chart sums to the same numbers, with the server gone', async () => {
  const { page } = desk
  await server.kill()
  const figures = await page.getByRole('figure').all()
  expect(figures.length).toBeGreaterThanOrEqual(3)
  for (const [index, figure] of figures.entries()) {
    await figure.getByRole('button', { name: 'Xem bảng số liệu' }).click()
    expect(await tableSums(figure)).toEqual({ onTime: 18_781, late: 21_080 - 18_781 })
    await desk.screenshot(`import-chart-table-${index + 1}`)
    await figure.getByRole('button', { name: 'Ẩn bảng số liệu' }).click()
  }
})
