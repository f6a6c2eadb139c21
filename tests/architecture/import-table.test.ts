import { describe, expect, it } from 'vitest'
import { importsOf, resolveImport, sourceFiles } from './source-tree.ts'

type Rule = Readonly<{
  from: RegExp
  /** Own folders that may be imported, from the root of the checkout. */
  folders: readonly RegExp[]
  /** Packages that may be imported; null allows every package not refused. */
  packages: readonly RegExp[] | null
  refused?: readonly RegExp[]
}>

const shared = /^shared\//
const react = /^(react|react-dom|react-router|react-i18next|recharts|@mantine\/|@tanstack\/|@tabler\/)/
const contracts = [/^zod$/, /^@orpc\/contract$/]

/** The table of docs/architecture.md, most particular row first. */
const rules: readonly Rule[] = [
  { from: /^shared\/domain\//, folders: [/^shared\/(domain|language)\//], packages: [] },
  { from: /^shared\/language\//, folders: [/^shared\/language\//], packages: [] },
  { from: shared, folders: [shared], packages: contracts },
  { from: /^electron\/preload\//, folders: [/^shared\/ipc\//, /^electron\/preload\//], packages: [/^electron$/] },
  {
    from: /^electron\//,
    folders: [shared, /^electron\/(main|ipc)\//, /^resources\//],
    packages: null,
    refused: [react, /^dexie$/, /^fastify/, /^kysely$/, /^pg$/],
  },
  {
    from: /^renderer\/components\//,
    folders: [/^renderer\/components\//, /^shared\/text\//],
    packages: null,
    refused: [/^node:/, /^electron/, /^dexie$/],
  },
  {
    from: /^renderer\/worker\//,
    folders: [shared, /^renderer\/worker\//],
    packages: null,
    refused: [react, /^node:/, /^electron/],
  },
  {
    from: /^renderer\/platform\//,
    folders: [shared, /^renderer\/(platform|worker)\//],
    packages: null,
    refused: [/^node:/, /^electron/, /^dexie$/],
  },
  {
    from: /^renderer\/features\//,
    folders: [shared, /^renderer\/(components|platform)\//, /^renderer\/features\//, /^resources\/places\//],
    packages: null,
    refused: [/^node:/, /^electron/, /^dexie$/],
  },
  {
    from: /^renderer\//,
    folders: [/^renderer\//, shared],
    packages: null,
    refused: [/^node:/, /^electron/, /^dexie$/],
  },
  {
    from: /^server\//,
    folders: [/^shared\/(domain|language|contract|text)\//, /^server\//, /^resources\//],
    packages: null,
    refused: [react, /^electron/, /^dexie$/],
  },
]

const ownRule = (path: string) => rules.find((rule) => rule.from.test(path))
const feature = (path: string) => /^renderer\/features\/([^/]+)\//.exec(path)?.[1]

const breaksOf = (path: string, name: string): string | null => {
  const rule = ownRule(path)
  if (!rule) return null
  const target = resolveImport(path, name)
  if (target === null) {
    if (rule.packages !== null && !rule.packages.some((allowed) => allowed.test(name)))
      return 'package not allowed here'
    return rule.refused?.some((refused) => refused.test(name)) ? 'package refused here' : null
  }
  if (target.startsWith('tests/')) return 'nothing imports tests'
  if (!rule.folders.some((allowed) => allowed.test(target))) return 'folder not allowed here'
  const crossesFeatures =
    feature(path) !== undefined && feature(target) !== undefined && feature(path) !== feature(target)
  return crossesFeatures ? 'a feature never imports another feature' : null
}

describe('import table', () => {
  it('is kept by every file', () => {
    const breaks = sourceFiles().flatMap((file) =>
      importsOf(file).flatMap((name) => {
        const reason = breaksOf(file.path, name)
        return reason === null ? [] : [`${file.path} imports ${name}: ${reason}`]
      }),
    )
    expect(breaks).toEqual([])
  })

  it('sees a domain file that imports a package, a feature that imports another and a server file that imports the renderer', () => {
    expect(breaksOf('shared/domain/a.ts', 'zod')).not.toBeNull()
    expect(breaksOf('renderer/features/queue/a.ts', '../case/b.ts')).not.toBeNull()
    expect(breaksOf('server/sync/a.ts', '../../renderer/worker/b.ts')).not.toBeNull()
    expect(breaksOf('renderer/worker/a.ts', 'react')).not.toBeNull()
    expect(breaksOf('electron/preload/a.ts', '../main/b.ts')).not.toBeNull()
  })
})

const findCycle = (graph: ReadonlyMap<string, readonly string[]>): string[] | null => {
  const done = new Set<string>()
  const visit = (path: string, trail: readonly string[]): string[] | null => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path]
    if (done.has(path)) return null
    for (const next of graph.get(path) ?? []) {
      const cycle = visit(next, [...trail, path])
      if (cycle) return cycle
    }
    done.add(path)
    return null
  }
  for (const path of graph.keys()) {
    const cycle = visit(path, [])
    if (cycle) return cycle
  }
  return null
}

describe('cycles', () => {
  it('do not exist between files', () => {
    const graph = new Map(
      sourceFiles().map((file) => {
        const targets = importsOf(file).flatMap((name) => resolveImport(file.path, name) ?? [])
        return [file.path, targets.filter((target) => target !== file.path)] as const
      }),
    )
    expect(findCycle(graph)).toBeNull()
  })

  it('are seen where they exist', () => {
    expect(
      findCycle(
        new Map([
          ['a', ['b']],
          ['b', ['c']],
          ['c', ['a']],
        ]),
      ),
    ).toEqual(['a', 'b', 'c', 'a'])
  })
})
