import { beforeAll, describe, expect, it } from 'vitest'
import { dayOfDate } from '../../../shared/domain/time/zone.ts'
import { hanoiDay } from '../../../server/identity/officials.ts'
import { daysOfReport } from '../../../server/sample/moved-dates.ts'
import { readSampleFiles } from '../../../server/sample/sample-files.ts'
import { sampleOrganisation } from '../../../server/sample/sample-organisation.ts'
import { tellSamples } from '../../../server/sample/seed.ts'
import type { SampleCase } from '../../../server/sample/unit-cases.ts'

const nows = ['2026-11-23T02:30:00Z', '2026-02-18T04:00:00Z', '2027-06-30T15:00:00Z'] as const
/** Reports whose writer has something ahead: a wedding, a day by which a paper is needed. */
const lookAhead: ReadonlySet<string> = new Set(['admin_procedure-04', 'admin_procedure-11'])
const halfYear = 182

const dayAt = (atMs: number): number => dayOfDate(hanoiDay(atMs)) ?? Number.NaN

/** The days that a plain reading of `dd/mm` and of lists like `10 và 11/11` finds, each in the year that brings it nearest to `near`. */
function plainDays(text: string, near: number): number[] {
  const year = Number(new Date(near * 86_400_000).toISOString().slice(0, 4))
  const dates = text.matchAll(/(?<![\d/])((?:\d{1,2}(?:, | và | đến |-))*\d{1,2})\/(\d{1,2})(?![\d/])/g)
  return [...dates].flatMap(([, list = '', month = '']) => {
    const ofMonth = [...list.matchAll(/\d+/g)].map(([day]) => `${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
    const days = ofMonth.flatMap((day) => [year - 1, year, year + 1].flatMap((one) => dayOfDate(`${one}-${day}`) ?? []))
    return days.filter((day) => Math.abs(day - near) <= halfYear)
  })
}

describe.each(nows)('the days that sample cases tell of on %s', (now) => {
  const files = readSampleFiles()
  let cases: SampleCase[]
  beforeAll(() => {
    cases = tellSamples(files, sampleOrganisation(files), Date.parse(now), 'hanoi')
  })

  it('lie in no body after the day of submission, but for what its writer has ahead', () => {
    let seen = 0
    for (const { story, report } of cases) {
      const { body, clocks } = story.complaint
      const submitted = dayAt(clocks.submittedAtMs)
      for (const day of plainDays(body, submitted)) {
        seen += 1
        if (lookAhead.has(report.key)) expect(day - submitted).toBeGreaterThan(0)
        expect(day - submitted).toBeLessThanOrEqual(lookAhead.has(report.key) ? 60 : 0)
      }
    }
    expect(seen).toBeGreaterThan(30)
  })

  it('begin in a reply with a handling between submission and answer', () => {
    let seen = 0
    for (const { story, report } of cases) {
      const { reply, clocks } = story.complaint
      const { handling, lastPast } = daysOfReport(report, files.phrases.dates)
      if (reply === null || handling === null) continue
      seen += 1
      const submitted = dayAt(clocks.submittedAtMs)
      const first = dayAt(lastPast === null ? (clocks.receivedAtMs ?? Number.NaN) : clocks.submittedAtMs)
      const answered = dayAt(clocks.answeredAtMs ?? Date.parse(now))
      const days = plainDays(reply.text, submitted)
      expect(
        days.filter((day) => day >= first && day <= answered),
        `${report.key}: ${reply.text}`,
      ).not.toEqual([])
    }
    expect(seen).toBeGreaterThan(100)
  })

  it('are the same when told again', () => {
    const again = tellSamples(files, sampleOrganisation(files), Date.parse(now), 'hanoi')
    expect(again.map(({ story }) => story.complaint)).toEqual(cases.map(({ story }) => story.complaint))
  })
})
