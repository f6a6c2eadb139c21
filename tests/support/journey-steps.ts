import { expect } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'
import type { CaseRowV1, EventRowV1 } from '../../shared/contract/rows.ts'
import type { PullReplyV1, RegisterReplyV1 } from '../../shared/contract/sync.ts'
import { askAs } from './running-server.ts'

/** The sync status in the bottom bar. */
export const status = (page: Page): Locator => page.getByRole('status', { name: 'Trạng thái đồng bộ' })

/** The open case. */
export const openCase = (page: Page): Locator => page.getByRole('region', { name: 'Hồ sơ' })

const queueGrid = (page: Page): Locator => page.getByRole('grid', { name: 'Hàng đợi phản ánh' })

/** Opens the first row of the queue that matches, once the rows answer what the view and the search ask. */
export async function openRow(page: Page, words: RegExp): Promise<void> {
  await expect(queueGrid(page)).toHaveAttribute('aria-busy', 'false')
  await queueGrid(page).getByRole('row', { name: words }).first().dblclick()
  await expect(openCase(page).getByRole('heading', { level: 1 })).toBeVisible()
}

/** Finds a case in a view of the queue by its number and opens it. */
export async function openFromQueue(page: Page, view: string, number: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Điều hướng chính' }).getByRole('link', { name: 'Hàng đợi' }).click()
  await page
    .getByRole('tablist', { name: 'Khung nhìn' })
    .getByRole('tab', { name: new RegExp(view) })
    .click()
  await page.getByRole('searchbox', { name: 'Tìm kiếm' }).fill(number)
  await expect(queueGrid(page)).toHaveAttribute('aria-rowcount', /^[12]$/)
  await openRow(page, new RegExp(`^${number}`))
  await expect(openCase(page).getByRole('heading', { name: number })).toBeVisible()
}

/** Everything the server would send this official now, as a new device sees it. */
export async function serverRows(
  url: string,
  username: string,
): Promise<{ me: string; cases: CaseRowV1[]; events: EventRowV1[] }> {
  const ask = await askAs(url, username)
  const { clientId, user } = (await ask('/sync/v1/register', {
    deviceName: 'test',
    appVersion: '1',
    schema: 1,
  })) as RegisterReplyV1
  const rows = { cases: new Map<string, CaseRowV1>(), events: new Map<string, EventRowV1>() }
  let cursor: string | null = null
  for (;;) {
    const page = (await ask('/sync/v1/pull', { clientId, cursor, schema: 1, limit: 2000 })) as PullReplyV1
    for (const op of page.ops) {
      if (op.op === 'PUT' && op.entity === 'case') rows.cases.set(op.id, op.row as CaseRowV1)
      if (op.op === 'PUT' && op.entity === 'event') rows.events.set(op.id, op.row as EventRowV1)
    }
    cursor = page.cursor
    if (page.complete) return { me: user.id, cases: [...rows.cases.values()], events: [...rows.events.values()] }
  }
}
