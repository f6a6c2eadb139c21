import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** Every vitest suite; component tests name their own environment at the top of the file. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    setupFiles: ['tests/support/property-runs.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000 * Number(process.env['IHANOI_DESK_SEEDS'] ?? '1'),
    hookTimeout: 120_000,
    restoreMocks: true,
  },
})
