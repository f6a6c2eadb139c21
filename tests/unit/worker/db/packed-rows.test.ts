import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { packRows, unpackRows } from '../../../../renderer/worker/db/packing/packed-rows.ts'
import type { SegmentRecord } from '../../../../renderer/worker/db/records.ts'
import { holds } from '../../../support/seeded-property.ts'
import { caseRow } from '../../../support/worker/sync-server.ts'

const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('packed rows', () => {
  it('come back equal, whatever JSON they are', () => {
    holds(
      'unpacking gives the rows back',
      fc.property(fc.array(fc.jsonValue()), (values) => {
        const records = values.map((value, index): SegmentRecord => [
          'case',
          `${index}`,
          index,
          throughJson(value),
          index + 7,
        ])
        expect(unpackRows(throughJson(packRows(records)))).toEqual(records)
      }),
    )
  })

  it('write each list of field names once', () => {
    const records = ['1', '2', '3'].map((id): SegmentRecord => ['case', id, 1, caseRow(id), 7])
    const text = JSON.stringify(packRows(records))
    expect(text.split('"receptionDueAtMs"')).toHaveLength(2)
    expect(text.length).toBeLessThan(JSON.stringify(records).length * 0.7)
  })

  it.each([
    null,
    7,
    [],
    {},
    { shapes: [], rows: [['case', '1', 1, [0, 1]]] },
    { shapes: [['a']], rows: [['case', '1', 1, [0]]] },
  ])('refuse what was not packed: %j', (content) => {
    expect(() => unpackRows(content)).toThrow()
  })
})
