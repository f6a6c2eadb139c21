import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { launchDesk } from '../support/desktop.ts'
import type { Desk } from '../support/desktop.ts'
import { openRow } from '../support/journey-steps.ts'
import { startServer } from '../support/running-server.ts'
import type { RunningServer } from '../support/running-server.ts'

const intakeKey = 'key-of-the-attention-test'
const data = mkdtempSync(join(tmpdir(), 'ihanoi-desk-attention-'))
let server: RunningServer
let desk: Desk

const report = {
  externalId: 'attention-1',
  kind: 'field',
  level: 'urgent',
  title: 'Cột điện sắp đổ trước cổng trường',
  body: 'Cột điện nghiêng hẳn ra đường, dây chùng xuống sát đầu người đi xe máy, học sinh sắp tan học.',
  category: 'electricity_safety',
  area: null,
  place: 'Cổng trường tiểu học, phố Vọng',
  point: null,
  agency: 'SXD',
  reporter: {
    kind: 'citizen',
    name: 'Ngô Thử Nghiệm',
    phone: '0900 000 111',
    address: null,
    taxCode: null,
    representative: null,
  },
  files: [],
}

/** Records what the system would show; the virtual display has no notification service. */
const recordNotifications = () =>
  desk.app.evaluate(({ Notification }) => {
    const shown: string[] = []
    Object.assign(globalThis, { shownNotifications: shown })
    Notification.isSupported = () => true
    Notification.prototype.show = function show() {
      shown.push(`${this.title}: ${this.body}`)
    }
  })

/** The numbers the badge was given; the virtual display shows none. */
const recordBadges = () =>
  desk.app.evaluate(({ app }) => {
    const badges: number[] = []
    Object.assign(globalThis, { badges })
    app.setBadgeCount = (count = 0) => badges.push(count) > 0
  })

const badge = () => desk.app.evaluate(() => (globalThis as unknown as { badges: number[] }).badges.at(-1))

const shownNotifications = () =>
  desk.app.evaluate(() => (globalThis as unknown as { shownNotifications: string[] }).shownNotifications)

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  process.env['IHANOI_INTAKE_KEY'] = intakeKey
  server = await startServer(['--port', '0', '--seed', 'sample', '--data', data])
  desk = await launchDesk({ serverUrl: server.url, env: { IHANOI_DESK_SIGN_IN: 'hantt.sxd' } })
  await recordNotifications()
  await recordBadges()
  await expect(desk.page.getByRole('status', { name: 'Trạng thái đồng bộ' })).toContainText('Đã đồng bộ', {
    timeout: 30_000,
  })
})

test.afterAll(async () => {
  await desk.kill()
  await server.stop()
  rmSync(data, { recursive: true, force: true })
})

test('an urgent report is announced while the app lives in the tray, without personal data', async () => {
  await desk.app.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) if (window.isVisible()) window.close()
  })
  const visible = await desk.app.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows().filter((window) => window.isVisible()).length,
  )
  expect(visible).toBe(0)
  const answer = await fetch(`${server.url}/api/v1/intake/complaints`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Intake ${intakeKey}` },
    body: JSON.stringify(report),
  })
  expect(answer.status, await answer.clone().text()).toBeLessThan(300)
  await expect.poll(shownNotifications, { timeout: 45_000 }).toContain('iHaNoi Desk: Có 1 phản ánh khẩn mới.')
  await expect.poll(badge).toBeGreaterThan(0)
  for (const text of await shownNotifications()) {
    expect(text).not.toContain(report.title)
    expect(text).not.toContain('Ngô')
    expect(text).not.toContain('0900')
  }
})

test('the report is in the queue when the window comes back', async () => {
  await desk.app.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows())
      if (window.webContents.getURL().includes('index.html')) window.show()
  })
  await desk.page.getByRole('tab', { name: /Đơn vị/ }).click()
  await desk.page.getByRole('searchbox', { name: 'Tìm kiếm' }).fill('cot dien sap do')
  await expect(
    desk.page.getByRole('grid', { name: 'Hàng đợi phản ánh' }).getByRole('row', { name: /Cột điện sắp đổ/ }),
  ).toBeVisible()
  await desk.screenshot('attention-urgent-in-queue')
})

test('the badge counts it until it is opened', async () => {
  const before = (await badge()) ?? 0
  await openRow(desk.page, /Cột điện sắp đổ/)
  await expect.poll(badge, { timeout: 20_000 }).toBe(before - 1)
})
