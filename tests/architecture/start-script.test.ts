import { describe, expect, it } from 'vitest'
import { firstVietnamese } from '../../shared/text/first-vietnamese.ts'
import { resolveImport, sourceFiles, staticImportsOf } from './source-tree.ts'
import type { SourceFile } from './source-tree.ts'

/** What the page reads before anything can be shown. */
function startFiles(): readonly SourceFile[] {
  const byPath = new Map(sourceFiles().map((file) => [file.path, file]))
  const found = new Map<string, SourceFile>()
  const open = ['renderer/app/main.tsx']
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const file = byPath.get(path)
    if (file === undefined || found.has(path)) continue
    found.set(path, file)
    open.push(...staticImportsOf(file).flatMap((name) => resolveImport(file.path, name) ?? []))
  }
  return [...found.values()]
}

describe('the start script', () => {
  it('asks only for texts that come with it', () => {
    const files = startFiles()
    expect(files.length).toBeGreaterThan(40)
    const asked = files.flatMap((file) =>
      [...file.text.matchAll(/\bt\(\s*['`]([a-zA-Z]+)\./g)].map((match) => ({ path: file.path, area: match[1] ?? '' })),
    )
    expect(asked.length).toBeGreaterThan(40)
    expect(asked.filter(({ area }) => !Object.hasOwn(firstVietnamese, area))).toEqual([])
  })
})
