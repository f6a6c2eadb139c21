import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FirstPage } from '../../../electron/main/protocol/first-page.ts'
import type { FirstPageParts } from '../../../electron/main/protocol/first-page.ts'
import { stillPreferences } from '../../../shared/ipc/still-preferences.ts'

const built = `<!doctype html>
<html lang="vi">
  <head>
    <title>iHaNoi Desk</title>
    <script type="module" crossorigin src="./assets/runtime-1.js"></script>
    <script type="module" crossorigin src="./assets/start-2.js"></script>
    <link rel="stylesheet" crossorigin href="./assets/start-3.css">
  </head>
  <body>
    <div id="root"></div>
  </body>
</html>
`

const nowMs = Date.UTC(2026, 10, 28, 3)
const still = {
  markup: `<table><tr data-still="0"><td>Giá $& và $1</td><td><span class="moment" data-at="${nowMs - 86_400_000}">hôm nay 10:00</span></td></tr></table>`,
  styles: '[data-still="0"]{height:36px !important}',
  preferences: stillPreferences(() => null),
}

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'desk-first-page-'))
  await writeFile(join(root, 'index.html'), built)
})
afterEach(() => rm(root, { recursive: true }))

const pageOf = (parts: Partial<FirstPageParts> = {}) =>
  new FirstPage({
    root,
    still: async () => still,
    preference: () => null,
    systemIsDark: () => false,
    nowMs: () => nowMs,
    ...parts,
  })
const index = () => join(root, 'index.html')
const styles = () => join(root, 'still.css')

describe('the first page of a start', () => {
  it('holds the still, which nobody can use, and waits with its scripts', async () => {
    const page = pageOf()
    const text = (await page.textFor(index())) ?? ''
    expect(text).toContain('<div id="root"><div class="still" aria-hidden="true" inert><table>')
    expect(text).toContain('Giá $& và $1')
    expect(text).not.toContain('<script')
    expect(text.match(/<link rel="modulepreload" crossorigin data-start href="[^"]+">/g)).toEqual([
      '<link rel="modulepreload" crossorigin data-start href="./assets/runtime-1.js">',
      '<link rel="modulepreload" crossorigin data-start href="./assets/start-2.js">',
    ])
    expect(text).toContain('href="./still.css"')
    expect(await page.textFor(styles())).toBe(still.styles)
  })

  it('says moments as they are said when it is shown', async () => {
    expect(await pageOf().textFor(index())).toContain('>hôm qua 10:00</span>')
  })

  it('takes theme, density and language from the profile', async () => {
    const chosen: Readonly<Record<string, string>> = {
      'appearance.theme': 'dark',
      'appearance.density': 'comfortable',
      'appearance.language': 'en',
    }
    const preference = (key: string) => chosen[key] ?? null
    const drawn = { ...still, preferences: stillPreferences(preference) }
    const text = await pageOf({ preference, still: async () => drawn }).textFor(index())
    expect(text).toContain('<html lang="en" data-mantine-color-scheme="dark" data-density="comfortable">')
    expect(text).toContain('>yesterday 10:00</span>')
    const asSystem = await pageOf({ systemIsDark: () => true }).textFor(index())
    expect(asSystem).toContain('data-mantine-color-scheme="dark"')
  })

  it('is the built one where there is no still, or one drawn with other columns', async () => {
    expect(await pageOf({ still: async () => null }).textFor(index())).toBeNull()
    const preference = (key: string) => (key === 'queue.columns' ? { hidden: ['area'] } : null)
    const page = pageOf({ preference })
    expect(await page.textFor(index())).toBeNull()
    expect(await page.textFor(styles())).toBeNull()
  })

  it('is the built one where the still does not come in time: a slow key ring keeps no window empty', async () => {
    expect(await pageOf({ still: () => new Promise<never>(() => undefined) }).textFor(index())).toBeNull()
  })

  it('is the built one where the built page is not as expected', async () => {
    await writeFile(index(), built.replace('<div id="root"></div>', '<main></main>'))
    expect(await pageOf().textFor(index())).toBeNull()
  })

  it('is written once: a page that is loaded again asks for what is shown now', async () => {
    const page = pageOf()
    expect(await page.textFor(index())).not.toBeNull()
    expect(await page.textFor(index())).toBeNull()
    expect(await page.textFor(join(root, 'assets', 'start-2.js'))).toBeNull()
  })
})
