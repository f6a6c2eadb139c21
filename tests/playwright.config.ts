import { defineConfig } from '@playwright/test'

/** Desktop tests: the real Electron app in a real window, one file after another, because each starts its own apps. */
export default defineConfig({
  testDir: './e2e',
  outputDir: '../test-results/playwright',
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
})
