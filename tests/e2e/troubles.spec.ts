import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { Page } from '@playwright/test'
import type { RegisterReplyV1 } from '../../shared/contract/sync.ts'
import { launchDesk, newProfile, sizeWindow, zoomWindow } from '../support/desktop.ts'
import type { Desk } from '../support/desktop.ts'
import { startGate } from '../support/gate.ts'
import type { Gate } from '../support/gate.ts'
import { openCase, openFromQueue, serverRows, status } from '../support/journey-steps.ts'
import { askAs, startServer } from '../support/running-server.ts'
import type { RunningServer } from '../support/running-server.ts'

const officer = 'dungha.sxd'
const intake = 'hantt.sxd'
const passphrase = 'cầu Long Biên mùa thu'
const base = 'Đơn vị đã kiểm tra hiện trường.'
const mine = 'Đơn vị đã kiểm tra hiện trường ngày 12/01.'
const theirs = 'Đơn vị đã kiểm tra hiện trường lúc 8 giờ.'

const data = mkdtempSync(join(tmpdir(), 'ihanoi-desk-troubles-'))
const profiles = [newProfile(), newProfile()] as const
const stick = join(data, 'viec-chua-gui.ihd')
let server: RunningServer
let gate: Gate
/** The device whose way to the server a test cuts, and another one of the same official. */
let first: Desk
let second: Desk
let replied = ''
let started: { id: string; caseNumber: string }[] = []

const tray = (page: Page) => page.getByRole('region', { name: 'Vướng mắc đồng bộ' })
const link = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Điều hướng chính' }).getByRole('link', { name })
const editor = (page: Page) => openCase(page).getByRole('textbox', { name: 'Nội dung trả lời' })
const item = (page: Page, name: RegExp) => tray(page).getByRole('listitem', { name })
const syncNow = (page: Page) => page.getByRole('button', { name: 'Đồng bộ ngay' }).click()

async function quiet(page: Page): Promise<void> {
  await syncNow(page)
  await expect(status(page)).toContainText('Đã đồng bộ', { timeout: 30_000 })
  await expect(status(page)).not.toContainText('chờ gửi', { timeout: 30_000 })
}

async function cut({ page }: Desk): Promise<void> {
  gate.set('cut')
  await syncNow(page)
  await expect(status(page)).toContainText('Ngoại tuyến', { timeout: 30_000 })
}

async function joined({ page }: Desk): Promise<void> {
  gate.set('open')
  await quiet(page)
}

async function write(page: Page, text: string): Promise<void> {
  await openFromQueue(page, 'Của tôi', replied)
  await editor(page).fill(text)
  await editor(page).blur()
  await expect(openCase(page).getByText(/đã lưu trên máy/)).toBeVisible()
}

async function note(page: Page, text: string): Promise<void> {
  await openFromQueue(page, 'Của tôi', replied)
  await noteHere(page, text)
}

async function noteHere(page: Page, text: string): Promise<void> {
  await openCase(page).getByRole('button', { name: 'Thêm ghi chú' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').first().fill(text)
  await dialog.getByRole('button', { name: 'Thêm ghi chú' }).click()
  await expect(dialog).toBeHidden()
}

/** A colleague raises the level of a case at the server while the first device is cut off. */
async function colleagueRaises(caseId: string): Promise<void> {
  const ask = await askAs(server.url, intake)
  const row = (await serverRows(server.url, intake)).cases.find((found) => found.id === caseId)
  const { clientId } = (await ask('/sync/v1/register', {
    deviceName: 't',
    appVersion: '1',
    schema: 1,
  })) as RegisterReplyV1
  const mutation = {
    ...{ id: 1, key: `raise-${caseId}`, name: 'setLevel', v: 1, caseId, ifVersion: row?.flowVersion, basedOnSeq: 0 },
    args: { level: row?.level === 'urgent' ? 'complex' : 'urgent', reason: 'Cây đổ chắn lối đi' },
    clientAt: Date.now(),
  }
  const reply = (await ask('/sync/v1/push', { clientId, mutations: [mutation] })) as { results: { status: string }[] }
  expect(reply.results).toMatchObject([{ status: 'applied' }])
}

const notesWith = async (text: string) =>
  (await serverRows(server.url, officer)).events.filter((event) => event.text === text).length

/** Main's file dialogs answer this path: the test has no hand to choose one. */
const answerDialogs = (desk: Desk) =>
  desk.app.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: path })
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] })
  }, stick)

test.describe.configure({ mode: 'serial', timeout: 240_000 })

test.beforeAll(async () => {
  server = await startServer(['--port', '0', '--seed', 'sample', '--data', data])
  gate = await startGate(server.port)
  const { me, cases } = await serverRows(server.url, officer)
  const own = cases.filter((row) => row.assignee === me)
  replied = own.find((row) => row.state === 'in_progress')?.caseNumber ?? ''
  started = own.filter((row) => row.state === 'assigned')
  expect(replied, 'the sample holds a case in progress').not.toBe('')
  expect(started.length, 'the sample holds two assigned cases').toBeGreaterThan(1)
  const env = { IHANOI_DESK_SIGN_IN: officer }
  first = await launchDesk({ serverUrl: gate.url, profile: profiles[0], env })
  second = await launchDesk({ serverUrl: server.url, profile: profiles[1], env })
  await sizeWindow(first, 1366, 768)
  for (const { page } of [first, second]) {
    await expect(status(page)).toContainText('Đã đồng bộ', { timeout: 90_000 })
    // The first case opened loads the code of its screen.
    await expect(() => openFromQueue(page, 'Của tôi', replied)).toPass({ timeout: 90_000 })
  }
})

test.afterAll(async () => {
  await first.kill()
  await second.kill()
  await gate.close()
  await server.stop()
  for (const folder of [...profiles, data]) rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
})

test('one reply written on two devices is shown with both texts and put together by hand', async () => {
  await write(second.page, base)
  await quiet(second.page)
  await quiet(first.page)
  await openFromQueue(first.page, 'Của tôi', replied)
  await expect(editor(first.page)).toHaveValue(base)
  await cut(first)
  await write(first.page, mine)
  await write(second.page, theirs)
  await quiet(second.page)
  gate.set('open')
  await syncNow(first.page)
  await link(first.page, 'Vướng mắc đồng bộ').click()
  const conflict = item(first.page, new RegExp(replied))
  await expect(conflict).toContainText('Xung đột', { timeout: 30_000 })
  await expect(conflict.getByRole('region', { name: 'Bản lúc đầu' })).toContainText(base)
  await expect(conflict.getByRole('region', { name: 'Nội dung của tôi' }).locator('ins')).toHaveText('ngày 12/01')
  await expect(conflict.getByRole('region', { name: 'Bản trên máy chủ' }).locator('ins')).toHaveText('lúc 8 giờ')
  await first.screenshot('troubles-01-reply-conflict')
  await conflict.getByRole('button', { name: 'Soạn lại' }).click()
  const dialog = first.page.getByRole('dialog', { name: /^Soạn lại/ })
  await dialog.getByRole('radio', { name: /^Giữ cả hai/ }).check()
  const both = 'Đơn vị đã kiểm tra hiện trường ngày 12/01 lúc 8 giờ.'
  await expect(dialog.getByRole('textbox', { name: 'Nội dung sẽ gửi' })).toHaveValue(both)
  await first.screenshot('troubles-02-put-together')
  await dialog.getByRole('button', { name: 'Gửi bản này' }).click()
  await expect(conflict).toBeHidden({ timeout: 30_000 })
  await quiet(first.page)
  await quiet(second.page)
  await openFromQueue(second.page, 'Của tôi', replied)
  await expect(editor(second.page)).toHaveValue(both)
})

test('a case that a colleague moved on takes the own command again, or keeps the server’s with a way back', async () => {
  const [again, dropped] = started
  if (!again || !dropped) throw new Error('two cases are needed')
  await cut(first)
  for (const { caseNumber } of [again, dropped]) {
    await openFromQueue(first.page, 'Của tôi', caseNumber)
    await openCase(first.page).getByRole('button', { name: 'Bắt đầu xử lý' }).click()
    await expect(openCase(first.page).getByText('Đang xử lý', { exact: true }).first()).toBeVisible()
  }
  for (const { id } of [again, dropped]) await colleagueRaises(id)
  gate.set('open')
  await syncNow(first.page)
  await link(first.page, 'Vướng mắc đồng bộ').click()
  const own = item(first.page, new RegExp(again.caseNumber))
  await expect(own).toContainText('Xung đột', { timeout: 30_000 })
  await expect(own.getByText(/đổi sau cùng/)).toBeVisible()
  await expect(own.getByRole('row', { name: /^Mức độ/ })).toBeVisible()
  await first.screenshot('troubles-03-case-conflict')
  await own.getByRole('button', { name: 'Dùng bản của tôi' }).click()
  // The new command stands beside the old one until it is sent.
  await expect(own.filter({ hasText: 'Xung đột' })).toHaveCount(0, { timeout: 30_000 })
  await expect(own).toHaveCount(0, { timeout: 30_000 })
  const other = item(first.page, new RegExp(dropped.caseNumber)).first()
  await other.getByRole('button', { name: 'Dùng bản máy chủ' }).click()
  const sure = first.page.getByRole('dialog')
  await sure.getByRole('button', { name: 'Dùng bản máy chủ' }).click()
  await expect(tray(first.page).getByText(/^Đã bỏ "Bắt đầu xử lý"/)).toBeVisible()
  await tray(first.page).getByRole('button', { name: 'Hoàn tác' }).click()
  await expect(other).toContainText('Xung đột')
  await other.getByRole('button', { name: 'Dùng bản máy chủ' }).click()
  await sure.getByRole('button', { name: 'Dùng bản máy chủ' }).click()
  await expect(tray(first.page).getByText('Đã rút hoặc bỏ', { exact: false }).first()).toBeVisible()
  await quiet(first.page)
  const { cases } = await serverRows(server.url, officer)
  const stateOf = (id: string) => cases.find((row) => row.id === id)?.state
  expect([stateOf(again.id), stateOf(dropped.id)]).toEqual(['in_progress', 'assigned'])
})

test('what has not left the device is edited, withdrawn and taken back', async () => {
  await cut(first)
  await note(first.page, 'Ghi chú viết nhầm')
  await link(first.page, 'Vướng mắc đồng bộ').click()
  const waiting = item(first.page, /Thêm ghi chú/)
  await expect(waiting).toContainText('Chờ gửi')
  await waiting.getByRole('button', { name: 'Sửa' }).click()
  const dialog = first.page.getByRole('dialog', { name: /^Sửa/ })
  await dialog.getByRole('textbox').fill('Ghi chú đã sửa')
  await dialog.getByRole('button', { name: 'Lưu' }).click()
  await expect(waiting).toContainText('Ghi chú đã sửa')
  await waiting.getByRole('button', { name: 'Rút lại' }).click()
  await expect(waiting).toBeHidden()
  await tray(first.page).getByRole('button', { name: 'Hoàn tác' }).click()
  await expect(waiting).toContainText('Ghi chú đã sửa')
  await first.screenshot('troubles-04-offline')
  await joined(first)
  expect([await notesWith('Ghi chú đã sửa'), await notesWith('Ghi chú viết nhầm')]).toEqual([1, 0])
})

test('a network that wants a sign-in first counts as offline and is called by its name', async () => {
  gate.set('portal')
  await syncNow(first.page)
  await expect(status(first.page)).toContainText('Ngoại tuyến', { timeout: 30_000 })
  await expect(status(first.page)).toContainText('mạng đòi đăng nhập')
  await expect(tray(first.page).getByText(/đăng nhập mạng rồi bấm Gửi lại ngay/)).toBeVisible()
  await joined(first)
})

test('unsent work holds up signing out, goes to another device in a file and is sent once', async () => {
  const text = 'Ghi chú mang sang máy khác'
  await cut(first)
  await note(first.page, text)
  for (const desk of [first, second]) await answerDialogs(desk)
  await link(first.page, 'Cài đặt').click()
  await first.page.getByRole('button', { name: 'Đăng xuất', exact: true }).click()
  const guard = first.page.getByRole('dialog', { name: 'Còn việc chưa gửi' })
  await expect(guard).toContainText('Còn 1 thay đổi chưa gửi')
  await first.screenshot('troubles-05-sign-out')
  await guard.getByRole('button', { name: 'Gửi rồi đăng xuất' }).click()
  await expect(guard).toContainText('không tới được máy chủ', { timeout: 40_000 })
  await guard.getByRole('button', { name: 'Mang sang máy khác rồi đăng xuất' }).click()
  const seal = first.page.getByRole('dialog', { name: 'Mang việc chưa gửi sang máy khác' })
  await seal.getByLabel('Mật khẩu của tệp').fill(passphrase)
  await seal.getByLabel('Nhập lại mật khẩu').fill(passphrase)
  await first.screenshot('troubles-06-carry')
  await seal.getByRole('button', { name: 'Chọn nơi lưu' }).click()
  await expect(first.page.getByRole('dialog', { name: 'Đăng nhập' })).toBeVisible({ timeout: 60_000 })

  await link(second.page, 'Vướng mắc đồng bộ').click()
  const takeIn = async (typed: string) => {
    await tray(second.page).getByRole('button', { name: 'Nhận từ máy khác' }).click()
    const dialog = second.page.getByRole('dialog', { name: /^Nhận việc chưa gửi/ })
    await dialog.getByLabel('Mật khẩu của tệp').fill(typed)
    await dialog.getByRole('button', { name: 'Nhận' }).click()
    return dialog
  }
  const wrong = await takeIn('một mật khẩu khác hẳn')
  await expect(wrong).toContainText('Mật khẩu không đúng', { timeout: 30_000 })
  await wrong.getByRole('button', { name: 'Hủy' }).click()
  await takeIn(passphrase)
  await expect(tray(second.page).getByText(/^Đã nhận 1 thay đổi chờ gửi/)).toBeVisible({ timeout: 30_000 })
  await quiet(second.page)
  await takeIn(passphrase)
  await expect(tray(second.page).getByText(/1 thay đổi đã có sẵn trên máy/)).toBeVisible({ timeout: 30_000 })
  gate.set('open')
  expect(await first.page.evaluate((username) => window.desk.call('session:sign-in', { username }), officer)).toEqual({
    ok: true,
  })
  await expect(status(first.page)).toContainText('Đã đồng bộ', { timeout: 90_000 })
  await quiet(first.page)
  expect(await notesWith(text)).toBe(1)
})

test('the tray is calm when empty and readable with thirty items, in the dark and at 125 %', async () => {
  await link(first.page, 'Vướng mắc đồng bộ').click()
  await expect(tray(first.page).getByText('Không có thay đổi nào chờ gửi')).toBeVisible()
  await first.screenshot('troubles-07-empty')
  await cut(first)
  await openFromQueue(first.page, 'Của tôi', replied)
  const caseId = (await serverRows(server.url, officer)).cases.find((row) => row.caseNumber === replied)?.id ?? ''
  expect(caseId).not.toBe('')
  for (let number = 1; number <= 30; number += 1) await noteHere(first.page, `Ghi chú số ${number} tại hiện trường.`)
  await link(first.page, 'Vướng mắc đồng bộ').click()
  await expect(item(first.page, /Thêm ghi chú/)).toHaveCount(30)
  await first.screenshot('troubles-08-thirty')
  await first.page.emulateMedia({ colorScheme: 'dark' })
  await zoomWindow(first, 1.25)
  await first.screenshot('troubles-09-thirty-dark-125')
})
