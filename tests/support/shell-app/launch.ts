import { join } from 'node:path'
import { launchDesk, stageRuntime } from '../desktop.ts'
import type { Desk, LaunchOptions } from '../desktop.ts'
import { root } from '../places.ts'
import type { ShellTest } from './app/main.tsx'
import { buildShellApp } from './build.ts'

declare global {
  interface Window {
    /** Put there by the page of the shell tests only. */
    readonly shellTest: ShellTest
  }
}

export type ShellDesk = Desk &
  Readonly<{
    /** Lets the worker call a service of main, or one of its own test functions. */
    ask: (path: string, value?: unknown) => Promise<{ value: unknown; code: string | null }>
  }>

let executable: string | null = null

/** The runtime with the real main and preload, and the tests' own page and worker. */
export function shellExecutable(): string {
  executable ??= stageRuntime(buildShellApp(), join(root, '.cache', 'shell-runtime'))
  return executable
}

/** Starts it and waits until the page has its port to the worker. */
export async function launchShell(options: LaunchOptions = {}): Promise<ShellDesk> {
  const desk = await launchDesk({ executable: shellExecutable(), ...options })
  await desk.page.waitForFunction(() => 'shellTest' in window)
  return {
    ...desk,
    ask: (path, value) =>
      desk.page.evaluate(
        ([name, input]) =>
          window.shellTest.worker.ask({ path: name, value: input }) as Promise<{ value: unknown; code: string | null }>,
        [path, value] as const,
      ),
  }
}
