import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'
import { launchDesk } from '../support/desktop.ts'
import { openCase, openFromQueue, serverRows, status } from '../support/journey-steps.ts'
import { startServer } from '../support/running-server.ts'
import { median, percentile, reportFigure } from './measure.ts'
import type { Figure } from './measure.ts'

const officer = 'dungha.sxd'
const notes = 60

/** In the page: the milliseconds from the click that gives a note to the frame in which the case says that it is saved on the device. */
const watchSaved = (page: Page) =>
  page.evaluate(() => {
    const tookMs: number[] = []
    Object.assign(window, { tookMs })
    const isSaved = () => document.body.textContent.includes('Đã lưu trên máy')
    document.addEventListener(
      'click',
      ({ target }) => {
        const button = target instanceof Element ? target.closest('[role=dialog] button') : null
        if (button?.textContent !== 'Thêm ghi chú') return
        const fromMs = performance.now()
        const observer = new MutationObserver(() => {
          if (!isSaved()) return
          observer.disconnect()
          tookMs.push(performance.now() - fromMs)
        })
        observer.observe(document.body, { subtree: true, childList: true, characterData: true })
      },
      { capture: true },
    )
  })

async function giveNote(page: Page, text: string): Promise<void> {
  await openCase(page).getByRole('button', { name: 'Thêm ghi chú' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill(text)
  await dialog.getByRole('button', { name: 'Thêm ghi chú' }).click()
  await expect(openCase(page).getByText(/Đã lưu trên máy/)).toBeVisible()
  await dialog.waitFor({ state: 'detached' })
}

/**
 * `npm run bench -- saved`: from the click that gives a note to "Đã lưu trên máy", in the real app without a server: the journal of the
 * main process is on the disk (fsync) and the outbox in IndexedDB (strict) by then. The first notes are not counted.
 */
export async function runSavedBench(): Promise<readonly Figure[]> {
  const data = mkdtempSync(join(tmpdir(), 'ihanoi-desk-saved-'))
  const server = await startServer(['--port', '0', '--seed', 'sample', '--data', data])
  const desk = await launchDesk({ serverUrl: server.url, env: { IHANOI_DESK_SIGN_IN: officer } })
  const { page } = desk
  try {
    await expect(status(page)).toContainText('Đã đồng bộ', { timeout: 60_000 })
    const { me, cases } = await serverRows(server.url, officer)
    const mine = cases.find((row) => row.assignee === me && row.state === 'in_progress')
    await openFromQueue(page, 'Của tôi', mine?.caseNumber ?? '')
    await server.kill()
    await expect(status(page)).toContainText('Ngoại tuyến', { timeout: 60_000 })
    await giveNote(page, 'Ghi chú mở đầu.')
    await watchSaved(page)
    for (let n = 0; n < notes; n += 1) await giveNote(page, `Ghi chú ${n}.`)
    const tookMs = (await page.evaluate(() => Reflect.get(window, 'tookMs') as number[])).slice(5)
    console.log(
      `click to saved: ${tookMs.length} notes, p50 ${median(tookMs).toFixed(1)} ms, each ${tookMs.map((ms) => ms.toFixed(0)).join(' ')}`,
    )
    return [
      reportFigure({
        name: 'click to "Đã lưu trên máy", p95, offline, fsync',
        value: percentile(tookMs, 0.95),
        unit: 'ms',
        target: 50,
      }),
    ]
  } finally {
    await desk.kill()
    await server.stop().catch(() => undefined)
    rmSync(data, { recursive: true, force: true })
    rmSync(desk.profile, { recursive: true, force: true })
  }
}
