import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect as seen } from '@playwright/test'
import type { Page } from '@playwright/test'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchDesk, newProfile } from '../support/desktop.ts'
import { seededChance } from '../support/faults/seeded.ts'
import type { Chance } from '../support/faults/seeded.ts'
import { openCase, openFromQueue, serverRows, status } from '../support/journey-steps.ts'
import { startServer } from '../support/running-server.ts'
import type { RunningServer } from '../support/running-server.ts'

const officer = 'dungha.sxd'
const kills = Number(process.env['IHANOI_DESK_KILLS'] ?? 100)
const mostNotes = 3
const longestWaitMs = 250

const data = mkdtempSync(join(tmpdir(), 'ihanoi-desk-app-kills-'))
const profile = newProfile()
let server: RunningServer

beforeAll(async () => {
  server = await startServer(['--port', '0', '--seed', 'sample', '--data', data])
}, 180_000)
afterAll(async () => {
  await server.stop()
  for (const folder of [data, profile]) rmSync(folder, { recursive: true, force: true })
})

/** Counts in the page the milliseconds from the click that gives a note to the dialog that closes because it is saved. */
const watchSaves = (page: Page) =>
  page.evaluate(() => {
    const saves: number[] = []
    Object.assign(window, { saves })
    document.addEventListener(
      'click',
      ({ target }) => {
        const button = target instanceof Element ? target.closest('[role=dialog] button') : null
        const dialog = button?.closest('[role=dialog]')
        if (button?.textContent !== 'Thêm ghi chú' || !dialog) return
        const fromMs = performance.now()
        const timer = setInterval(() => {
          if (dialog.isConnected) return
          clearInterval(timer)
          saves.push(performance.now() - fromMs)
        }, 1)
      },
      { capture: true },
    )
  })

/** Gives notes by mouse and keyboard; answers those whose dialog closed, which says that they are saved. */
async function writeNotes(page: Page, texts: readonly string[]): Promise<{ saved: string[]; tookMs: number[] }> {
  const saved: string[] = []
  for (const text of texts) {
    await openCase(page).getByRole('button', { name: 'Thêm ghi chú' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').fill(text)
    await dialog.getByRole('button', { name: 'Thêm ghi chú' }).click()
    await dialog.waitFor({ state: 'detached' })
    saved.push(text)
  }
  return { saved, tookMs: await page.evaluate(() => Reflect.get(window, 'saves') as number[]) }
}

/** One life of the app: it starts, notes are given, and it dies without warning, mostly in the middle of saving another one. */
async function liveAndDie(
  chance: Chance,
  life: number,
  caseNumber: string,
): Promise<{ saved: string[]; tookMs: number[] }> {
  const desk = await launchDesk({ serverUrl: server.url, profile, env: { IHANOI_DESK_SIGN_IN: officer } })
  const { page } = desk
  await seen(status(page)).toContainText(/Đã đồng bộ|Đang đồng bộ|Ngoại tuyến/, { timeout: 60_000 })
  await openFromQueue(page, 'Của tôi', caseNumber)
  await watchSaves(page)
  const count = 1 + chance.below(mostNotes)
  const texts = Array.from({ length: count }, (_, at) => `Lần ${life}, ghi chú ${at + 1} (${chance.seed})`)
  const done = await writeNotes(page, texts)
  const cut = writeNotes(page, [`Lần ${life}, ghi chú dở (${chance.seed})`]).then(
    ({ saved }) => saved,
    () => [],
  )
  await wait(chance.below(longestWaitMs))
  await desk.kill()
  return { saved: [...done.saved, ...(await cut)], tookMs: done.tookMs }
}

const percentile = (values: readonly number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? Number.NaN

it(`loses no saved note in ${kills} kills of the app, and keeps none twice`, async () => {
  const chance = seededChance('app kills')
  const { me, cases } = await serverRows(server.url, officer)
  const mine = cases.find((row) => row.assignee === me && row.state === 'in_progress')
  const saved: string[] = []
  const tookMs: number[] = []
  for (let life = 1; life <= kills; life += 1) {
    const told = await liveAndDie(chance, life, mine?.caseNumber ?? '')
    saved.push(...told.saved)
    tookMs.push(...told.tookMs)
  }
  const last = await launchDesk({ serverUrl: server.url, profile })
  await seen(status(last.page)).toContainText('Đã đồng bộ', { timeout: 120_000 })
  await seen(status(last.page)).not.toContainText('chờ gửi', { timeout: 60_000 })
  await last.close()
  const { events } = await serverRows(server.url, officer)
  const times = new Map<string, number>()
  for (const { text } of events) times.set(text, (times.get(text) ?? 0) + 1)
  const wrong = saved.filter((text) => times.get(text) !== 1)
  console.info(
    `app kills: ${kills} kills, ${saved.length} saved notes, ${wrong.length} not there exactly once; click to saved and closed ` +
      `p50 ${percentile(tookMs, 0.5).toFixed(0)} ms, p95 ${percentile(tookMs, 0.95).toFixed(0)} ms (${tookMs.length} notes)`,
  )
  expect(wrong).toEqual([])
  expect(saved.length).toBeGreaterThanOrEqual(kills)
}, 7_200_000)
