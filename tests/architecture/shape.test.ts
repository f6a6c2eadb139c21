import { describe, expect, it } from 'vitest'
import { dirname } from 'node:path'
import { importsOf, sourceFiles } from './source-tree.ts'
import type { SourceFile } from './source-tree.ts'

const isTest = (file: SourceFile) => file.path.startsWith('tests/')
const own = () => sourceFiles().filter((file) => !isTest(file))
const share = (files: readonly SourceFile[], part: number) =>
  files.map((file) => file.lines).toSorted((a, b) => a - b)[Math.floor((files.length - 1) * part)] ?? 0

const matching = (files: readonly SourceFile[], pattern: RegExp) =>
  files.flatMap((file) =>
    file.text
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file.path}:${index + 1} ${line.trim().slice(0, 90)}`] : [])),
  )

describe('size', () => {
  it('keeps files short: none over 400 lines (tests 500), nine in ten at most 250, the median at most 90', () => {
    const tooLong = sourceFiles().filter((file) => file.lines > (isTest(file) ? 500 : 400))
    expect(tooLong.map((file) => `${file.path} ${file.lines}`)).toEqual([])
    expect(share(own(), 0.9)).toBeLessThanOrEqual(250)
    expect(share(own(), 0.5)).toBeLessThanOrEqual(90)
  })

  it('keeps folders small: at most 15 source files each', () => {
    const counts = new Map<string, number>()
    for (const file of sourceFiles()) counts.set(dirname(file.path), (counts.get(dirname(file.path)) ?? 0) + 1)
    expect([...counts].filter(([, count]) => count > 15)).toEqual([])
  })
})

describe('names', () => {
  it('are kebab-case and say what a file is about', () => {
    const vague = /(^|\/)(utils?|helpers?|types?|common|managers?)(\.|\/|$)/
    const bad = sourceFiles().filter((file) => {
      const name = file.path.split('/').at(-1) ?? ''
      return !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*\.(ts|tsx|mts|cts)$/.test(name) || vague.test(file.path)
    })
    expect(bad.map((file) => file.path)).toEqual([])
  })

  it('come without barrels', () => {
    const barrels = own().filter((file) => /export\s+(\*|\{[^}]*\})\s+from\s/.test(file.text))
    expect(barrels.map((file) => file.path)).toEqual([])
  })
})

describe('borders', () => {
  it('gives shared/domain neither clock nor chance', () => {
    const domain = own().filter((file) => /^shared\/(domain|language)\//.test(file.path))
    expect(matching(domain, /\bDate\.now\(|new Date\(\s*\)|Math\.random\(|\bcrypto\b|performance\.now/)).toEqual([])
  })

  it('keeps raw ipcMain and ipcRenderer in their folders', () => {
    const elsewhere = own().filter((file) => !/^electron\/(ipc|preload)\//.test(file.path))
    expect(matching(elsewhere, /\bipc(Main|Renderer)\b/)).toEqual([])
  })

  it('lets only renderer/platform touch the bridge', () => {
    const pages = own().filter(
      (file) => file.path.startsWith('renderer/') && !file.path.startsWith('renderer/platform/'),
    )
    expect(matching(pages, /window\.desk\b/)).toEqual([])
  })

  it('keeps Vietnamese words in shared/text, resources, tests and docs', () => {
    const vietnamese = /[ăâđêôơưĂÂĐÊÔƠƯ\u1EA0-\u1EF9]/
    const elsewhere = own().filter((file) => !/^(shared\/text|resources)\//.test(file.path))
    const withoutComments = elsewhere.map((file) => ({
      ...file,
      text: file.text
        .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
        .replace(/(^|\s)\/\/.*$/gm, ''),
    }))
    const allowed = /^(shared\/contract\/intake\.ts|shared\/language\/|shared\/domain\/public-status\.ts)/
    expect(
      matching(
        withoutComments.filter((file) => !allowed.test(file.path)),
        vietnamese,
      ),
    ).toEqual([])
  })

  it('has no suppressed rule, no hole in the types and no swallowed error', () => {
    const holes =
      /@ts-(ignore|nocheck|expect-error)|(eslint|oxlint)-disable|:\s*any\b|<any>|\bas any\b|catch\s*(\([^)]*\))?\s*\{\s*\}/
    expect(matching(own(), holes)).toEqual([])
  })

  it('imports Node built-ins by their node: names', () => {
    const bare = /^(fs|path|os|crypto|http|https|net|child_process|stream|url|util|zlib)(\/|$)/
    expect(sourceFiles().flatMap((file) => importsOf(file).filter((name) => bare.test(name)))).toEqual([])
  })
})
