import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { Page } from '@playwright/test'
import type { CaseRowV1 } from '../../../shared/contract/rows.ts'
import { isOpen } from '../../../shared/domain/states.ts'
import { personalDataIn } from '../../../shared/domain/reply/personal-data.ts'
import { zoomWindow } from '../../support/desktop.ts'
import type { Desk } from '../../support/desktop.ts'
import { choose, command, dialogOf, workAs } from '../../support/handling-steps.ts'
import { openCase, openFromQueue, serverRows } from '../../support/journey-steps.ts'
import { startServer } from '../../support/running-server.ts'
import type { RunningServer } from '../../support/running-server.ts'

const intake = 'hantt.sxd'
const officer = 'dungha.sxd'
const approver = 'nguyetptm.sxd'
const asked = 'vantth.snnmt'
const askedName = 'Sở Nông nghiệp và Môi trường'
const oversight = 'giangpth.snv'
const question = 'Cống thoát nước tại vị trí này do đơn vị nào bảo trì, đã có kế hoạch nạo vét chưa?'
const answer = 'Cống do Sở bảo trì, sẽ nạo vét trong tuần này.'
const dayMs = 86_400_000

const data = mkdtempSync(join(tmpdir(), 'ihanoi-desk-between-'))
let server: RunningServer
let handled = ''

const as = (username: string, work: (desk: Desk) => Promise<void>) => workAs(server.url, username, work)
const rowsOf = async (username: string) => (await serverRows(server.url, username)).cases
const rowOn = async (username: string, number: string): Promise<CaseRowV1 | undefined> =>
  (await rowsOf(username)).find((row) => row.caseNumber === number)
const eventsOn = async (username: string, number: string) => {
  const { cases, events } = await serverRows(server.url, username)
  const id = cases.find((row) => row.caseNumber === number)?.id
  return events.filter((event) => event.caseId === id)
}
const confirm = (page: Page, name: string, number: string) => {
  const dialog = dialogOf(page, name, number)
  return dialog.getByRole('button', { name, exact: true }).click()
}
/** Answered and closed cases are shown when asked for. */
const openEnded = async (page: Page, number: string) => {
  await page.getByRole('navigation', { name: 'Điều hướng chính' }).getByRole('link', { name: 'Hàng đợi' }).click()
  const ended = page.getByRole('button', { name: 'Cả hồ sơ đã kết thúc', exact: true })
  if ((await ended.getAttribute('aria-pressed')) !== 'true') await ended.click()
  await openFromQueue(page, 'Đơn vị', number)
}
const dark = (page: Page) => page.emulateMedia({ colorScheme: 'dark' })
const light = (page: Page) => page.emulateMedia({ colorScheme: 'light' })
const dateIn = (days: number): string => {
  const [year, month, day] = new Date(Date.now() + days * dayMs).toISOString().slice(0, 10).split('-')
  return `${day}/${month}/${year}`
}

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

test('the officer learns who reported, records a visit, borrows and returns the case, and asks another agency', async () => {
  const { me, cases } = await serverRows(server.url, officer)
  const found = cases.find((row) => row.assignee === me && row.state === 'in_progress' && row.checkout === null)
  expect(found, 'the sample holds a case in progress').toBeDefined()
  handled = found?.caseNumber ?? ''
  await as(officer, async (desk) => {
    const { page, screenshot } = desk
    await openFromQueue(page, 'Của tôi', handled)

    await command(page, 'Xem người phản ánh').click()
    const reporter = dialogOf(page, 'Xem người phản ánh', handled)
    await screenshot('between-01-reporter-asking')
    await reporter.getByRole('textbox', { name: 'Lý do' }).fill('Cần gọi để hỏi vị trí chính xác của hố ga.')
    await reporter.getByRole('button', { name: 'Xem người phản ánh' }).click()
    await expect(reporter.getByText('Họ tên')).toBeVisible({ timeout: 20_000 })
    await screenshot('between-02-reporter')
    await reporter.getByRole('button', { name: 'Đóng' }).last().click()
    await expect(reporter).toBeHidden()

    await command(page, 'Ghi kiểm tra hiện trường').click()
    const visit = dialogOf(page, 'Ghi kiểm tra hiện trường', handled)
    await visit.getByRole('textbox', { name: 'Kết quả kiểm tra' }).fill('Hố sâu 20 cm, đã đặt rào chắn tạm.')
    await dark(page)
    await screenshot('between-03-visit-dark')
    await light(page)
    await screenshot('between-04-visit')
    await confirm(page, 'Ghi kiểm tra hiện trường', handled)
    await expect(visit).toBeHidden()

    await command(page, 'Mượn hồ sơ').click()
    const borrow = dialogOf(page, 'Mượn hồ sơ', handled)
    await borrow.getByLabel('Mượn đến hết ngày').fill(dateIn(60))
    await expect(borrow.getByText(/dài hơn mức được phép/).first()).toBeVisible()
    await borrow.getByLabel('Mượn đến hết ngày').fill(dateIn(2))
    await screenshot('between-05-check-out')
    await confirm(page, 'Mượn hồ sơ', handled)
    await expect(borrow).toBeHidden()
    await expect(command(page, 'Trả hồ sơ')).toBeEnabled({ timeout: 20_000 })
    await expect.poll(async () => (await rowOn(officer, handled))?.checkout?.by).toBe(me)
    await command(page, 'Trả hồ sơ').click()
    await expect.poll(async () => (await rowOn(officer, handled))?.checkout).toBeNull()

    await command(page, 'Xin phối hợp').click()
    const ask = dialogOf(page, 'Xin phối hợp', handled)
    await choose(page, { dialog: ask, field: 'Cơ quan', typed: 'nong nghiep va moi', option: askedName })
    await ask.getByRole('textbox', { name: 'Nội dung đề nghị phối hợp' }).fill(question)
    await screenshot('between-06-ask-agency')
    await zoomWindow(desk, 1.25)
    await screenshot('between-07-ask-agency-zoomed')
    await zoomWindow(desk, 1)
    await confirm(page, 'Xin phối hợp', handled)
    await expect(ask).toBeHidden()
    await expect(openCase(page).getByText(askedName).first()).toBeVisible({ timeout: 20_000 })
    await expect(openCase(page).getByText(`Xin phối hợp ${handled}: đã gửi lên máy chủ.`)).toBeVisible()
    await screenshot('between-08-waiting-for-agency')
  })
  const row = await rowOn(officer, handled)
  expect(row?.coordination).toMatchObject([{ agency: 'SNNMT', question, answeredAtMs: null, closedAtMs: null }])
  const codes = (await eventsOn(officer, handled)).map((event) => event.code)
  for (const code of ['revealReporter', 'recordVisit', 'checkOut', 'checkIn', 'requestCoordination'])
    expect(codes).toContain(code)
})

test('the agency asked finds the case in its queue and answers', async () => {
  await as(asked, async ({ page, screenshot }) => {
    await openFromQueue(page, 'Đơn vị', handled)
    await command(page, 'Trả lời phối hợp').click()
    const dialog = dialogOf(page, 'Trả lời phối hợp', handled)
    await expect(dialog.getByText(question)).toBeVisible()
    await dialog.getByRole('textbox', { name: 'Nội dung trả lời' }).fill(answer)
    await screenshot('between-09-answer-agency')
    await confirm(page, 'Trả lời phối hợp', handled)
    await expect(dialog).toBeHidden()
    await openCase(page)
      .getByRole('tab', { name: /Phối hợp, chuyển/ })
      .click()
    await expect(openCase(page).getByText(answer).first()).toBeVisible({ timeout: 20_000 })
    await screenshot('between-10-answered')
  })
  expect((await rowOn(officer, handled))?.coordination).toMatchObject([{ answer }])
})

test('the intake officer merges a report into another one, and separates them again', async () => {
  const cases = (await rowsOf(intake)).filter((row) => row.agency === 'SXD' && row.transfers.length === 0)
  const copy = cases.find((row) => row.state === 'awaiting_reception')?.caseNumber ?? ''
  const main = cases.find((row) => isOpen(row.state) && row.caseNumber !== copy && row.state === 'received')
  const mainNumber = main?.caseNumber ?? ''
  await as(intake, async ({ page, screenshot }) => {
    await openFromQueue(page, 'Đơn vị', copy)
    await command(page, 'Gộp trùng').click()
    const dialog = dialogOf(page, 'Gộp trùng', copy)
    await expect(dialog.getByRole('searchbox', { name: 'Tìm hồ sơ chính' })).toBeVisible()
    await screenshot('between-11-merge-similar')
    await dialog.getByRole('searchbox', { name: 'Tìm hồ sơ chính' }).fill(mainNumber)
    await dialog.getByRole('button', { name: new RegExp(mainNumber) }).click()
    await screenshot('between-12-merge')
    await confirm(page, 'Gộp trùng', copy)
    await expect(dialog).toBeHidden()
    await expect(openCase(page).getByText('Gộp trùng', { exact: true }).first()).toBeVisible()
    await expect.poll(async () => (await rowOn(intake, copy))?.mergedInto).toBe(main?.id)
    await expect(command(page, 'Tách gộp')).toBeEnabled({ timeout: 20_000 })
    await expect(openCase(page).getByText('theo hồ sơ chính').first()).toBeVisible()
    await screenshot('between-13-merged')
    await command(page, 'Tách gộp').click()
    const apart = dialogOf(page, 'Tách gộp', copy)
    await apart.getByRole('textbox', { name: 'Lý do' }).fill('Hai vị trí khác nhau trên cùng tuyến.')
    await screenshot('between-14-unmerge')
    await confirm(page, 'Tách gộp', copy)
    await expect(openCase(page).getByText('Chờ tiếp nhận', { exact: true }).first()).toBeVisible({ timeout: 20_000 })
  })
  expect(await rowOn(intake, copy)).toMatchObject({ state: 'awaiting_reception', mergedInto: null })
})

test('the approver is warned of personal data, shows one reply to everybody and keeps another one back', async () => {
  const { me, cases } = await serverRows(server.url, approver)
  const own = cases.filter((row) => row.agency === 'SXD' && row.rework === null)
  const finds = (row: CaseRowV1) => personalDataIn(row.reply?.text ?? '').length > 0
  const waiting = own.find((row) => row.state === 'reply_submitted' && finds(row) && row.reply?.author !== me)
  const [shown, kept] = own.filter((row) => row.state === 'answered' && row.publication === 'unpublished')
  const [approve, show, keep] = [waiting, shown, kept].map((row) => row?.caseNumber ?? '') as [string, string, string]
  await as(approver, async ({ page, screenshot }) => {
    await expect(page.getByRole('heading', { name: 'Việc trong ngày của bộ phận' })).toBeVisible({ timeout: 30_000 })
    await openFromQueue(page, 'Chờ duyệt', approve)
    await command(page, 'Duyệt').click()
    const warning = dialogOf(page, 'Duyệt', approve)
    await expect(warning).toBeVisible()
    await screenshot('between-15-personal-data')
    await dark(page)
    await screenshot('between-16-personal-data-dark')
    await light(page)
    await warning.getByRole('textbox', { name: 'Lý do được giữ nguyên' }).fill('Đường dây nóng công khai của cơ quan.')
    await confirm(page, 'Duyệt', approve)
    await expect(openCase(page).getByText('Đã trả lời', { exact: true }).first()).toBeVisible({ timeout: 20_000 })

    await openEnded(page, show)
    await command(page, 'Công khai').click()
    if (shown !== undefined && finds(shown)) {
      const reason = dialogOf(page, 'Công khai', show).getByRole('textbox', { name: 'Lý do được giữ nguyên' })
      await reason.fill('Số điện thoại công vụ.')
      await screenshot('between-17-publish')
      await confirm(page, 'Công khai', show)
    }
    await expect.poll(async () => (await rowOn(approver, show))?.publication).toBe('published')
    await expect(openCase(page).getByText('Đã công khai').first()).toBeVisible({ timeout: 20_000 })

    await openEnded(page, keep)
    await command(page, 'Không công khai').click()
    const dialog = dialogOf(page, 'Không công khai', keep)
    await dialog.getByRole('textbox', { name: 'Lý do' }).fill('Nội dung liên quan vụ việc đang được điều tra.')
    await screenshot('between-18-withhold')
    await confirm(page, 'Không công khai', keep)
    await expect.poll(async () => (await rowOn(approver, keep))?.publication).toBe('withheld')
  })
  const row = await rowOn(approver, approve)
  expect(row).toMatchObject({ state: 'answered', reply: { approvedBy: me } })
})

test('the oversight orders a re-check for a day, and the case is worked on again', async () => {
  const found = (await rowsOf(oversight)).find((row) => row.state === 'answered' && row.agency === 'SNNMT')
  const number = found?.caseNumber ?? ''
  await as(oversight, async (desk) => {
    const { page, screenshot } = desk
    await openEnded(page, number)
    await command(page, 'Giao kiểm tra lại').click()
    const dialog = dialogOf(page, 'Giao kiểm tra lại', number)
    await dialog
      .getByRole('textbox', { name: 'Lý do' })
      .fill('Người dân gửi ảnh chụp lại sau khi trả lời, hiện trạng chưa đổi.')
    await dialog.getByLabel('Hạn kiểm tra lại').fill('01/01/2026')
    await screenshot('between-19-recheck-past')
    await dialog.getByLabel('Hạn kiểm tra lại').fill(dateIn(9))
    await screenshot('between-20-recheck')
    await zoomWindow(desk, 1.25)
    await screenshot('between-21-recheck-zoomed')
    await zoomWindow(desk, 1)
    await confirm(page, 'Giao kiểm tra lại', number)
    await expect(openCase(page).getByText('Xử lý lại', { exact: true }).first()).toBeVisible({ timeout: 20_000 })
    await screenshot('between-22-rework')
  })
  expect(await rowOn(oversight, number)).toMatchObject({ state: 'rework', rework: { cause: 'recheck' } })
})
