import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StillV1 } from '../../../shared/ipc/first-screen.ts'
import { stillPreferences } from '../../../shared/ipc/still-preferences.ts'
import type { Language } from '../../../shared/text/catalogues.ts'
import { formatMoment } from '../../../shared/text/format-moment.ts'

export type Look = Readonly<{ dark: boolean; language: Language; density: 'compact' | 'comfortable'; nowMs: number }>

const stylesName = 'still.css'
const emptyRoot = '<div id="root"></div>'
const script = /<script type="module" crossorigin src="([^"]+)"><\/script>/g
const moment = /(<[^<>]* data-at="(\d+)"[^<>]*>)[^<]*/g

/**
 * The built page with a still in it. Its scripts become files to be read ahead, marked `data-start`: the preload script runs them when
 * the still has been painted. Null for a page that is not built as expected.
 */
export function pageWithStill(html: string, still: StillV1, look: Look): string | null {
  if (!html.includes(emptyRoot) || !html.includes('<html lang="vi">') || html.search(script) < 0) return null
  const rows = still.markup.replaceAll(
    moment,
    (_text, tag: string, atMs: string) => `${tag}${formatMoment(Number(atMs), look.nowMs, look.language)}`,
  )
  const scheme = look.dark ? 'dark' : 'light'
  return html
    .replace(
      '<html lang="vi">',
      () => `<html lang="${look.language}" data-mantine-color-scheme="${scheme}" data-density="${look.density}">`,
    )
    .replaceAll(script, (_tag, path: string) => `<link rel="modulepreload" crossorigin data-start href="${path}">`)
    .replace('</head>', () => `<link rel="stylesheet" crossorigin href="./${stylesName}"></head>`)
    .replace(emptyRoot, () => `<div id="root"><div class="still" aria-hidden="true" inert>${rows}</div></div>`)
}

export type FirstPageParts = Readonly<{
  /** The folder of the built renderer. */
  root: string
  /** The still of who is signed in; null where there is none. */
  still: () => Promise<StillV1 | null>
  preference: (key: string) => unknown
  systemIsDark: () => boolean
  nowMs: () => number
}>

/** A key ring that is slow to open must not keep the window empty. */
const patienceMs = 150

/** Writes the still into the page of a start, once: a page that is loaded again asks for what is shown now. */
export class FirstPage {
  readonly #parts: FirstPageParts
  #isAsked = false
  #styles: string | null = null

  constructor(parts: FirstPageParts) {
    this.#parts = parts
  }

  /** The text to answer in place of the file at `path`; null where the file itself is meant. */
  async textFor(path: string): Promise<string | null> {
    const { root } = this.#parts
    if (path === join(root, stylesName)) return this.#styles
    if (path !== join(root, 'index.html') || this.#isAsked) return null
    this.#isAsked = true
    const still = await Promise.race([
      this.#parts.still(),
      new Promise<null>((resolve) => setTimeout(() => resolve(null), patienceMs)),
    ])
    const { preference } = this.#parts
    if (still === null || still.preferences !== stillPreferences(preference)) return null
    const page = pageWithStill(readFileSync(path, 'utf8'), still, this.#look())
    if (page !== null) this.#styles = still.styles
    return page
  }

  #look(): Look {
    const { preference, systemIsDark, nowMs } = this.#parts
    const theme = preference('appearance.theme')
    return {
      dark: theme === 'dark' || (theme !== 'light' && systemIsDark()),
      language: preference('appearance.language') === 'en' ? 'en' : 'vi',
      density: preference('appearance.density') === 'comfortable' ? 'comfortable' : 'compact',
      nowMs: nowMs(),
    }
  }
}
