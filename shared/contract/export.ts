import { z } from 'zod'
import { mostExported, mostExportedAtOnce } from './export-limits.ts'

/** The columns of the queue that a file may hold. None of them tells who reported: that leaves the server by `revealReporter` only. */
export const exportColumns = [
  'level',
  'number',
  'title',
  'state',
  'due',
  'category',
  'area',
  'assignee',
  'submitted',
] as const
export type ExportColumn = (typeof exportColumns)[number]

export const exportRequestV1 = z.object({
  /** Made by the client once for the whole file: the same request again is recorded once. */
  exportId: z.uuid(),
  kind: z.literal('queue'),
  caseIds: z.array(z.string().min(1).max(100)).min(1).max(mostExportedAtOnce),
  columns: z.array(z.enum(exportColumns)).min(1).max(exportColumns.length),
  /** How many cases the whole list has. */
  total: z.number().int().positive().max(mostExported),
})
export type ExportRequestV1 = z.infer<typeof exportRequestV1>

/** Every id asked for, once, in the order asked. Whether a refused case exists is not said. */
export const exportReplyV1 = z.object({ allowed: z.array(z.string()), refused: z.array(z.string()) })
export type ExportReplyV1 = z.infer<typeof exportReplyV1>
