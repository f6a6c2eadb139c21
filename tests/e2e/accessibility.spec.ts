import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import type { Page } from '@playwright/test'
import { launchDesk, sizeWindow, zoomWindow } from '../support/desktop.ts'
import type { Desk } from '../support/desktop.ts'
import { openCase, openRow } from '../support/journey-steps.ts'
import { startServer } from '../support/running-server.ts'
import type { RunningServer } from '../support/running-server.ts'

const officer = 'dungha.sxd'
const supervisor = 'ngocdtb.sxd'
const reply =
  'Kính gửi {{người phản ánh}}: tổ kiểm tra đã đến nơi lúc 9 giờ sáng nay và xác nhận nội dung phản ánh là đúng. ' +
  'Đơn vị thi công đã sửa xong trước 16 giờ cùng ngày. Đầu mối: Phòng Hạ tầng đô thị, 024 0000 2525.'

let server: RunningServer
let desk: Desk

const grid = (page: Page) => page.getByRole('grid', { name: 'Hàng đợi phản ánh' })

async function signIn(account: string): Promise<Desk> {
  const started = await launchDesk({ serverUrl: server.url, env: { IHANOI_DESK_SIGN_IN: account } })
  const status = started.page.getByRole('status', { name: 'Trạng thái đồng bộ' })
  await expect(status).toContainText('Đã đồng bộ', { timeout: 30_000 })
  await sizeWindow(started, 1366, 768)
  return started
}

const goTo = async (page: Page, name: string) => {
  await page.getByRole('navigation', { name: 'Điều hướng chính' }).getByRole('link', { name }).click()
}

type Screen = Readonly<{ name: string; show: (page: Page) => Promise<void>; leave?: (page: Page) => Promise<void> }>

const escape = (page: Page) => page.keyboard.press('Escape')

const openFirst = async (page: Page) => {
  await goTo(page, 'Hàng đợi')
  await page.getByRole('tab', { name: /Của tôi/ }).click()
  await openRow(page, /Đang xử lý/)
}

const withDialog = (button: string): Screen => ({
  name: `case, dialog ${button}`,
  show: async (page) => {
    await openCase(page).getByRole('button', { name: button, exact: true }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await expect(page.getByRole('dialog')).toHaveCSS('opacity', '1')
  },
  leave: async (page) => {
    await escape(page)
    await expect(page.getByRole('dialog')).toBeHidden()
  },
})

/** Every screen of a case officer, in an order in which each leads to the next. */
const screens: readonly Screen[] = [
  {
    name: 'queue with a preview',
    show: async (page) => {
      await goTo(page, 'Hàng đợi')
      await page.getByRole('tab', { name: /Đơn vị/ }).click()
      await grid(page).getByRole('row').nth(2).click()
      await expect(page.getByRole('button', { name: 'Mở hồ sơ' })).toBeVisible()
    },
  },
  {
    name: 'queue, filter open',
    show: async (page) => {
      await page.getByRole('toolbar', { name: 'Bộ lọc' }).getByRole('button', { name: 'Lĩnh vực' }).click()
      await expect(page.getByRole('checkbox').first()).toBeVisible()
    },
    leave: escape,
  },
  {
    name: 'queue, nothing found',
    show: async (page) => {
      await page.getByRole('searchbox', { name: 'Tìm kiếm' }).fill('xyzzy')
      await expect(page.getByText('Không có hồ sơ nào khớp điều kiện')).toBeVisible()
    },
    leave: (page) => page.getByRole('searchbox', { name: 'Tìm kiếm' }).fill(''),
  },
  { name: 'case', show: openFirst },
  withDialog('Thêm ghi chú'),
  withDialog('Từ chối'),
  withDialog('Vì sao hạn này?'),
  {
    name: 'charts with a table',
    show: async (page) => {
      await goTo(page, 'Thống kê')
      await page.getByRole('button', { name: 'Xem bảng số liệu' }).first().click()
      await expect(page.getByRole('table').first()).toBeVisible()
    },
  },
  { name: 'sync trouble', show: (page) => goTo(page, 'Vướng mắc đồng bộ') },
  { name: 'settings', show: (page) => goTo(page, 'Cài đặt') },
]

/** Serious and critical findings of axe, in words that lead to the place; of one rule alone where one is named. */
async function findings(page: Page, rule: string | null = null): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode(true)
  const { violations } = await (rule === null ? axe : axe.withRules([rule])).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`))
}

/** What sticks out of the window or has its words cut off; the queue's own grid scrolls sideways by design. */
const cutOff = (page: Page) =>
  page.evaluate(() => {
    const wide = document.documentElement.scrollWidth > window.innerWidth ? ['the page scrolls sideways'] : []
    const isSeen = (element: Element) => element.checkVisibility() && element.getClientRects().length > 0
    const sideways = [...document.querySelectorAll('main *')].filter((element) => {
      const { overflowX } = getComputedStyle(element)
      const scrolls = overflowX === 'auto' || overflowX === 'scroll'
      return scrolls && element.scrollWidth > element.clientWidth + 1 && element.querySelector('[role="grid"]') === null
    })
    const outside = [...document.querySelectorAll('button, a, input, h1, h2')].filter((element) => {
      if (!isSeen(element) || element.closest('[role="grid"], .visually-hidden') !== null) return false
      const box = element.getBoundingClientRect()
      return box.width > 1 && (box.right > window.innerWidth + 1 || box.left < -1)
    })
    const squeezed = [...document.querySelectorAll('main button, [role="dialog"] button')].filter((element) => {
      if (!isSeen(element) || element.closest('[role="grid"]') !== null) return false
      const words = [element, ...element.querySelectorAll('span')]
      return words.some((part) => part.clientWidth > 1 && part.scrollWidth > part.clientWidth + 1)
    })
    const say = (what: string) => (element: Element) => `${what}: ${element.outerHTML.slice(0, 140)}`
    return [
      ...wide,
      ...sideways.map(say('scrolls sideways')),
      ...outside.map(say('outside')),
      ...squeezed.map(say('cut off')),
    ]
  })

async function overScreens(check: (name: string) => Promise<void>): Promise<void> {
  for (const screen of screens) {
    await screen.show(desk.page)
    await check(screen.name)
    await screen.leave?.(desk.page)
  }
}

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  server = await startServer(['--port', '0', '--seed', 'sample'])
  desk = await signIn(officer)
})

test.afterAll(async () => {
  await desk.kill()
  await server.stop()
})

test('an officer opens on the own cases, on a device that has never synced', async () => {
  await expect(desk.page.getByRole('tab', { name: /Của tôi/ })).toHaveAttribute('aria-selected', 'true')
})

test('the keyboard alone leads from the queue to a submitted reply and back to the same row', async () => {
  const { page } = desk
  await expect(grid(page)).toBeFocused()
  const selected = grid(page).locator('[role="row"][aria-selected="true"], tr[aria-selected="true"]')
  for (let step = 0; step < 20; step += 1) {
    await page.keyboard.press('j')
    if (/Đang xử lý/.test((await selected.getAttribute('aria-label')) ?? '')) break
  }
  const number = ((await selected.getAttribute('aria-label')) ?? '').split(',')[0] ?? ''
  expect(number).toMatch(/^HN-/)
  await page.keyboard.press('Enter')
  await expect(openCase(page).getByRole('heading', { name: number })).toBeVisible()
  await expect(openCase(page)).toBeFocused()
  const tabTo = async (name: string) => {
    for (let step = 0; step < 40; step += 1) {
      await page.keyboard.press('Tab')
      const focused = page.locator(':focus')
      const words = `${(await focused.getAttribute('aria-label')) ?? ''} ${(await focused.textContent()) ?? ''}`
      if (words.includes(name)) return
    }
    throw new Error(`Tab does not reach ${name}`)
  }
  await tabTo('Nội dung trả lời')
  // A blank of a template is left, so the gate asks for a reason in every kind of case.
  await page.keyboard.insertText(`${reply} [đầu mối]`)
  await expect(openCase(page).getByText(/đã lưu trên máy/)).toBeVisible()
  await escape(page)
  await expect(openCase(page)).toBeVisible()
  for (let step = 0; step < 40; step += 1) {
    await page.keyboard.press('Shift+Tab')
    if ((await page.locator(':focus').textContent()) === 'Trình lãnh đạo') break
  }
  await page.keyboard.press('Enter')
  const asked = page.getByRole('dialog', { name: `Trình lãnh đạo ${number}` })
  await expect(asked.getByRole('textbox', { name: 'Lý do vẫn trình' })).toBeFocused()
  await page.keyboard.insertText('Đã trao đổi trực tiếp với người phản ánh.')
  await page.keyboard.press('Control+Enter')
  await expect(asked).toBeHidden()
  await expect(openCase(page).getByText('Chờ duyệt trả lời').first()).toBeVisible()
  await escape(page)
  await expect(grid(page)).toBeFocused()
  await expect(selected).toHaveAttribute('aria-label', new RegExp(`^${number}`))
})

test('no screen has a serious or critical finding of axe, in light and, where colours alone differ, in dark', async () => {
  test.slow()
  await overScreens(async (name) => expect.soft(await findings(desk.page), `${name}, light`).toEqual([]))
  await desk.page.getByText('Tối', { exact: true }).click()
  await expect(desk.page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await overScreens(async (name) =>
    expect.soft(await findings(desk.page, 'color-contrast'), `${name}, dark`).toEqual([]),
  )
  await desk.page.getByText('Sáng', { exact: true }).click()
})

test('at 125 % and 200 % nothing is cut off and the page never scrolls sideways', async () => {
  test.slow()
  for (const factor of [1, 1.25, 2]) {
    await zoomWindow(desk, factor)
    await overScreens(async (name) => {
      expect.soft(await cutOff(desk.page), `${name} at ${factor * 100} %`).toEqual([])
    })
  }
  await zoomWindow(desk, 1)
})

test("a supervisor's list of the day and the sign-in page keep the same rules", async () => {
  await desk.kill()
  desk = await signIn(supervisor)
  await goTo(desk.page, 'Bộ phận')
  await expect(desk.page.getByRole('heading', { name: 'Việc trong ngày của bộ phận' })).toBeVisible()
  expect(await findings(desk.page)).toEqual([])
  await zoomWindow(desk, 2)
  expect(await cutOff(desk.page)).toEqual([])
  await desk.kill()
  desk = await launchDesk({ serverUrl: server.url })
  await sizeWindow(desk, 1366, 768)
  await expect(desk.page.getByRole('button', { name: /Hoàng Anh Dũng/ })).toBeVisible()
  expect(await findings(desk.page)).toEqual([])
  await zoomWindow(desk, 2)
  expect(await cutOff(desk.page)).toEqual([])
})
