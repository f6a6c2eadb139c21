import { rmSync } from 'node:fs'
import { expect } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'
import { launchDesk, newProfile } from './desktop.ts'
import type { Desk } from './desktop.ts'
import { openCase, status } from './journey-steps.ts'

/** The work of one official in a profile of its own, sent before it ends. */
export async function workAs(serverUrl: string, username: string, work: (desk: Desk) => Promise<void>): Promise<void> {
  const desk = await launchDesk({ serverUrl, profile: newProfile(), env: { IHANOI_DESK_SIGN_IN: username } })
  try {
    await expect(status(desk.page)).toContainText('Đã đồng bộ', { timeout: 60_000 })
    await work(desk)
    await expect(status(desk.page)).not.toContainText('chờ gửi', { timeout: 30_000 })
  } finally {
    await desk.kill()
    rmSync(desk.profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  }
}

/** The dialog of a command on a case. */
export const dialogOf = (page: Page, name: string, number: string): Locator =>
  page.getByRole('dialog', { name: `${name} ${number}` })

/** The button of a command on the open case. */
export const command = (page: Page, name: string): Locator => openCase(page).getByRole('button', { name, exact: true })

type Choice = Readonly<{ dialog: Locator; field: string; typed: string; option: string }>

/** Chooses in a list of a dialog, by what is typed where something is. */
export async function choose(page: Page, { dialog, field, typed, option }: Choice): Promise<void> {
  const box = dialog.getByRole('combobox', { name: field })
  await box.click()
  if (typed !== '') await box.fill(typed)
  await page.getByRole('option', { name: option }).click()
}
