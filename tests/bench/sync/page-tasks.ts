import { readFileSync, rmSync } from 'node:fs'
import type { Desk } from '../../support/desktop.ts'

type TraceEvent = Readonly<{
  name: string
  ph: string
  pid: number
  tid: number
  dur?: number
  args?: { name?: string }
}>

const taskName = 'ThreadControllerImpl::RunTask'
const mainThread = 'CrRendererMain'

/** How long the longest single task of a main thread took, of how many. */
export type PageTask = Readonly<{ ms: number; tasks: number }>

/** Runs `work` and answers what the main thread of the window had to do meanwhile. */
export async function longestPageTask(desk: Desk, work: () => Promise<unknown>): Promise<PageTask> {
  const window = await desk.app.browserWindow(desk.page)
  const pid = await window.evaluate((own) => own.webContents.getOSProcessId())
  await desk.app.evaluate(({ contentTracing }) => contentTracing.startRecording({ included_categories: ['toplevel'] }))
  await work()
  const path = await desk.app.evaluate(({ contentTracing }) => contentTracing.stopRecording())
  const { traceEvents } = JSON.parse(readFileSync(path, 'utf8')) as { traceEvents: readonly TraceEvent[] }
  rmSync(path)
  const threads = traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === mainThread)
  const own = threads.find((thread) => thread.pid === pid)?.tid
  const tasks = traceEvents.filter((event) => event.name === taskName && event.pid === pid && event.tid === own)
  if (tasks.length === 0) throw new Error('The trace shows no task of the window.')
  return { ms: tasks.reduce((longest, { dur }) => Math.max(longest, dur ?? 0), 0) / 1000, tasks: tasks.length }
}
