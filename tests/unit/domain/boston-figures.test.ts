import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { figuresBy, onTimeShare, totalFigures } from '../../../shared/domain/figures.ts'
import type { FigureCase } from '../../../shared/domain/figures.ts'
import { ianaZone } from '../../../shared/domain/time/iana-zone.ts'
import { utcOfLocal } from '../../../shared/domain/time/zone.ts'

const file = resolve(import.meta.dirname, '../../../../shared/data/complaints/boston311-2011-jul-oct.csv.gz')
const isThere = existsSync(file)
if (!isThere) console.info(`skipped: the real cases of Boston are not at ${file}`)

type Row = Readonly<{ closed_dt: string; target_dt: string; ontime: string; department: string; reason: string }>
const zone = ianaZone('America/New_York', { fromYear: 2010, toYear: 2013 })
const instant = (text: string): number | null =>
  text === '' ? null : utcOfLocal(zone, Date.parse(`${text.replace(' ', 'T')}Z`))
const read = (): readonly Row[] => parse(gunzipSync(readFileSync(file)), { columns: true })

describe.skipIf(!isThere)('41,827 real cases with their source’s targets', () => {
  const rows = isThere ? read() : []
  const cases = rows.map((row): FigureCase => ({
    agency: row.department,
    category: row.reason,
    dueAtMs: instant(row.target_dt),
    soonFromMs: null,
    pausedFromMs: null,
    endedAtMs: instant(row.closed_dt),
  }))
  const moment = { nowMs: Date.UTC(2012, 0, 1), zone }

  it('give the public works department 18,781 on time of 21,080 closed with a target', () => {
    const found = figuresBy('agency', cases, moment).get('PWDx')
    expect(rows.length).toBe(41_827)
    expect([found?.onTime, (found?.onTime ?? 0) + (found?.late ?? 0)]).toEqual([18_781, 21_080])
    expect(found === undefined ? null : onTimeShare(found)).toBeCloseTo(18_781 / 21_080, 9)
  })

  it('give every department what comparing the dates as text gives', () => {
    for (const [agency, found] of figuresBy('agency', cases, moment)) {
      const ended = rows.filter((row) => row.department === agency && row.closed_dt !== '' && row.target_dt !== '')
      const onTime = ended.filter((row) => row.closed_dt <= row.target_dt).length
      expect([found.onTime, found.late], agency).toEqual([onTime, ended.length - onTime])
    }
  })

  it('agree with the file’s own flag wherever it is set, and count the 113 blank ones late', () => {
    const ended = rows.filter((row) => row.closed_dt !== '' && row.target_dt !== '')
    const differing = ended.filter(
      (row) => row.ontime !== '' && (row.ontime === 'ONTIME') !== row.closed_dt <= row.target_dt,
    )
    expect(differing).toEqual([])
    const blank = ended.filter((row) => row.ontime === '')
    expect(blank.length).toBe(113)
    expect(blank.filter((row) => row.closed_dt <= row.target_dt)).toEqual([])
  })

  it('sum to the same whether kept apart by week, category or agency', () => {
    const sums = (['week', 'category', 'agency'] as const).map((axis) => {
      const { onTime, late } = totalFigures(figuresBy(axis, cases, moment).values())
      return [onTime, late]
    })
    expect(sums[1]).toEqual(sums[0])
    expect(sums[2]).toEqual(sums[0])
  })
})
