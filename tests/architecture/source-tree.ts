import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

export type SourceFile = Readonly<{ path: string; text: string; lines: number }>

const codeFile = /\.(ts|tsx|mts|cts)$/

/** Every TypeScript file git tracks or would track, with its path from the root of the checkout. */
export const sourceFiles = (): SourceFile[] =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1e8,
  })
    .split('\n')
    .filter((path) => codeFile.test(path) && existsSync(join(root, path)))
    .map((path) => {
      const text = readFileSync(join(root, path), 'utf8')
      return { path, text, lines: text.split('\n').length - 1 }
    })

const importPattern =
  /(?:^|\n)\s*(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|new URL\(\s*['"](\.[^'"]+)['"]\s*,\s*import\.meta\.url/g

/** The module names a file imports, as written. */
export const importsOf = (file: SourceFile): string[] =>
  [...file.text.matchAll(importPattern)].flatMap((match) => match.slice(1).filter((name) => name !== undefined))

/** The module names a file must have read before it runs itself. */
export const staticImportsOf = (file: SourceFile): string[] =>
  [...file.text.matchAll(importPattern)]
    .filter((match) => !match[0].trimStart().startsWith('import type'))
    .flatMap((match) => match.slice(1, 3).filter((name) => name !== undefined))

/** The path from the root that a relative import means, or null for a package. */
export const resolveImport = (from: string, name: string): string | null =>
  name.startsWith('.') ? normalize(join(dirname(from), name.replace(/\?.*$/, ''))) : null
