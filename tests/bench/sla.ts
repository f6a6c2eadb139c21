import { shippedCalendars } from '../support/domain/calendar-files.ts'
import { launchDesk } from '../support/desktop.ts'
import { buildBenchApp } from './bench-app.ts'
import { median, report } from './measure.ts'
import type { Verdict } from './measure.ts'

const counts = [1_000, 10_000, 100_000] as const
const mostMs = 100

/**
 * Recomputes deadlines in the data worker's runtime: cases of all levels over three years with Tết, every fifth paused. Prints how
 * the time grows, and beside it that of a loop over every minute, extrapolated from a sample that must give the same deadlines.
 */
export async function runSlaBench(rounds = 7): Promise<readonly Verdict[]> {
  const desk = await launchDesk({ executable: buildBenchApp('sla-app', { 'calendars.json': shippedCalendars() }) })
  try {
    await desk.page.waitForFunction(() => 'runSlaBench' in window)
    const asked = { counts: [...counts], rounds }
    const result = await desk.page.evaluate((given) => window.runSlaBench(given.counts, given.rounds), asked)
    if (result.differing > 0) throw new Error(`${result.differing} deadlines differ from those of the minute loop`)
    for (const size of result.sizes) {
      const oursMs = median(size.oursMs)
      const naiveMs = (size.naiveMs / size.naiveCount) * size.count
      console.log(
        `sla: ${size.count} deadlines ${oursMs.toFixed(2)} ms (${((oursMs / size.count) * 1e6).toFixed(0)} ns each); ` +
          `minute loop ${Math.round(naiveMs)} ms, extrapolated from ${size.naiveCount} of them; ratio 1:${Math.round(naiveMs / oursMs)}`,
      )
    }
    const most = result.sizes.at(-1)
    const name = `${most?.count ?? 0} deadlines recomputed in the data worker`
    return [report({ name, oursMs: most?.oursMs ?? [], limitName: 'the budget', limitMs: [mostMs], target: 1 })]
  } finally {
    await desk.close()
  }
}

if (process.argv[1]?.endsWith('bench/sla.ts')) await runSlaBench()
