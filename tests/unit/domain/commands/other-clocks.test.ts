import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const script = fileURLToPath(new URL('../../../support/domain/print-walks.ts', import.meta.url))

type Printed = Readonly<{ steps: number; digest: string; localDay: number; nowMs: number }>

const printed = (environment: Readonly<Record<string, string>>): Printed =>
  JSON.parse(execFileSync(process.execPath, [script], { env: { ...process.env, ...environment }, encoding: 'utf8' }))

describe('the same lives are decided alike', () => {
  const here = printed({ TZ: 'Asia/Ho_Chi_Minh' })

  it('in a process of every time zone', () => {
    expect(here.steps).toBeGreaterThan(1_000)
    const days = new Set<number>()
    for (const TZ of ['UTC', 'America/Los_Angeles', 'Pacific/Kiritimati']) {
      const there = printed({ TZ })
      expect([TZ, there.digest, there.steps]).toEqual([TZ, here.digest, here.steps])
      days.add(there.localDay)
    }
    // The zone does reach the process: 20:00 UTC is another local day here and there.
    expect(days.size).toBe(2)
  })

  it('on a device whose clock is 36 hours ahead or behind', () => {
    for (const hours of [36, -36]) {
      const there = printed({ TZ: 'Asia/Ho_Chi_Minh', CLOCK_OFFSET_MS: String(hours * 3_600_000) })
      expect([hours, there.digest]).toEqual([hours, here.digest])
      // The offset does reach the process.
      expect(Math.abs(there.nowMs - here.nowMs - hours * 3_600_000)).toBeLessThan(3_600_000)
    }
  })
}, 120_000)
