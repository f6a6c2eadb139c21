import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { Desk } from '../../support/desktop.ts'
import { choose, command, dialogOf, workAs } from '../../support/handling-steps.ts'
import { openCase, openFromQueue, serverRows } from '../../support/journey-steps.ts'
import { startServer } from '../../support/running-server.ts'
import type { RunningServer } from '../../support/running-server.ts'

const intake = 'hantt.sxd'
const officer = 'dungha.sxd'
const approver = 'nguyetptm.sxd'
const receiver = 'vantth.snnmt'
const receiverName = 'Sở Nông nghiệp và Môi trường'
const ground = 'Thuộc thẩm quyền cơ quan khác'
const explanation = 'Công trình do Sở Nông nghiệp và Môi trường quản lý theo quyết định phân cấp.'
const reason = 'Vật tư thay thế chưa về, dự kiến có trong tuần tới.'

const data = mkdtempSync(join(tmpdir(), 'ihanoi-desk-workflow-'))
let server: RunningServer
let transferred = ''
let extended = ''
let newDue = ''

const as = (username: string, work: (desk: Desk) => Promise<void>) => workAs(server.url, username, work)

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  // The sample is told and stored first, which a busy machine takes its time for.
  test.setTimeout(300_000)
  server = await startServer(['--port', '0', '--seed', 'sample', '--data', data])
})

test.afterAll(async () => {
  await server.stop()
  rmSync(data, { recursive: true, force: true })
})

test('an intake officer proposes a transfer, finding the agency without accents', async () => {
  const { cases } = await serverRows(server.url, intake)
  const found = cases.find((row) => row.state === 'awaiting_reception' && row.transfers.length === 0)
  expect(found, 'the sample holds a case awaiting reception').toBeDefined()
  transferred = found?.caseNumber ?? ''
  await as(intake, async ({ page, screenshot }) => {
    await openFromQueue(page, 'Đơn vị', transferred)
    await command(page, 'Chuyển cơ quan').click()
    const dialog = dialogOf(page, 'Chuyển cơ quan', transferred)
    await choose(page, { dialog, field: 'Cơ quan nhận', typed: 'nong nghiep va moi', option: receiverName })
    await choose(page, { dialog, field: 'Lý do chuyển', typed: '', option: ground })
    await dialog.getByRole('textbox', { name: 'Giải thích cho cơ quan nhận' }).fill(explanation)
    await expect(dialog.getByText('Đề nghị chờ lãnh đạo cơ quan duyệt.')).toBeVisible()
    await screenshot('workflow-01-propose-transfer')
    await dialog.getByRole('button', { name: 'Chuyển cơ quan' }).click()
    await expect(dialog).toBeHidden()
    await expect(openCase(page).getByText('Đề nghị chuyển', { exact: true })).toBeVisible()
  })
})

test('an officer asks for more time within what the rules allow', async () => {
  const { me, cases } = await serverRows(server.url, officer)
  const found = cases.find(
    (row) =>
      row.assignee === me &&
      row.state === 'in_progress' &&
      row.extensions.length === 0 &&
      (row.clocks.dueAtMs ?? 0) > Date.now() + 60_000,
  )
  expect(found, 'the sample holds a case in progress before its deadline').toBeDefined()
  extended = found?.caseNumber ?? ''
  await as(officer, async ({ page, screenshot }) => {
    await openFromQueue(page, 'Của tôi', extended)
    await command(page, 'Gia hạn').click()
    const dialog = dialogOf(page, 'Gia hạn', extended)
    const limit = await dialog.getByText(/^Xa nhất được phép/).textContent()
    newDue = /\d{2}\/\d{2}\/\d{4}/.exec(limit ?? '')?.[0] ?? ''
    await dialog.getByLabel('Gia hạn đến ngày').fill(newDue.replace(/\d{4}$/, (year) => String(Number(year) + 1)))
    await expect(dialog.getByText(/dài hơn mức được phép|không hợp lệ/).first()).toBeVisible()
    await dialog.getByLabel('Gia hạn đến ngày').fill(newDue)
    await dialog.getByRole('textbox', { name: 'Lý do' }).fill(reason)
    await expect(dialog.getByText(`Hạn mới: ${newDue} 17:00.`)).toBeVisible()
    await screenshot('workflow-02-request-extension')
    await dialog.getByRole('button', { name: 'Gia hạn' }).click()
    await expect(dialog).toBeHidden()
    await expect(
      openCase(page)
        .getByText(/^Đề nghị gia hạn đến/)
        .first(),
    ).toBeVisible()
  })
})

test('the approver lets the case go and grants the time, which the explanation of the deadline shows', async () => {
  await as(approver, async ({ page, screenshot }) => {
    // The list of the day opens by itself once, and would take the place of what is opened before it.
    await expect(page.getByRole('heading', { name: 'Việc trong ngày của bộ phận' })).toBeVisible({ timeout: 30_000 })
    await openFromQueue(page, 'Chờ duyệt', transferred)
    await expect(openCase(page).getByText(explanation).first()).toBeVisible()
    await screenshot('workflow-03-transfer-to-approve')
    await command(page, 'Duyệt chuyển').click()
    await dialogOf(page, 'Duyệt chuyển', transferred).getByRole('button', { name: 'Duyệt chuyển' }).click()
    await expect(openCase(page).getByText(new RegExp(`^Đang chờ ${receiverName} nhận`))).toBeVisible({
      timeout: 20_000,
    })

    await openFromQueue(page, 'Đơn vị', extended)
    await command(page, 'Duyệt gia hạn').click()
    const dialog = dialogOf(page, 'Duyệt gia hạn', extended)
    await expect(dialog.getByText(reason)).toBeVisible()
    await screenshot('workflow-04-grant-extension')
    await dialog.getByRole('button', { name: 'Duyệt gia hạn' }).click()
    const deadline = openCase(page).getByRole('region', { name: 'Thời hạn' })
    await expect(deadline).toContainText(newDue, { timeout: 20_000 })
    await deadline.getByRole('button', { name: 'Vì sao hạn này?' }).click()
    await expect(page.getByRole('dialog').getByRole('cell', { name: 'Gia hạn', exact: true }).first()).toBeVisible()
    await screenshot('workflow-05-why-extended')
    await page.keyboard.press('Escape')
  })
})

test('the receiving agency takes the case, which awaits reception there with the transfer in its ledger', async () => {
  await as(receiver, async ({ page, screenshot }) => {
    await openFromQueue(page, 'Đơn vị', transferred)
    await command(page, 'Nhận chuyển đến').click()
    const dialog = dialogOf(page, 'Nhận chuyển đến', transferred)
    await expect(dialog.getByText(explanation)).toBeVisible()
    await screenshot('workflow-06-accept-transfer')
    await dialog.getByRole('button', { name: 'Nhận chuyển đến' }).click()
    await expect(openCase(page).getByText('Chờ tiếp nhận', { exact: true }).first()).toBeVisible({ timeout: 20_000 })
    await openCase(page)
      .getByRole('tab', { name: /Phối hợp, chuyển/ })
      .click()
    const ledger = openCase(page).getByRole('table', { name: 'Sổ chuyển cơ quan' })
    await expect(ledger.getByRole('row')).toHaveCount(2)
    await expect(ledger).toContainText(ground)
    await screenshot('workflow-07-ledger')
  })
  const { cases } = await serverRows(server.url, receiver)
  const row = cases.find((one) => one.caseNumber === transferred)
  expect(row).toMatchObject({ state: 'awaiting_reception', agency: 'SNNMT', transfers: [{ to: 'SNNMT' }] })
})
