import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect as seen } from '@playwright/test'
import type { Page } from '@playwright/test'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { launchDesk, newProfile } from '../support/desktop.ts'
import type { Desk } from '../support/desktop.ts'
import { openCase, openFromQueue, serverRows, status } from '../support/journey-steps.ts'
import { startServer } from '../support/running-server.ts'
import type { RunningServer } from '../support/running-server.ts'

const officer = 'dungha.sxd'
const minuteMs = 60_000
/** Two apps on one machine, one of them asking a library for the time in every process, are slow. */
const patienceMs = 180_000
/** Debian's package libfaketime; the library answers every question for the time in every process of the app. */
const library = ['x86_64-linux-gnu', 'aarch64-linux-gnu']
  .map((machine) => `/usr/lib/${machine}/faketime/libfaketime.so.1`)
  .find((path) => existsSync(path))
const title = library === undefined ? 'the app SKIPPED: libfaketime is not installed' : 'the app'

const data = mkdtempSync(join(tmpdir(), 'ihanoi-desk-app-clock-'))
const profiles: string[] = []
const desks: Desk[] = []
let server: RunningServer

async function start(env: Record<string, string>): Promise<Desk> {
  const profile = newProfile()
  profiles.push(profile)
  const desk = await launchDesk({ serverUrl: server.url, profile, env: { IHANOI_DESK_SIGN_IN: officer, ...env } })
  desks.push(desk)
  await seen(status(desk.page)).toContainText('Đã đồng bộ', { timeout: patienceMs })
  return desk
}

async function note(page: Page, text: string): Promise<void> {
  await openCase(page).getByRole('button', { name: 'Thêm ghi chú' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').first().fill(text)
  await dialog.getByRole('button', { name: 'Thêm ghi chú' }).click()
  await seen(dialog).toBeHidden({ timeout: 30_000 })
}

async function sent(page: Page): Promise<void> {
  await seen(status(page)).toContainText('Đã đồng bộ', { timeout: patienceMs })
  await seen(status(page)).not.toContainText('chờ gửi', { timeout: patienceMs })
}

/** The views with their counts, and what each shown row of the overdue ones says of its deadline. */
async function deadlines(page: Page): Promise<{ counts: string[]; rows: string[] }> {
  await page.getByRole('navigation', { name: 'Điều hướng chính' }).getByRole('link', { name: 'Hàng đợi' }).click()
  await page.getByRole('searchbox', { name: 'Tìm kiếm' }).fill('')
  const tabs = page.getByRole('tablist', { name: 'Khung nhìn' }).getByRole('tab')
  await tabs.filter({ hasText: 'Đơn vị' }).click()
  const grid = page.getByRole('grid', { name: 'Hàng đợi phản ánh' })
  await seen(grid).toHaveAttribute('aria-busy', 'false', { timeout: 30_000 })
  const names = await grid
    .getByRole('row', { name: /^HN-/ })
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? row.textContent ?? ''))
  return { counts: await tabs.allTextContents(), rows: names.slice(0, 12) }
}

describe.skipIf(library === undefined)(title, () => {
  beforeAll(async () => {
    server = await startServer(['--port', '0', '--seed', 'sample', '--data', data])
  }, 180_000)
  afterEach(async () => {
    for (const desk of desks.splice(0)) await desk.kill()
  })
  afterAll(async () => {
    await server.stop()
    for (const folder of [data, ...profiles]) rmSync(folder, { recursive: true, force: true })
  })

  it.each([
    ['+36h', 36 * 60 * minuteMs, /Đồng hồ máy nhanh 1 ngày 1[12] giờ.* so với máy chủ/],
    ['-10m', -10 * minuteMs, /Đồng hồ máy chậm (9|10) phút.* so với máy chủ/],
  ])(
    'whose clock is wrong by %s syncs and says so; order, times and deadlines are the server’s',
    async (offset, offMs, words) => {
      const env = { LD_PRELOAD: library ?? '', FAKETIME: offset, DONT_FAKE_MONOTONIC: '1' }
      const wrong = await start(env)
      const right = await start({})
      for (const where of wrong.app.windows()) {
        const offBy = (await where.evaluate(() => Date.now())) - Date.now()
        expect(Math.abs(offBy - offMs)).toBeLessThan(minuteMs)
      }
      await seen(wrong.page.getByText(words)).toBeVisible({ timeout: 30_000 })
      await seen(right.page.getByText(/Đồng hồ máy/)).toBeHidden()
      // A minute may end between the two looks.
      await seen(async () => {
        const [shown, due] = await Promise.all([deadlines(wrong.page), deadlines(right.page)])
        expect(shown).toEqual(due)
      }).toPass({ timeout: 120_000 })

      const fromMs = Date.now()
      const before = await serverRows(server.url, officer)
      const given = before.cases.find((row) => row.assignee === before.me && row.state === 'assigned')
      if (given === undefined) throw new Error('no case waits for its officer')
      const texts = ['một', 'hai', 'ba'].map((word) => `Ghi chú ${word} khi giờ máy lệch ${offset}`)
      for (const [n, desk] of [wrong, right, wrong].entries()) {
        // Two apps on one machine, one of them asking a library for the time, are slow.
        if (n < 2) await seen(() => openFromQueue(desk.page, 'Của tôi', given.caseNumber)).toPass({ timeout: 60_000 })
        await note(desk.page, texts[n] ?? '')
        await sent(desk.page)
      }
      await openCase(wrong.page).getByRole('button', { name: 'Bắt đầu xử lý' }).click()
      const stateNow = async () =>
        (await serverRows(server.url, officer)).cases.find((row) => row.id === given.id)?.state
      await seen.poll(stateNow, { timeout: 60_000 }).toBe('in_progress')
      await sent(wrong.page)

      const after = await serverRows(server.url, officer)
      const events = after.events.filter((event) => event.caseId === given.id && event.atMs >= fromMs)
      const ordered = events.toSorted((a, b) => a.atMs - b.atMs)
      expect(ordered.filter(({ text }) => texts.includes(text)).map(({ text }) => text)).toEqual(texts)
      expect(ordered).toHaveLength(4)
      expect(ordered.at(-1)?.atMs).toBeLessThanOrEqual(Date.now())
    },
    480_000,
  )
})
