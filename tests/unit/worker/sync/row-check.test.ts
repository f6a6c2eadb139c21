import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { checkRow, quickCheck } from '../../../../renderer/worker/sync/row-check.ts'
import { syncedRows } from '../../../../shared/contract/rows.ts'
import { holds } from '../../../support/seeded-property.ts'
import { caseRow } from '../../../support/worker/sync-server.ts'

const leaf = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.constant(undefined),
  fc.constant([]),
  fc.constant({}),
)

/** Every path to a value inside a row. */
function pathsOf(value: unknown, before: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [before]
  return [
    ...(before.length > 0 ? [before] : []),
    ...Object.entries(value).flatMap(([key, item]) => pathsOf(item, [...before, key])),
  ]
}

function changed(row: object, path: readonly string[], value: unknown): object {
  const copy: Record<string, unknown> = structuredClone(row) as Record<string, unknown>
  let at = copy
  for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>
  at[path.at(-1) ?? ''] = value
  return copy
}

const full = caseRow('1', {
  area: 'x',
  point: { lng: 105.8, lat: 21 },
  clocks: { ...caseRow('1').clocks, pauses: [{ fromMs: 1, toMs: null, reason: 'r' }] },
  reply: {
    revision: 1,
    text: 't',
    hash: 'h',
    author: 'u',
    submittedAtMs: 1,
    approvedBy: null,
    returnComment: null,
    returnPassage: null,
    gate: null,
  },
})

describe('row check', () => {
  it('says yes to whole rows without asking the schema', () => {
    expect(quickCheck(syncedRows.case)(full)).toBe(true)
    expect(checkRow('case', full)).toEqual({ ok: true, row: full })
  })

  it('judges any damaged row as the schema does', () => {
    holds(
      'quick check never says yes where the schema says no',
      fc.property(fc.constantFrom(...pathsOf(full)), leaf, (path, value) => {
        const row = changed(full, path, value)
        expect(checkRow('case', row).ok).toBe(syncedRows.case.safeParse(row).success)
        if (quickCheck(syncedRows.case)(row)) expect(syncedRows.case.safeParse(row).success).toBe(true)
      }),
    )
  })

  it('names where a row is wrong, and never its content', () => {
    const answer = checkRow('case', changed(full, ['clocks', 'pauses', '0', 'fromMs'], 'bí mật'))
    expect(answer).toEqual({ ok: false, field: 'clocks.pauses.0.fromMs' })
    expect(checkRow('event', null)).toMatchObject({ ok: false })
  })

  it('leaves what it does not know to the schema', () => {
    const even = z.object({ n: z.number().refine((n) => n % 2 === 0), s: z.string().min(2) })
    expect(quickCheck(even)({ n: 2, s: 'ab' })).toBe(true)
    expect(quickCheck(even)({ n: 3, s: 'ab' })).toBe(false)
    expect(quickCheck(even)({ n: 2, s: 'a' })).toBe(false)
  })
})
