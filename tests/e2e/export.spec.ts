import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { Page } from '@playwright/test'
import { openDatabase } from '../../server/db/database.ts'
import { launchDesk, sizeWindow } from '../support/desktop.ts'
import type { Desk } from '../support/desktop.ts'
import { serverRows, status } from '../support/journey-steps.ts'
import { readWorkbook, rowsOf } from '../support/read-workbook.ts'
import { startServer } from '../support/running-server.ts'
import type { RunningServer } from '../support/running-server.ts'

const supervisor = 'dungha.sxd'
const folder = mkdtempSync(join(tmpdir(), 'ihanoi-desk-export-'))
const data = join(folder, 'data')
const files = join(folder, 'tệp')
const target = join(files, 'Danh sách phản ánh.xlsx')
const hourMs = 3_600_000

let server: RunningServer
let desk: Desk

const exportButton = (page: Page) => page.getByRole('button', { name: 'Xuất Excel…' })
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Xuất danh sách ra Excel' })
const grid = (page: Page) => page.getByRole('grid', { name: 'Hàng đợi phản ánh' })

type ShellState = { wished?: string; shown?: string[] }

/** The system's dialog answers this path, or that it was cancelled; what it was asked and what is shown in a folder is kept. */
const answerDialogs = (path: string | null) =>
  desk.app.evaluate(({ dialog: dialogs, shell }, chosen) => {
    const state = globalThis as ShellState
    state.shown = []
    const answer = async (...args: unknown[]) => {
      state.wished = (args.at(-1) as { defaultPath: string }).defaultPath
      return { canceled: chosen === null, filePath: chosen ?? '' }
    }
    dialogs.showSaveDialog = answer
    shell.showItemInFolder = (shownPath) => state.shown?.push(shownPath)
  }, path)
const shellState = () => desk.app.evaluate(() => ({ ...(globalThis as ShellState) }))

/** The cells of every row of the list as shown, by the name of the column. */
async function shownRows(page: Page): Promise<Record<string, string>[]> {
  const headers = await grid(page).getByRole('columnheader').allInnerTexts()
  const rows = await grid(page)
    .getByRole('row')
    .filter({ has: page.locator('td') })
    .evaluateAll((found) => found.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.innerText.trim())))
  return rows.map((cells) => Object.fromEntries(cells.map((cell, place) => [(headers[place] ?? '').trim(), cell])))
}

test.describe.configure({ mode: 'serial', timeout: 240_000 })

test.beforeAll(async () => {
  server = await startServer(['--port', '0', '--seed', 'sample', '--data', data])
  mkdirSync(files)
  desk = await launchDesk({ serverUrl: server.url, env: { IHANOI_DESK_SIGN_IN: supervisor } })
  await sizeWindow(desk, 1366, 768)
  await expect(status(desk.page)).toContainText('Đã đồng bộ', { timeout: 90_000 })
})
test.afterAll(async () => {
  await desk.kill()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('a filtered list is exported as it is shown, and recorded', async () => {
  const { page } = desk
  await page.getByRole('tab', { name: /Đơn vị/ }).click()
  await page.getByRole('searchbox', { name: 'Tìm kiếm' }).fill('đường')
  await expect(grid(page)).toHaveAttribute('aria-busy', 'false')
  await expect(page.getByRole('row', { name: /^HN/ }).first()).toBeVisible()
  await desk.screenshot('export-01-button')

  await answerDialogs(null)
  await exportButton(page).click()
  await expect
    .poll(async () => (await shellState()).wished ?? '')
    .toMatch(/Danh sách phản ánh, kiến nghị \d{4}-\d\d-\d\d\.xlsx$/)
  await expect(dialog(page)).toBeHidden()
  expect(readdirSync(files)).toEqual([])

  await answerDialogs(target)
  const total = Number(await grid(page).getAttribute('aria-rowcount'))
  await exportButton(page).click()
  await expect(dialog(page)).toContainText(`Đã xuất ${total} hồ sơ ra tệp Danh sách phản ánh.xlsx.`)
  await desk.screenshot('export-02-done')
  await dialog(page).getByRole('button', { name: 'Mở thư mục' }).click()
  await expect.poll(async () => (await shellState()).shown).toEqual([target])
  await dialog(page).getByRole('button', { name: 'Đóng' }).last().click()
  await expect(dialog(page)).toBeHidden()
  expect(readdirSync(files)).toEqual(['Danh sách phản ánh.xlsx'])

  const book = await readWorkbook(target)
  const [header, ...written] = rowsOf(book.getWorksheet('Danh sách'))
  expect(header).toEqual([
    ...['Mức độ', 'Mã hồ sơ', 'Nội dung', 'Trạng thái', 'Thời hạn', 'Hạn', 'Còn lại (giờ)'],
    ...['Lĩnh vực', 'Địa bàn', 'Người xử lý', 'Gửi lúc'],
  ])
  expect(written).toHaveLength(total)
  const shown = await shownRows(page)
  expect(shown.length).toBeGreaterThan(2)
  const named = written.map((row) => Object.fromEntries(row.map((value, place) => [String(header?.[place]), value])))
  for (const [place, row] of shown.entries()) {
    const {
      'Mã hồ sơ': number,
      'Trạng thái': state,
      'Lĩnh vực': category,
      'Địa bàn': area,
      'Người xử lý': assignee,
    } = row
    expect(named[place]).toMatchObject({ 'Mã hồ sơ': number?.split('\n')[0], 'Trạng thái': state })
    expect(named[place]).toMatchObject({ 'Lĩnh vực': category, 'Địa bàn': area || null, 'Người xử lý': assignee })
    expect(row['Nội dung']).toContain(String(named[place]?.['Nội dung']))
  }

  const { me, cases } = await serverRows(server.url, supervisor)
  const byNumber = new Map(cases.map((one) => [one.caseNumber, one]))
  for (const row of named) {
    const stored = byNumber.get(String(row['Mã hồ sơ']))
    expect(row['Nội dung']).toBe(stored?.title)
    // The sheet shows the wall clock of Hanoi, seven hours ahead.
    expect((row['Gửi lúc'] as Date).getTime()).toBe((stored?.clocks.submittedAtMs ?? 0) + 7 * hourMs)
  }
  const about = Object.fromEntries(rowsOf(book.getWorksheet('Thông tin')) as [string, unknown][])
  expect(about).toMatchObject({ 'Khung nhìn': 'Đơn vị', 'Tìm kiếm': 'đường', 'Số hồ sơ trong tệp': total })

  await server.stop()
  const database = await openDatabase({ folder: data })
  const entries = await database.kysely.selectFrom('audit').selectAll().where('action', '=', 'export').execute()
  await database.close()
  expect(entries).toMatchObject([
    {
      actor: me,
      subject: about['Mã lần xuất trong nhật ký'],
      detail: { total, asked: total, allowed: total, refused: 0 },
    },
  ])
})

test('offline the button says why not, and an export that loses the server leaves no file', async () => {
  const { page } = desk
  rmSync(target)
  if ((await exportButton(page).getAttribute('aria-disabled')) === null) {
    await exportButton(page).click()
    await expect(dialog(page).getByRole('alert')).toContainText('Mất kết nối máy chủ')
    await dialog(page).getByRole('button', { name: 'Đóng' }).last().click()
  }
  await expect(status(page)).toContainText('Ngoại tuyến', { timeout: 60_000 })
  await expect(exportButton(page)).toHaveAttribute('aria-disabled', 'true')
  await expect(exportButton(page)).toHaveAccessibleDescription('Cần kết nối: mỗi lần xuất được ghi vào nhật ký')
  await exportButton(page).hover()
  await desk.screenshot('export-03-offline')
  expect([existsSync(target), readdirSync(files)]).toEqual([false, []])
})
