import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { roles } from '../../shared/domain/roles.ts'
import { fileRowV1 } from '../../shared/contract/rows.ts'
import { isDevelopment } from '../../server/identity/development.ts'
import { hashOfFile, contentPath } from '../../server/files/content-store.ts'
import { fillWithCopies } from '../../server/fill-load.ts'
import { readSampleFiles } from '../../server/sample/sample-files.ts'
import { sampleOrganisation } from '../../server/sample/sample-organisation.ts'
import { seedSample, tellSamples } from '../../server/sample/seed.ts'
import type { SeedReport } from '../../server/sample/seed.ts'
import { referenceOf } from '../../server/sync/reference.ts'
import { openMemoryContext } from '../support/intake/memory-context.ts'

const nowMs = Date.parse('2026-11-23T02:30:00Z')

describe('the sample database', () => {
  let context: Awaited<ReturnType<typeof openMemoryContext>>
  let report: SeedReport
  beforeAll(async () => {
    // Every case below is one of a run that was killed and finished later, at another time.
    let now = nowMs
    context = await openMemoryContext(() => now)
    const killed = seedSample(context, {
      onProgress: (stored) => {
        if (stored >= 60) throw new Error('killed')
      },
    })
    await expect(killed).rejects.toThrow('killed')
    expect(await isDevelopment(context)).toBe(false)
    now += 50 * 60_000
    report = await seedSample(context)
    now = nowMs
  }, 300_000)
  afterAll(() => context.close())
  const rows = async <T>(query: ReturnType<typeof sql<T>>) => (await query.execute(context.database.kysely)).rows

  it('holds the 126 communes and wards, the city’s agencies and about 60 officials in every role', async () => {
    expect(report).toMatchObject({ skipped: false, agencies: 154, officials: 66 })
    const [count] = await rows(sql<{ local: number; areas: number }>`
      select (select count(*) from agency where kind in ('ward', 'commune'))::int as local, (select count(*) from area)::int as areas`)
    expect(count).toEqual({ local: 126, areas: 126 })
    const held = await rows(sql<{ role: string }>`select distinct role from role_grant`)
    expect(held.map((row) => row.role).toSorted()).toEqual([...roles].toSorted())
  })

  it('numbers the cases in the order in which they were sent', async () => {
    const cases = await rows(sql<{ number: string; at: number }>`
      select case_number as number, submitted_at_ms as at from complaint order by case_number`)
    expect(cases).toHaveLength(report.cases)
    expect(cases[0]?.number).toBe('HN-2026-000001')
    expect(cases.map((one) => one.at)).toEqual(cases.map((one) => one.at).toSorted((a, b) => a - b))
  })

  it('keeps every photo on disk under its hash and a thumbnail in its row', async () => {
    const files = await rows(sql<{ data: unknown }>`select data from file`)
    expect(files).toHaveLength(report.photos)
    for (const { data } of files.slice(0, 40)) {
      const file = fileRowV1.parse(data)
      expect(await hashOfFile(contentPath(context.config.filesFolder, file.hash))).toBe(file.hash)
      expect(file.stored && (file.thumb?.length ?? 99_999) <= 40 * 1024).toBe(true)
    }
  })

  it('leaves some cases unread and some replies begun', async () => {
    const [counted] = await rows(sql<{ marks: number; drafts: number; unread: number }>`
      select (select count(*) from mark)::int as marks, (select count(*) from draft)::int as drafts,
        (select count(*) from complaint as c where state = 'in_progress'
           and not exists (select from mark as m where m.case_id = c.id and m.user_id = c.assignee))::int as unread`)
    expect(counted?.marks).toBeGreaterThan(100)
    expect(counted?.drafts).toBeGreaterThan(5)
    expect(counted?.unread).toBeGreaterThan(5)
  })

  it('gives the server rules it can decide by', async () => {
    const reference = await context.database.kysely
      .transaction()
      .execute((tx) => referenceOf(tx, context.database, nowMs))
    expect([...reference.calendars.keys()]).toContain('hanoi-office')
    expect([...reference.policies.keys()]).toEqual(expect.arrayContaining(['hanoi-1207', 'source-target']))
    expect(reference.organisation.agencies.size).toBe(154)
  })

  it('names no reporter in anything that synchronises', async () => {
    const names = (await rows(sql<{ name: string }>`select distinct name from reporter where kind = 'business'`)).map(
      (row) => row.name,
    )
    expect(names.length).toBeGreaterThan(2)
    const [found] = await rows(sql<{ n: number }>`
      select count(*)::int as n from reporter as r join complaint as c on c.id = r.case_id
      where position(r.phone in c.data::text) > 0 or c.data ? 'reporter'`)
    expect(found?.n).toBe(0)
  })

  it('is marked as samples and left alone by a second seed', async () => {
    expect(await isDevelopment(context)).toBe(true)
    expect(await seedSample(context)).toMatchObject({ skipped: true, cases: 0 })
  })

  it('holds the cases that an uninterrupted run tells, each once', async () => {
    const files = readSampleFiles()
    const told = tellSamples(files, sampleOrganisation(files), nowMs, 'hanoi')
    const stored = await rows(sql<{ id: string; at: number }>`
      select id, submitted_at_ms as at from complaint order by id`)
    const expected = told.map(({ story }) => [story.complaint.id, story.complaint.clocks.submittedAtMs] as const)
    expect(stored.map(({ id, at }) => [id, at])).toEqual(expected.toSorted(([a], [b]) => (a < b ? -1 : 1)))
  })

  it('is filled up with copies to the number asked for, also when that was interrupted', async () => {
    const total = report.cases + 1000
    const killed = fillWithCopies(context, total, () => {
      throw new Error('killed')
    })
    await expect(killed).rejects.toThrow('killed')
    await fillWithCopies(context, total, () => undefined)
    const copies = await rows(sql<{ n: number; first: string; last: string; closed: number }>`
      select count(*)::int as n, min(id) as first, max(id) as last,
        (count(*) filter (where state = 'closed'))::int as closed from complaint where id like 'load-%'`)
    const number = (n: number) => `load-${String(n).padStart(7, '0')}`
    expect(copies).toMatchObject([{ n: 1000, first: number(report.cases), last: number(total - 1) }])
    expect(copies[0]?.closed).toBeGreaterThan(900)
  })
})
