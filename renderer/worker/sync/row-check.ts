import { z } from 'zod'
import { upgradedRow } from '../../../shared/contract/row-upgrades.ts'
import { syncedRows } from '../../../shared/contract/rows.ts'
import type { EntityName } from '../../../shared/contract/rows.ts'
import type { SyncOpV1 } from '../../../shared/contract/sync.ts'
import { rowKey } from '../db/records.ts'

type Check = (value: unknown) => boolean

/**
 * A quick yes for rows of the right shape: the schema's own tree as plain functions, without copying a row. A no, and any part of a
 * schema it does not know, is left to the schema itself. Keys the schema does not name stay in the row.
 */
export function quickCheck(schema: z.ZodType): Check {
  if (schema instanceof z.ZodNullable) return nullable(inner(schema.def.innerType))
  if (schema instanceof z.ZodString && !schema.def.checks?.length) return (value) => typeof value === 'string'
  if (schema instanceof z.ZodBoolean) return (value) => typeof value === 'boolean'
  if (schema instanceof z.ZodUnknown) return () => true
  if (schema instanceof z.ZodNumber && schema.isInt && schema.def.checks?.length === 1) return Number.isSafeInteger
  if (schema instanceof z.ZodNumber && !schema.def.checks?.length) return Number.isFinite
  if (schema instanceof z.ZodEnum) {
    const allowed = new Set<unknown>(Object.values(schema.def.entries))
    return (value) => allowed.has(value)
  }
  if (schema instanceof z.ZodArray && !schema.def.checks?.length) return everyItem(inner(schema.def.element))
  if (schema instanceof z.ZodObject) return everyField(schema)
  return (value) => schema.safeParse(value).success
}

function inner(schema: unknown): Check {
  return schema instanceof z.ZodType ? quickCheck(schema) : () => false
}

function nullable(check: Check): Check {
  return (value) => value === null || check(value)
}

function everyItem(check: Check): Check {
  return (value) => Array.isArray(value) && value.every(check)
}

function everyField(schema: z.ZodObject): Check {
  const names = Object.keys(schema.shape)
  const checks = names.map((name) => inner(schema.shape[name]))
  return (value) => {
    if (typeof value !== 'object' || value === null) return false
    const fields = value as Readonly<Record<string, unknown>>
    for (let index = 0; index < names.length; index += 1) {
      if (!checks[index]?.(fields[names[index] ?? ''])) return false
    }
    return true
  }
}

const quick = Object.fromEntries(
  Object.entries(syncedRows).map(([entity, schema]) => [entity, quickCheck(schema)]),
) as Readonly<Record<EntityName, Check>>

/** The row in today's shape when it has its entity's shape, of this or an older wire schema; else the place of the first thing wrong. */
export function checkRow(
  entity: EntityName,
  received: unknown,
): Readonly<{ ok: true; row: unknown } | { ok: false; field: string }> {
  const row = upgradedRow(entity, received)
  if (quick[entity](row)) return { ok: true, row }
  const parsed = syncedRows[entity].safeParse(row)
  return parsed.success
    ? { ok: true, row: parsed.data }
    : { ok: false, field: parsed.error.issues[0]?.path.join('.') ?? '' }
}

/** The ops of one page, every PUT with its row: one that several buckets hold travels with the first of its ops alone. */
export function withRepeatedRows(ops: readonly SyncOpV1[]): SyncOpV1[] {
  if (ops.every((op) => op.op === 'REMOVE' || op.row !== undefined)) return [...ops]
  const rows = new Map<string, unknown>()
  return ops.map((op) => {
    if (op.op === 'REMOVE') return op
    const key = rowKey(op.entity, op.id)
    if (op.row === undefined) return rows.has(key) ? { ...op, row: rows.get(key) } : op
    rows.set(key, op.row)
    return op
  })
}
