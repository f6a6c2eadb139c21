import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { root } from '../../support/places.ts'

const assets = join(root, 'out', 'renderer', 'assets')
const built = (pattern: RegExp) =>
  readdirSync(assets)
    .filter((name) => pattern.test(name))
    .map((name) => join(assets, name))
const textOf = (files: readonly string[]) => files.map((file) => readFileSync(file, 'utf8')).join('\n')

const classNames = /m_[0-9a-f]{6,8}/g

test('reads at most 600 kB of script before the first rows', () => {
  const scripts = built(/^(start|index|rolldown-runtime)-.*\.js$/)
  const bytes = scripts.reduce((sum, file) => sum + statSync(file).size, 0)
  expect(bytes).toBeGreaterThan(100_000)
  expect(bytes).toBeLessThanOrEqual(600_000)
})

test('carries the styles of every component it shows', () => {
  const whole = readFileSync(join(root, 'node_modules', '@mantine', 'core', 'styles.css'), 'utf8')
  const styled = new Set(whole.match(classNames))
  const used = new Set(
    textOf(built(/\.js$/))
      .match(classNames)
      ?.filter((name) => styled.has(name)),
  )
  const carried = new Set(textOf(built(/\.css$/)).match(classNames))
  expect(used.size).toBeGreaterThan(50)
  expect([...used].filter((name) => !carried.has(name))).toEqual([])
})

test('reads the packages that stand before everything in one go', () => {
  const script = textOf(built(/^start-.*\.js$/))
  expect(script.match(/=\w+\(\(function\(/g)?.length ?? 0).toBeGreaterThan(5)
  expect(script.match(/=\w+\(\(\(\w+,\w+\)=>\{/g) ?? []).toEqual([])
})
