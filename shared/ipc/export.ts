import { z } from 'zod'
import { longestCell, mostRowsAtOnce } from './sheet-limits.ts'

/** What stands in a column of a sheet. A date travels as Unix milliseconds and becomes one of the city's wall clock. */
export const cellKinds = ['text', 'date', 'number'] as const
export type CellKind = (typeof cellKinds)[number]

/** In characters. */
const widestColumn = 255

const cell = z.union([z.string().max(longestCell), z.number(), z.null()])
export type CellV1 = z.infer<typeof cell>

const columnV1 = z.object({
  header: z.string().max(200),
  kind: z.enum(cellKinds),
  /** In characters, as Excel counts it. */
  width: z.number().positive().max(widestColumn),
})
export type SheetColumnV1 = z.infer<typeof columnV1>

/** A line of the sheet that says what the file is. */
const aboutV1 = z.object({ label: z.string().max(200), kind: z.enum(cellKinds), value: cell })
export type AboutLineV1 = z.infer<typeof aboutV1>

/** Why no file was written; `cancelled` when the person changed their mind. Nothing is left on the disk then. */
export const exportFailures = [
  'cancelled',
  'signed_out',
  'not_open',
  'disk_full',
  'file_busy',
  'not_writable',
  'disk_failed',
] as const
export type ExportFailure = (typeof exportFailures)[number]

// Excel refuses longer ones and these characters.
const sheetName = z
  .string()
  .min(1)
  .max(31)
  .regex(/^[^*?:\\/[\]]+$/)
const ticket = z.uuid()
const refused = z.object({ ok: z.literal(false), code: z.enum(exportFailures) })
const done = z.object({ ok: z.literal(true) })

/**
 * Page to main, about a workbook: begin asks the person where to, append rows in order, finish. The file stands there whole when `finish`
 * has answered, and not before; the page never names a path.
 */
export const exportCalls = {
  'export:begin': {
    args: z.tuple([z.object({ sheetName, columns: z.array(columnV1).min(1).max(40) })]),
    result: z.union([z.object({ ok: z.literal(true), ticket }), refused]),
  },
  'export:append': {
    args: z.tuple([z.object({ ticket, rows: z.array(z.array(cell).max(40)).max(mostRowsAtOnce) })]),
    result: z.union([done, refused]),
  },
  'export:finish': {
    args: z.tuple([z.object({ ticket, sheetName, about: z.array(aboutV1).max(40) })]),
    result: z.union([z.object({ ok: z.literal(true), rows: z.number().int(), fileName: z.string() }), refused]),
  },
  'export:abandon': { args: z.tuple([z.object({ ticket })]), result: done },
  /** Shows the finished file in its folder. */
  'export:show': { args: z.tuple([z.object({ ticket })]), result: z.union([done, refused]) },
} as const
