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
import { openCase, openFromQueue, status } from '../support/journey-steps.ts'
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
  await openFromQueue(officerDesk.page, 'Đơn vị', caseNumber)
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
  const list = dialog.getByRole('table', { name: 'Các hồ sơ đổi hạn' })
  if (!(await list.isVisible())) await dialog.getByText('Các hồ sơ đổi hạn').click()
  const moved = list.getByRole('row')
  await expect(moved.filter({ hasText: caseNumber })).toContainText(formatDate(dueAtMs))
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

test('the administrator finds what the server refused: who, what and why, not the words', async () => {
  const ask = await askAs(server.url, officer)
  const device = { deviceName: 'Máy tính phòng 204', appVersion: '1', schema: 1 }
  const { clientId } = (await ask('/sync/v1/register', device)) as RegisterReplyV1
  const [held] = await casesOf(officer)
  const given = { name: 'addNote', v: 1, caseId: held?.id, basedOnSeq: 0, clientAt: Date.now() }
  const mutations = [
    { ...given, id: 1, key: 'refused-a', args: { words: 'Lời riêng của cán bộ' } },
    { ...given, id: 2, key: 'refused-b', args: { id: 'refused-b', text: 'x' }, caseId: 'nowhere' },
  ]
  await ask('/sync/v1/push', { clientId, schema: 1, mutations })
  const { page } = adminDesk
  await tab(page, 'Việc chưa nhận')
  const rows = page.getByRole('table').getByRole('row').filter({ hasText: 'Máy tính phòng 204' })
  await expect(rows).toHaveCount(2)
  await expect(rows.filter({ hasText: held?.caseNumber ?? '' })).toContainText('Thêm ghi chú')
  await expect(page.getByText('Lời riêng của cán bộ')).toHaveCount(0)
  await adminDesk.screenshot('admin-06-unapplied')
  await choose(page, page.getByLabel('Tình trạng', { exact: true }).first(), 'Máy chủ giữ lại để kiểm tra')
  await expect(page.getByText('Không có việc nào bị giữ lại')).toBeVisible()
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

/** An agency's administrator signs in, opens the tab and is signed out again when done. */
async function asAdmin(name: string, work: (desk: Desk) => Promise<void>): Promise<void> {
  const desk = await signedIn(agencyAdmin)
  try {
    await goTo(desk.page, 'Quản trị')
    await tab(desk.page, name)
    await work(desk)
  } finally {
    await desk.kill()
  }
}

const away = { username: 'hanhvt.sxd', name: 'Vũ Thị Hạnh' }
const mineOf = (page: Page) => page.getByRole('tablist', { name: 'Khung nhìn' }).getByRole('tab', { name: /Của tôi/ })

test('an absence is recorded with its substitute, who finds the cases among the own ones until it ends', async () => {
  const theirs = (await casesOf(officer)).find(
    (row) => row.assignee === `official-${away.username}` && row.state === 'in_progress',
  )
  expect(theirs, 'the sample holds a case of the colleague').toBeDefined()
  const number = theirs?.caseNumber ?? ''
  const { page } = officerDesk
  const row = page.getByRole('grid', { name: 'Hàng đợi phản ánh' }).getByRole('row', { name: new RegExp(`^${number}`) })
  await goTo(page, 'Hàng đợi')
  await mineOf(page).click()
  await page.getByRole('searchbox', { name: 'Tìm kiếm' }).fill(number)
  await expect(row).toHaveCount(0)

  await asAdmin('Người thay thế', async (ward) => {
    const admin = ward.page
    await expect(admin.getByText('Không có ai đang vắng mặt')).toBeVisible()
    await admin.getByRole('button', { name: 'Ghi vắng mặt' }).click()
    const dialog = admin.getByRole('dialog')
    await choose(admin, dialog.getByRole('combobox', { name: 'Cán bộ vắng mặt' }), new RegExp(away.name))
    await choose(admin, dialog.getByRole('combobox', { name: 'Người thay' }), /Trần Văn Bình/)
    await dialog.getByRole('textbox', { name: 'Lý do' }).fill('Nghỉ phép năm')
    await expect(dialog.getByText('Trần Văn Bình trả lời thay')).toBeVisible()
    await ward.screenshot('admin-09-absence-dialog')
    await dialog.getByRole('button', { name: 'Lưu' }).click()
    await expect(dialog).toBeHidden({ timeout: 20_000 })
    const now = admin.getByRole('region', { name: 'Đang vắng mặt' })
    await expect(now.getByRole('row', { name: /Vũ Thị Hạnh.*Trần Văn Bình trả lời thay.*Nghỉ phép năm/ })).toBeVisible()

    await admin.getByRole('button', { name: 'Ghi vắng mặt' }).click()
    await choose(admin, dialog.getByRole('combobox', { name: 'Cán bộ vắng mặt' }), /Trần Văn Bình/)
    await choose(admin, dialog.getByRole('combobox', { name: 'Người thay' }), new RegExp(away.name))
    await expect(dialog.getByText(/Việc thay sẽ quay vòng/).first()).toBeVisible()
    await expect(dialog.getByRole('button', { name: 'Lưu' })).toHaveAttribute('aria-disabled', 'true')
    await ward.screenshot('admin-10-absence-loop')
    await dialog.getByRole('button', { name: 'Hủy' }).click()
    await ward.screenshot('admin-11-absences')
  })

  await expect(row).toBeVisible({ timeout: 40_000 })
  await expect(row).toHaveAccessibleName(new RegExp(`thay ${away.name}`))
  await officerDesk.screenshot('admin-12-mine-of-the-substitute')
  await openFromQueue(page, 'Của tôi', number)
  await expect(openCase(page).getByRole('textbox', { name: 'Nội dung trả lời' })).toBeVisible()
  await officerDesk.screenshot('admin-12-reply-of-the-substitute')
  await goTo(page, 'Hàng đợi')
  await mineOf(page).click()
  await page.getByRole('searchbox', { name: 'Tìm kiếm' }).fill(number)
  await expect(row).toBeVisible()

  await asAdmin('Người thay thế', async (ward) => {
    const admin = ward.page
    await admin.getByRole('button', { name: `Kết thúc vắng mặt của ${away.name}` }).click()
    const dialog = admin.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Lý do' }).fill('Đi làm lại sớm')
    await dialog.getByRole('button', { name: 'Lưu' }).click()
    await expect(
      admin.getByRole('region', { name: 'Đã qua' }).getByRole('row', { name: /Đi làm lại sớm/ }),
    ).toBeVisible()
  })
  await expect(row).toHaveCount(0, { timeout: 40_000 })
})

test('an official enters an absence of their own in the settings, with a substitute, and ends it early', async () => {
  const { page } = officerDesk
  await goTo(page, 'Cài đặt')
  const own = page.getByRole('region', { name: 'Vắng mặt và người thay' })
  await own.getByRole('button', { name: 'Ghi vắng mặt' }).click()
  const dialog = page.getByRole('dialog')
  await choose(page, dialog.getByRole('combobox', { name: 'Người thay' }), /Vũ Thị Hạnh/)
  await dialog.getByRole('textbox', { name: 'Lý do' }).fill('Đi công tác')
  await expect(dialog.getByText('Vũ Thị Hạnh trả lời thay')).toBeVisible()
  await officerDesk.screenshot('admin-16-own-absence-dialog')
  await dialog.getByRole('button', { name: 'Lưu' }).click()
  await expect(dialog).toBeHidden({ timeout: 20_000 })
  const now = own.getByRole('region', { name: 'Đang vắng mặt' })
  await expect(now.getByRole('row', { name: /Vũ Thị Hạnh trả lời thay.*Đi công tác/ })).toBeVisible()
  await officerDesk.screenshot('admin-17-own-absence')
  await now.getByRole('button', { name: /^Kết thúc vắng mặt của/ }).click()
  await dialog.getByRole('textbox', { name: 'Lý do' }).fill('Về sớm một ngày')
  await dialog.getByRole('button', { name: 'Lưu' }).click()
  await expect(own.getByRole('region', { name: 'Đã qua' }).getByRole('row', { name: /Về sớm một ngày/ })).toBeVisible()
  await goTo(page, 'Hàng đợi')
})

test('an agency is renamed: what moves is seen beforehand, then cases, accounts and templates are at the new one', async () => {
  const { page } = adminDesk
  const before = (await casesOf(officer)).filter((row) => row.agency === 'SXD')
  const number = before.find((row) => row.assignee === `official-${officer}` && row.state === 'in_progress')?.caseNumber
  await goTo(page, 'Quản trị')
  await tab(page, 'Tổ chức lại')
  await expect(page.getByText('Chưa có lần tổ chức lại nào')).toBeVisible()
  await page.getByRole('button', { name: 'Lập phương án tổ chức lại' }).click()
  await choose(page, page.getByRole('combobox', { name: 'Hình thức' }), 'Đổi tên')
  await choose(page, page.getByRole('combobox', { name: 'Cơ quan kết thúc' }), 'Sở Xây dựng')
  await page.keyboard.press('Escape')
  await page.getByRole('textbox', { name: 'Văn bản pháp lý' }).fill('Nghị quyết 12/NQ-HĐND ngày 01/03/2026')
  await page.getByRole('textbox', { name: 'Tên đầy đủ' }).fill('Sở Xây dựng và Giao thông')
  await page.getByRole('textbox', { name: 'Tên gọi ngắn' }).fill('SXDGT')
  await adminDesk.screenshot('admin-13-succession-form')
  await page.getByRole('button', { name: 'Xem trước' }).click()
  const dialog = page.getByRole('dialog', { name: 'Tổ chức lại Sở Xây dựng' })
  await expect(dialog.getByRole('row', { name: /Hồ sơ đang mở.*Sở Xây dựng và Giao thông/ }).first()).toBeVisible()
  await expect(dialog.getByRole('row', { name: /Mẫu văn bản/ })).toContainText('Sở Xây dựng và Giao thông')
  await adminDesk.screenshot('admin-14-succession-preview')
  await dialog.getByRole('button', { name: 'Bắt đầu tổ chức lại' }).click()
  await expect(dialog).toBeHidden({ timeout: 20_000 })
  const history = page.getByRole('region', { name: 'Các lần tổ chức lại' })
  await expect(history.getByRole('row', { name: /Sở Xây dựng thành Sở Xây dựng và Giao thông/ })).toContainText(
    /Đã xong: [\d.]+ hồ sơ đã chuyển/,
    { timeout: 90_000 },
  )
  await adminDesk.screenshot('admin-15-succession-done')

  const after = await casesOf(officer)
  const moved = after.filter((row) => row.caseNumber === number)
  expect(moved).toHaveLength(1)
  expect(moved[0]).toMatchObject({ assignee: `official-${officer}`, state: 'in_progress' })
  const agency = moved[0]?.agency ?? ''
  expect(agency).not.toBe('SXD')
  const open = (row: CaseRowV1) => !['answered', 'refused', 'closed', 'merged'].includes(row.state)
  expect(after.filter((row) => row.agency === 'SXD' && open(row))).toEqual([])
  expect(after.filter((row) => row.agency === agency).length).toBe(before.filter(open).length)

  await tab(page, 'Mẫu văn bản')
  await expect(page.getByRole('row', { name: /Mẫu hẹn kiểm tra/ })).toContainText('Sở Xây dựng và Giao thông')
  await tab(page, 'Tổ chức')
  await choose(page, page.getByRole('combobox', { name: 'Cơ quan', exact: true }), 'Sở Xây dựng và Giao thông')
  await expect(page.getByRole('region', { name: 'Cán bộ và vai trò' })).toContainText('Trần Văn Bình')

  await openFromQueue(officerDesk.page, 'Đơn vị', number ?? '')
  await expect(openCase(officerDesk.page)).toContainText('Sở Xây dựng và Giao thông', { timeout: 40_000 })
  await officerDesk.screenshot('admin-16-officer-in-the-new-agency')
})
