import { WorkerFailure } from '../../failure.ts'
import type { SegmentRecord } from '../records.ts'

/** An object is `[number of its shape, ...values]`, an array `[-1, ...items]`; everything else stands for itself. */
type Packed = string | number | boolean | null | Packed[]

/** Rows without their repeated field names, which are half of their bytes: each list of names is written once, as a shape. */
export type PackedRows = Readonly<{ shapes: readonly (readonly string[])[]; rows: readonly Packed[] }>

const arrayMark = -1

/** Packs rows that came as JSON. `unpackRows` gives equal rows back, whatever their fields. */
export function packRows(records: readonly SegmentRecord[]): PackedRows {
  const shapes: string[][] = []
  const rows = records.map(([entity, id, page, row, serverSeq]) => [entity, id, page, pack(row, shapes), serverSeq])
  return { shapes, rows }
}

function pack(value: unknown, shapes: string[][]): Packed {
  if (typeof value !== 'object' || value === null) return (value ?? null) as Packed
  if (Array.isArray(value)) {
    const items: Packed[] = [arrayMark]
    for (const item of value) items.push(pack(item, shapes))
    return items
  }
  const fields = value as Readonly<Record<string, unknown>>
  const names = Object.keys(fields)
  const packed: Packed[] = [shapeOf(names, shapes)]
  for (const name of names) packed.push(pack(fields[name], shapes))
  return packed
}

// A segment has a handful of shapes: comparing names beats joining them into a key.
function shapeOf(names: string[], shapes: string[][]): number {
  for (let number = 0; number < shapes.length; number += 1) if (sameNames(names, shapes[number] ?? [])) return number
  shapes.push(names)
  return shapes.length - 1
}

function sameNames(left: readonly string[], right: readonly string[]): boolean {
  if (left.length !== right.length) return false
  for (let index = 0; index < left.length; index += 1) if (left[index] !== right[index]) return false
  return true
}

/** The rows of a decrypted segment; throws `database_damaged` for anything `packRows` did not make. */
export function unpackRows(content: unknown): SegmentRecord[] {
  const { shapes, rows } = (content ?? {}) as Partial<PackedRows>
  if (!Array.isArray(shapes) || !Array.isArray(rows)) throw new WorkerFailure('database_damaged')
  return rows.map((record: readonly Packed[]) => {
    // Segments written before rows carried the server's number have none: a digest finds them and they are loaded anew.
    const [entity, id, page, row, serverSeq = 0] = record
    return [entity, id, page, unpack(row ?? null, shapes), serverSeq] as unknown as SegmentRecord
  })
}

function unpack(packed: Packed, shapes: PackedRows['shapes']): unknown {
  if (!Array.isArray(packed)) return packed
  const mark = packed[0]
  if (mark === arrayMark) return packed.slice(1).map((item) => unpack(item, shapes))
  const names = typeof mark === 'number' ? shapes[mark] : undefined
  if (!names || names.length !== packed.length - 1) throw new WorkerFailure('database_damaged')
  const fields: Record<string, unknown> = {}
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index] ?? ''
    const value = unpack(packed[index + 1] ?? null, shapes)
    // A field of this name would set the prototype instead of the field.
    if (name === '__proto__')
      Object.defineProperty(fields, name, { value, enumerable: true, configurable: true, writable: true })
    else fields[name] = value
  }
  return fields
}
