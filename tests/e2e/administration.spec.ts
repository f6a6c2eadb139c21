import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'
import type { CaseRowV1 } from '../../shared/contract/rows.ts'
import type { PullReplyV1, RegisterReplyV1 } from '../../shared/contract/sync.ts'
import { formatDate } from '../../shared/text/format-moment.ts'
import { launchDesk, newProfile } from '../support/desktop.ts'
import type { Desk } from '../support/desktop.ts'
import { askAs, startServer } from '../support/running-server.ts'
import type { RunningServer } from '../support/running-server.ts'

const officer = 'binhtv.sxd'
const systemAdmin = 'khoavm.skhcn'
const agencyAdmin = 'oanhltk.sxd'
const dayMs = 86_400_000
const hanoiMs = 7 * 3_600_000

const data = mkdtempSync(join(tmpdir(), 'ihanoi-desk-admin-'))
let server: RunningServer
let officerDesk: Desk
let adminDesk: Desk

const status = (page: Page) => page.getByRole('status', { name: 'Trạng thái đồng bộ' })
const openCase = (page: Page) => page.getByRole('region', { name: 'Hồ sơ' })
const signedIn = async (username: string) => {
  const desk = await launchDesk({
    serverUrl: server.url,
    profile: newProfile(),
    env: { IHANOI_DESK_SIGN_IN: username },
  })
  await expect(status(desk.page)).toContainText('Đã đồng bộ', { timeout: 60_000 })
  return desk
}
const goTo = (page: Page, link: string) =>
  page.getByRole('navigation', { name: 'Điều hướng chính' }).getByRole('link', { name: link }).click()
const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true }).click()
const choose = async (page: Page, box: Locator, option: string | RegExp) => {
  await box.click()
  await page.getByRole('option', { name: option }).first().click()
}

async function casesOf(username: string): Promise<readonly CaseRowV1[]> {
  const ask = await askAs(server.url, username)
  const { clientId } = (await ask('/sync/v1/register', {
    deviceName: 'test',
    appVersion: '1',
    schema: 1,
  })) as RegisterReplyV1
  const rows = new Map<string, CaseRowV1>()
  let cursor: string | null = null
  for (;;) {
    const page = (await ask('/sync/v1/pull', { clientId, cursor, schema: 1, limit: 2000 })) as PullReplyV1
    for (const op of page.ops) if (op.op === 'PUT' && op.entity === 'case') rows.set(op.id, op.row as CaseRowV1)
    cursor = page.cursor
    if (page.complete) return [...rows.values()]
  }
}

/** Hanoi's day of an instant, `YYYY-MM-DD`. */
const dayOf = (atMs: number) => new Date(atMs + hanoiMs).toISOString().slice(0, 10)

async function openFromQueue(page: Page, number: string): Promise<void> {
  await goTo(page, 'Hàng đợi')
  await page
    .getByRole('tablist', { name: 'Khung nhìn' })
    .getByRole('tab', { name: /Đơn vị/ })
    .click()
  await page.getByRole('searchbox', { name: 'Tìm kiếm' }).fill(number)
  await page
    .getByRole('grid', { name: 'Hàng đợi phản ánh' })
    .getByRole('row', { name: new RegExp(`^${number}`) })
    .dblclick()
  await expect(openCase(page).getByRole('heading', { name: number })).toBeVisible()
}

test.describe.configure({ mode: 'serial', timeout: 240_000 })

test.beforeAll(async () => {
  test.setTimeout(300_000)
  server = await startServer(['--port', '0', '--seed', 'sample', '--data', data])
  officerDesk = await signedIn(officer)
  adminDesk = await signedIn(systemAdmin)
})

test.afterAll(async () => {
  await officerDesk?.kill()
  await adminDesk?.kill()
  await server?.stop()
  rmSync(data, { recursive: true, force: true })
})

test('a closure moves the deadline of an open case, seen before saving and on the officer’s screen afterwards', async () => {
  const { page } = adminDesk
  const mine = await casesOf(officer)
  const running = mine.find(
    (row) =>
      row.assignee === `official-${officer}` &&
      row.state === 'in_progress' &&
      row.level === 'normal' &&
      (row.clocks.dueAtMs ?? 0) > Date.now() + 2 * dayMs,
  )
  expect(running, 'the sample holds a case in progress due in some days').toBeDefined()
  const { caseNumber = '', clocks } = running ?? {}
  const dueAtMs = clocks?.dueAtMs ?? 0
  await openFromQueue(officerDesk.page, caseNumber)
  const deadline = officerDesk.page.getByRole('region', { name: 'Thời hạn' })
  await expect(deadline).toContainText(formatDate(dueAtMs))

  await goTo(page, 'Quản trị')
  await expect(page.getByRole('table').first()).toContainText('tạm thời')
  await adminDesk.screenshot('admin-01-policy')
  await tab(page, 'Lịch làm việc')
  const [year = '', month = '', day = ''] = dayOf(dueAtMs).split('-')
  await choose(page, page.getByLabel('Lịch', { exact: true }).first(), `Năm ${year}`)
  const grid = page.getByRole('group', { name: `Lịch năm ${year}` })
  await grid.getByRole('button', { name: new RegExp(`^${day}/${month}/${year}`) }).click()
  await page.getByRole('textbox', { name: 'Tên gọi' }).fill('Đóng cửa do ngập lụt')
  await page.getByRole('textbox', { name: 'Nguồn (số văn bản)' }).fill('Công điện thử nghiệm')
  await adminDesk.screenshot('admin-02-calendar')
  await page.getByRole('button', { name: 'Đặt ngày này' }).click()
  await page.getByRole('button', { name: 'Xem trước và lưu' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(/^[\d.]+ hồ sơ đổi hạn$/).first()).toBeVisible({ timeout: 20_000 })
  await expect(dialog.getByText(caseNumber)).toHaveCount(0)
  await expect(dialog.getByRole('button', { name: 'Lưu' })).toHaveAttribute('aria-disabled', 'true')
  await dialog.getByRole('textbox', { name: 'Lý do thay đổi' }).fill('Mưa lớn, các cơ quan đóng cửa theo lệnh')
  await adminDesk.screenshot('admin-03-preview')
  await dialog.getByRole('button', { name: 'Lưu' }).click()
  await expect(dialog).toBeHidden({ timeout: 20_000 })
  await expect(page.getByText(/Đang cập nhật hạn của [\d.]+ hồ sơ/)).toBeVisible()

  await expect(deadline).not.toContainText(formatDate(dueAtMs), { timeout: 40_000 })
  await officerDesk.screenshot('admin-04-officer-sees-new-deadline')
  const after = (await casesOf(officer)).find((row) => row.caseNumber === caseNumber)
  expect(after?.clocks.dueAtMs).toBeGreaterThan(dueAtMs)
  expect(after?.flowVersion).toBe(running?.flowVersion)
  await tab(page, 'Lịch sử')
  await expect(page.getByText('Mưa lớn, các cơ quan đóng cửa theo lệnh')).toBeVisible()
  await adminDesk.screenshot('admin-05-history')
})

test('an agency’s administrator adds a template and an officer of the agency finds it while writing', async () => {
  const ward = await signedIn(agencyAdmin)
  try {
    const { page } = ward
    await goTo(page, 'Quản trị')
    await tab(page, 'Mẫu văn bản')
    await page.getByRole('button', { name: 'Thêm', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Tên', exact: true }).fill('Mẫu hẹn kiểm tra')
    await dialog
      .getByRole('textbox', { name: 'Nội dung', exact: true })
      .fill('Kính gửi {{người phản ánh}}, về {{mã hồ sơ}}: sẽ kiểm tra.')
    await dialog.getByRole('textbox', { name: 'Lý do thay đổi' }).fill('Thống nhất cách trả lời')
    await dialog.getByRole('button', { name: 'Lưu' }).click()
    await expect(dialog).toBeHidden({ timeout: 20_000 })
    await expect(page.getByRole('row', { name: /Mẫu hẹn kiểm tra/ })).toBeVisible()
    await ward.screenshot('admin-06-templates')
    await tab(page, 'Tổ chức')
    await expect(page.getByRole('region', { name: 'Cán bộ và vai trò' })).toContainText('Cán bộ xử lý')
    await ward.screenshot('admin-07-organisation')
  } finally {
    await ward.kill()
  }
  const { page } = officerDesk
  const box = openCase(page).getByLabel('Chèn mẫu').first()
  await expect(async () => {
    await box.click()
    await expect(page.getByRole('option', { name: 'Mẫu hẹn kiểm tra' })).toBeVisible({ timeout: 2000 })
  }).toPass({ timeout: 40_000 })
  await page.getByRole('option', { name: 'Mẫu hẹn kiểm tra' }).click()
  await expect(page.getByRole('textbox', { name: 'Nội dung trả lời' })).toHaveValue(/về HN-\d{4}-\d{6}: sẽ kiểm tra\.$/)
  await officerDesk.screenshot('admin-08-template-inserted')
})
