import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Backoff, pollDelayMs } from '../../../../renderer/worker/sync/backoff.ts'
import { holds } from '../../../support/seeded-property.ts'

const unit = fc.double({ min: 0, max: 0.999999, noNaN: true })

describe('back-off', () => {
  it('stays between 1 s and 60 s whatever is drawn and however often it fails', () => {
    holds(
      'back-off bounds',
      fc.property(fc.array(unit, { minLength: 1, maxLength: 50 }), (draws) => {
        let next = 0
        const backoff = new Backoff(() => draws[next % draws.length] ?? 0)
        for (next = 0; next < draws.length; next += 1) {
          const ms = backoff.nextMs()
          expect(ms).toBeGreaterThanOrEqual(1000)
          expect(ms).toBeLessThanOrEqual(60_000)
        }
      }),
    )
  })

  it('spreads over the whole range: full jitter', () => {
    const late = new Backoff(() => 0.999999)
    const early = new Backoff(() => 0)
    for (let failure = 0; failure < 8; failure += 1) {
      late.nextMs()
      early.nextMs()
    }
    expect(late.nextMs()).toBe(60_000)
    expect(early.nextMs()).toBe(1000)
  })

  it('begins again after a success', () => {
    const backoff = new Backoff(() => 0.999999)
    for (let failure = 0; failure < 8; failure += 1) backoff.nextMs()
    backoff.reset()
    expect(backoff.failures).toBe(0)
    expect(backoff.nextMs()).toBeLessThanOrEqual(2000)
  })

  it('never waits less than the server asks', () => {
    expect(new Backoff(() => 0).nextMs(90_000)).toBe(90_000)
  })

  it('polls every 30 s, 20 % more or less', () => {
    holds(
      'poll bounds',
      fc.property(unit, (draw) => {
        const ms = pollDelayMs(() => draw)
        expect(ms).toBeGreaterThanOrEqual(24_000)
        expect(ms).toBeLessThanOrEqual(36_000)
      }),
    )
  })
})
