import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../setup/places.mjs'
import { run } from '../setup/run-process.mjs'

const binary = (...parts) => join(root, 'node_modules', ...parts)

/** Runs one command that reports through IHANOI_DESK_RESULT; a run that wrote no result counts as one failure. */
const counted = async (node, args) => {
  const folder = mkdtempSync(join(tmpdir(), 'ihanoi-desk-result-'))
  const file = join(folder, 'result.json')
  try {
    const code = await run(node, args, { env: { IHANOI_DESK_RESULT: file } })
    const counts = JSON.parse(readFileSync(file, 'utf8'))
    if (code !== 0 && counts.failed === 0) return { ...counts, failed: 1, failures: [`exit code ${code}`] }
    return counts
  } catch (error) {
    return { passed: 0, failed: 1, skipped: [], failures: [`no result: ${error.message}`] }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A share of the suite that vitest runs: folders under `tests/`. */
export const vitestShare = (node, folders) =>
  counted(node, [
    binary('vitest', 'vitest.mjs'),
    'run',
    '--config',
    'tests/vitest.config.ts',
    '--passWithNoTests',
    '--reporter=default',
    `--reporter=${join(root, 'tools', 'testing', 'vitest-reporter.mjs')}`,
    ...folders,
  ])

/** The desktop share: the real Electron app driven by Playwright on the display that is set. */
export const desktopShare = (node) =>
  counted(node, [
    binary('@playwright', 'test', 'cli.js'),
    'test',
    '--config',
    'tests/playwright.config.ts',
    `--reporter=list,${join(root, 'tools', 'testing', 'playwright-reporter.mjs')}`,
  ])

/** Checks of the sources: each counts as one test. */
export const staticShare = async (node, projects) => {
  const tsc = binary('typescript', 'bin', 'tsc')
  const checks = [
    ...projects.map((project) => [`types: ${project}`, [tsc, '-p', project]]),
    ['lint', [binary('oxlint', 'bin', 'oxlint'), '--type-aware', '--quiet']],
    ['format', [binary('oxfmt', 'bin', 'oxfmt'), '--check', '.']],
    ['dead code', [binary('knip', 'bin', 'knip.js')]],
  ]
  const counts = { passed: 0, failed: 0, skipped: [], failures: [] }
  for (const [name, args] of checks) {
    const code = await run(node, args)
    if (code === 0) counts.passed += 1
    else {
      counts.failed += 1
      counts.failures.push(name)
    }
  }
  return counts
}
