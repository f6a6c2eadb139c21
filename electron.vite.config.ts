import { cpSync } from 'node:fs'
import { join, resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

// A test builds its own small page and worker with this very configuration: only the two folders differ.
const rendererRoot = resolve(process.env['IHANOI_DESK_RENDERER'] ?? 'renderer')
const out = resolve(process.env['IHANOI_DESK_OUT'] ?? 'out')

// The oldest runtime that must run the bundles: Electron 25.1.1.
const nodeTarget = 'node18.15'
const browserTarget = 'chrome114'

const copyIcons = {
  name: 'copy-icons',
  closeBundle: () => cpSync(resolve('resources/icons'), join(out, 'icons'), { recursive: true }),
}

/**
 * V8 reads a function twice unless it looks as if called at once, and an arrow function never does: the bodies of CommonJS packages,
 * React DOM above all, become functions in parentheses. It saves half of the time the start script runs before React.
 */
const readOnce = {
  name: 'read-once',
  renderChunk: (code: string) => code.replaceAll(/(__commonJSMin\(\()\(([\w$, ]*)\) => \{/g, '$1function ($2) {'),
}

export default defineConfig({
  main: {
    plugins: [copyIcons],
    build: {
      outDir: join(out, 'main'),
      target: nodeTarget,
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: resolve('electron/main/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name].cjs' },
      },
    },
  },
  preload: {
    build: {
      outDir: join(out, 'preload'),
      target: nodeTarget,
      externalizeDeps: false,
      rolldownOptions: {
        input: {
          index: resolve('electron/preload/index.ts'),
          'worker-host': resolve('electron/preload/worker-host.ts'),
        },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: rendererRoot,
    plugins: [react(), readOnce],
    worker: { format: 'es' },
    build: {
      outDir: join(out, 'renderer'),
      emptyOutDir: true,
      target: browserTarget,
      minify: true,
      // The content security policy lets no font and no script come from a data: address.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      // Files come from the disk: a large chunk costs no network.
      chunkSizeWarningLimit: 2000,
      rolldownOptions: {
        input: { index: join(rendererRoot, 'index.html'), 'worker-host': join(rendererRoot, 'worker-host.html') },
        // Every file of the first screen is asked of main, one by one: what all starts need is one file.
        output: { codeSplitting: { groups: [{ name: 'start', tags: ['$initial'], test: /^(?!.*worker-host)/ }] } },
      },
    },
  },
})
