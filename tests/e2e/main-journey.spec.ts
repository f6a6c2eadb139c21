import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { launchDesk, newProfile } from '../support/desktop.ts'
import type { Desk } from '../support/desktop.ts'
import { choose, dialogOf, workAs } from '../support/handling-steps.ts'
import { openCase, openFromQueue, serverRows, status } from '../support/journey-steps.ts'
import { startServer } from '../support/running-server.ts'
import type { RunningServer } from '../support/running-server.ts'

const officer = 'dungha.sxd'
const approver = 'namth.sxd'
const note = 'Đã gọi đội quản lý hạ tầng, hẹn kiểm tra tại chỗ lúc 14 giờ chiều nay.'
const reply =
  'Kính gửi {{người phản ánh}}: tổ kiểm tra đã đến nơi lúc 14 giờ ngày hôm nay, xác nhận nội dung phản ánh là đúng. ' +
  'Đội quản lý hạ tầng đã xử lý xong trước 16 giờ và sẽ kiểm tra lại vào tuần sau. Đầu mối: Phòng Hạ tầng, 024 0000 2525.'

const overrideReason = 'Đã trao đổi trực tiếp với người phản ánh.'
const passage = '024 0000 2525.'
const returnComment = 'Nêu rõ ngày kiểm tra lại.'

const data = mkdtempSync(join(tmpdir(), 'ihanoi-desk-journey-'))
let server: RunningServer
let desk: Desk
let caseNumber = ''

const serve = (port: number) => startServer(['--port', String(port), '--seed', 'sample', '--data', data])
test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  server = await serve(0)
  desk = await launchDesk({ serverUrl: server.url })
})

test.afterAll(async () => {
  await desk.kill()
  await server.stop()
  rmSync(data, { recursive: true, force: true })
})

test('an officer signs in with one click and sees the cached queue', async () => {
  const { page } = desk
  const dialog = page.getByRole('dialog', { name: 'Đăng nhập' })
  await expect(dialog).toBeVisible()
  await desk.screenshot('journey-01-sign-in')
  await dialog.getByRole('searchbox').or(dialog.getByRole('textbox')).first().fill(officer)
  await dialog.getByRole('button', { name: /Hoàng Anh Dũng/ }).click()
  await expect(status(page)).toContainText('Đã đồng bộ', { timeout: 30_000 })
  const grid = page.getByRole('grid', { name: 'Hàng đợi phản ánh' })
  await expect(grid.getByRole('row').nth(2)).toBeVisible()
  await desk.screenshot('journey-02-queue')
  const { me, cases } = await serverRows(server.url, officer)
  const open = cases.filter((row) => row.assignee === me && row.state === 'in_progress' && row.reply === null)
  const mine = open.find((row) => row.kind === 'field')
  expect(mine, 'the sample holds a field case in progress without a reply').toBeDefined()
  caseNumber = mine?.caseNumber ?? ''
})

test('with the server gone, a note, a draft and a submitted reply are saved on the device', async () => {
  const { page } = desk
  await openFromQueue(page, 'Của tôi', caseNumber)
  await server.kill()
  await openCase(page).getByRole('button', { name: 'Thêm ghi chú' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill(note)
  await dialog.getByRole('button', { name: 'Thêm ghi chú' }).click()
  await expect(dialog).toBeHidden()
  const editor = page.getByRole('textbox', { name: 'Nội dung trả lời' })
  const findings = openCase(page).getByRole('list', { name: 'Kiểm tra trả lời' }).getByRole('listitem')
  await editor.fill('Đã xử lý. Liên hệ [đầu mối].')
  await expect(findings.filter({ hasText: 'Chưa nêu kết quả kiểm tra, xác minh.' })).toHaveCount(1)
  await findings.filter({ hasText: '[đầu mối]' }).getByRole('button', { name: 'Đến chỗ này' }).click()
  expect(await editor.evaluate((field: HTMLTextAreaElement) => [field.selectionStart, field.selectionEnd])).toEqual([
    18, 27,
  ])
  await desk.screenshot('journey-02b-gate')
  await editor.fill(reply)
  await expect(findings.filter({ hasText: 'Chưa nêu kết quả kiểm tra, xác minh.' })).toHaveCount(0)
  await expect(openCase(page).getByText(/đã lưu trên máy/)).toBeVisible()
  await desk.screenshot('journey-03-draft-offline')
  await openCase(page).getByRole('button', { name: 'Trình lãnh đạo' }).click()
  // No photo shows what was done: the officer says why, and then nothing is left to give a reason for.
  const asked = page.getByRole('dialog', { name: `Trình lãnh đạo ${caseNumber}` })
  await expect(asked.getByRole('button', { name: 'Trình lãnh đạo', exact: true })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
  await choose(page, { dialog: asked, field: 'Lý do không kèm minh chứng', typed: '', option: 'Nơi riêng tư' })
  await expect(asked.getByRole('textbox', { name: 'Lý do vẫn trình' })).toBeHidden()
  await desk.screenshot('journey-03b-evidence')
  await asked.getByRole('button', { name: 'Trình lãnh đạo', exact: true }).click()
  await expect(asked).toBeHidden()
  await expect(openCase(page).getByText('Chờ duyệt trả lời').first()).toBeVisible()
  await expect(status(page)).toContainText('Ngoại tuyến', { timeout: 20_000 })
  await expect(status(page)).toContainText(/\d+ thay đổi chờ gửi/)
  await desk.screenshot('journey-04-submitted-offline')
})

test('killed and started again, still offline, the app shows everything, marked provisional', async () => {
  const { profile } = desk
  await desk.kill()
  desk = await launchDesk({ serverUrl: server.url, profile })
  const { page } = desk
  await expect(status(page)).toContainText('Ngoại tuyến', { timeout: 30_000 })
  await expect(status(page)).toContainText(/\d+ thay đổi chờ gửi/)
  await openFromQueue(page, 'Của tôi', caseNumber)
  await expect(openCase(page).getByText('Chờ duyệt trả lời').first()).toBeVisible()
  await expect(
    openCase(page)
      .getByText(/chờ xác nhận/)
      .first(),
  ).toBeVisible()
  await expect(openCase(page).getByText(reply.slice(-60)).first()).toBeVisible()
  await openCase(page)
    .getByRole('tab', { name: /Ghi chú/ })
    .click()
  await expect(openCase(page).getByText(note).first()).toBeVisible()
  await desk.screenshot('journey-05-restarted-offline')
})

test('left alone for a moment, the desk starts with its rows on the screen before any script runs', async () => {
  const { profile } = desk
  await expect(async () => {
    await desk.page.waitForTimeout(3000)
    await desk.kill()
    desk = await launchDesk({ serverUrl: server.url, profile })
    const { page } = desk
    await expect(page.getByRole('grid').getByRole('row').nth(2)).toBeVisible()
    const marks = await page.evaluate(() => performance.getEntriesByType('mark').map(({ name }) => name))
    expect(marks).toEqual(['queue:still', 'queue:first-rows'])
    // What showed them has given way to the desk itself.
    await expect(page.locator('.still')).toHaveCount(0)
  }).toPass({ timeout: 90_000 })
})

test('a lost or torn file of the data worker’s numbers costs nothing: the profile opens again', async () => {
  const { profile } = desk
  for (const spoil of [() => rmSync(join(profile, 'fence')), () => writeFileSync(join(profile, 'fence'), '\0\0')]) {
    await desk.kill()
    spoil()
    desk = await launchDesk({ serverUrl: server.url, profile })
    await expect(status(desk.page)).toContainText(/\d+ thay đổi chờ gửi/, { timeout: 30_000 })
    await openFromQueue(desk.page, 'Của tôi', caseNumber)
    await expect(openCase(desk.page).getByText(reply.slice(-60)).first()).toBeVisible()
    expect(desk.log().filter((entry) => entry['code'] === 'fence_file_lost')).not.toEqual([])
  }
})

test('when the server returns, everything arrives exactly once', async () => {
  server = await serve(server.port)
  const { page } = desk
  await expect(status(page)).toContainText('Đã đồng bộ', { timeout: 60_000 })
  await expect(status(page)).not.toContainText('chờ gửi', { timeout: 30_000 })
  await desk.screenshot('journey-06-synced')
  const { cases, events } = await serverRows(server.url, approver)
  const row = cases.find((one) => one.caseNumber === caseNumber)
  expect(row?.state).toBe('reply_submitted')
  expect(row?.reply?.text).toBe(reply)
  expect(events.filter((event) => event.caseId === row?.id && event.text === note)).toHaveLength(1)
  expect(events.filter((event) => event.caseId === row?.id && event.code === 'submitReply')).toHaveLength(1)
})

test('the approver reads why it carries no evidence, and returns it with a comment on a passage', async () => {
  await workAs(server.url, approver, async (second) => {
    const { page } = second
    await openFromQueue(page, 'Chờ duyệt', caseNumber)
    await expect(openCase(page).getByText('Nơi riêng tư, không được chụp ảnh')).toBeVisible()
    await second.screenshot('journey-06b-approver-reads')
    await openCase(page).getByRole('button', { name: 'Trả lại', exact: true }).click()
    const dialog = dialogOf(page, 'Trả lại', caseNumber)
    const give = dialog.getByRole('button', { name: 'Trả lại', exact: true })
    await dialog.getByRole('textbox', { name: 'Nội dung cần sửa' }).fill(returnComment)
    await expect(give).toHaveAttribute('aria-disabled', 'true')
    // With the keyboard alone: to the end of the text, and the last words selected.
    await dialog.getByRole('textbox', { name: 'Đoạn cần sửa trong bản trình' }).focus()
    await page.keyboard.press('Control+End')
    for (let n = 0; n < passage.length; n += 1) await page.keyboard.press('Shift+ArrowLeft')
    await expect(dialog.getByRole('blockquote')).toHaveText(passage)
    await second.screenshot('journey-06c-return')
    await give.click()
    await expect(dialog).toBeHidden()
  })
  const { page } = desk
  const returned = openCase(page).getByRole('note').filter({ hasText: returnComment })
  await expect(returned.getByRole('blockquote')).toHaveText(passage, { timeout: 40_000 })
  await desk.screenshot('journey-06d-returned')
  await openCase(page).getByRole('button', { name: 'Bắt đầu xử lý' }).click()
  await expect(page.getByRole('textbox', { name: 'Nội dung trả lời' })).toHaveValue(reply)
  await openCase(page).getByRole('button', { name: 'Trình lãnh đạo' }).click()
  const asked = dialogOf(page, 'Trình lãnh đạo', caseNumber)
  await asked.getByRole('textbox', { name: 'Lý do vẫn trình' }).fill(overrideReason)
  await desk.screenshot('journey-06e-override')
  await asked.getByRole('button', { name: 'Trình lãnh đạo', exact: true }).click()
  await expect(asked).toBeHidden()
  await expect(status(page)).not.toContainText('chờ gửi', { timeout: 30_000 })
})

test('the approver approves in a second profile and the officer sees it answered', async () => {
  const second = await launchDesk({
    serverUrl: server.url,
    profile: newProfile(),
    env: { IHANOI_DESK_SIGN_IN: approver },
  })
  try {
    await expect(status(second.page)).toContainText('Đã đồng bộ', { timeout: 30_000 })
    await openFromQueue(second.page, 'Chờ duyệt', caseNumber)
    await expect(openCase(second.page).getByText(reply.slice(-60)).first()).toBeVisible()
    await expect(openCase(second.page).getByText(overrideReason).first()).toBeVisible()
    await second.screenshot('journey-07-approver')
    await openCase(second.page).getByRole('button', { name: 'Duyệt', exact: true }).click()
    // The reply names the unit's own telephone: the approver is asked why it may stay.
    const dialog = second.page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Lý do được giữ nguyên' }).fill('Số điện thoại công khai của phòng.')
    await second.screenshot('journey-07b-personal-data')
    await dialog.getByRole('button', { name: 'Duyệt', exact: true }).click()
    await expect(openCase(second.page).getByText('Đã trả lời').first()).toBeVisible({ timeout: 20_000 })
    await second.screenshot('journey-08-approved')
  } finally {
    await second.kill()
  }
  await expect(openCase(desk.page).getByText('Đã trả lời').first()).toBeVisible({ timeout: 40_000 })
  await desk.screenshot('journey-09-officer-sees-answer')
})
