import { beforeAll, describe, expect, it } from 'vitest'
import { caseStates, isOpen } from '../../../shared/domain/states.ts'
import { caseRowV1, eventRowV1 } from '../../../shared/contract/rows.ts'
import { dueSoonFromMs } from '../../../shared/domain/time/deadline-status.ts'
import { hanoi1207 } from '../../../shared/domain/time/policy.ts'
import { readSampleFiles } from '../../../server/sample/sample-files.ts'
import type { SampleFiles } from '../../../server/sample/sample-files.ts'
import { sampleOrganisation } from '../../../server/sample/sample-organisation.ts'
import { sampleRules, tellSamples } from '../../../server/sample/seed.ts'
import type { SampleCase } from '../../../server/sample/unit-cases.ts'
import { seededRandom } from '../../../server/sample/seeded-random.ts'

const moments = [
  ['a Monday morning', '2026-11-23T02:30:00Z'],
  ['a Sunday night', '2026-03-15T16:00:00Z'],
  ['the week after Tết', '2026-02-24T04:00:00Z'],
  ['the middle of Tết', '2026-02-18T04:00:00Z'],
] as const

const rows = (files: SampleFiles, nowMs: number, seed: string) =>
  tellSamples(files, sampleOrganisation(files), nowMs, seed).map(({ story }) => story.complaint)

const take = (seed: string): number[] => {
  const random = seededRandom(seed)
  return Array.from({ length: 500 }, () => random.whole(3, 9))
}

describe.each(moments)('sample cases told on %s', (_name, moment) => {
  const nowMs = Date.parse(moment)
  let files: SampleFiles
  let cases: SampleCase[]
  beforeAll(() => {
    files = readSampleFiles()
    cases = tellSamples(files, sampleOrganisation(files), nowMs, 'hanoi')
  })
  const ofUnit = (agency: string) => cases.filter(({ story }) => story.complaint.agency === agency)

  it('gives every unit 30 to 120 open cases and every state', () => {
    for (const { agency } of files.units.units) {
      const own = ofUnit(agency).map(({ story }) => story.complaint.state)
      const open = own.filter(isOpen)
      expect(open.length).toBeGreaterThanOrEqual(30)
      expect(open.length).toBeLessThanOrEqual(120)
      expect(caseStates.filter((state) => !own.includes(state))).toEqual([])
    }
  })

  it('shows no report twice in a unit, and none open in two units', () => {
    for (const { agency } of files.units.units) {
      const keys = ofUnit(agency).map(({ report }) => report.key)
      expect(new Set(keys).size).toBe(keys.length)
    }
    const open = cases.filter((one) => !one.isHistory).map(({ report }) => report.key)
    expect(new Set(open).size).toBe(open.length)
  })

  it('shows no report twice on one screen of whoever sees every unit, closed cases included', () => {
    const orders = [
      ({ story }: SampleCase) => story.complaint.clocks.dueAtMs ?? story.complaint.clocks.submittedAtMs,
      ({ story }: SampleCase) => story.complaint.clocks.submittedAtMs,
    ]
    for (const orderOf of orders) {
      const keys = cases.toSorted((a, b) => orderOf(a) - orderOf(b)).map(({ report }) => report.key)
      const repeated = keys.filter((key, place) => keys.slice(place + 1, place + 20).includes(key))
      expect(repeated).toEqual([])
    }
    expect(cases.length).toBeGreaterThan(480)
  })

  it('has cases that are due soon, overdue and in time in every unit', () => {
    const rules = sampleRules(sampleOrganisation(files), nowMs)
    const calendar = rules.calendars.get('hanoi-office')
    if (calendar === undefined) throw new Error('no office hours')
    for (const { agency } of files.units.units) {
      const clocks = ofUnit(agency)
        .map(({ story }) => story.complaint)
        .filter((complaint) => isOpen(complaint.state) && complaint.clocks.dueAtMs !== null)
        .map((complaint) => complaint.clocks)
      const overdue = clocks.filter((one) => (one.dueAtMs ?? 0) < nowMs).length
      const soon = clocks.filter(
        (one) => (one.dueAtMs ?? 0) >= nowMs && (dueSoonFromMs(one, hanoi1207, calendar) ?? nowMs) <= nowMs,
      ).length
      expect(overdue).toBeGreaterThan(0)
      expect(soon).toBeGreaterThan(0)
      expect(clocks.length - overdue - soon).toBeGreaterThan(5)
    }
  })

  it('tells nothing of the future and every timeline in order', () => {
    for (const { story } of cases) {
      const times = story.events.map((event) => event.atMs)
      expect(times).toEqual(times.toSorted((a, b) => a - b))
      expect(times.at(-1)).toBeLessThanOrEqual(nowMs)
    }
  })

  it('makes rows that fit the contract, labelled as samples', () => {
    for (const { story } of cases) {
      expect(caseRowV1.safeParse(story.complaint).error).toBeUndefined()
      expect(story.complaint.source).toBe('sample')
      for (const event of story.events) expect(eventRowV1.safeParse(event).error).toBeUndefined()
    }
  })

  it('shows a reply wherever one was submitted, and its approver is not its author', () => {
    for (const { story } of cases) {
      const { state, reply } = story.complaint
      if (['reply_submitted', 'reply_returned', 'answered', 'rework'].includes(state))
        expect(reply?.text.length).toBeGreaterThan(80)
      if (reply !== null) expect(reply.approvedBy).not.toBe(reply.author)
    }
  })

  it('tells the same cases again from the same seed and others from another', () => {
    expect(rows(files, nowMs, 'hanoi')).toEqual(cases.map(({ story }) => story.complaint))
    expect(rows(files, nowMs, 'elsewhere')).not.toEqual(cases.map(({ story }) => story.complaint))
  })
})

describe('the seeded source of choices', () => {
  it('repeats itself and keeps its bounds', () => {
    expect(take('a')).toEqual(take('a'))
    expect(take('a')).not.toEqual(take('b'))
    expect(new Set(take('a'))).toEqual(new Set([3, 4, 5, 6, 7, 8, 9]))
  })

  it('shuffles without losing anything', () => {
    const items = Array.from({ length: 50 }, (_, n) => n)
    const shuffled = seededRandom('s').shuffle(items)
    expect(shuffled).not.toEqual(items)
    expect(shuffled.toSorted((a, b) => a - b)).toEqual(items)
  })
})
