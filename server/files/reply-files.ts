import type { Kysely } from 'kysely'
import type { CaseRowV1, FileRowV1 } from '../../shared/contract/rows.ts'
import type { DeskSchema } from '../db/schema.ts'

/** What an approved reply refers to with `[[file:n]]`: a file's id, or its place (from 1) among the officials' files of the case. */
export function referencesOf(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/\[\[file:([A-Za-z0-9_-]{1,120})\]\]/g)].map((match) => match[1] ?? ''))
}

/**
 * The files that the citizen gets with the reply: stored ones of the officials that the approved text refers to, in the order of
 * announcement. A file nobody referred to, and every file before approval, stays inside.
 */
export async function filesOfReply(kysely: Kysely<DeskSchema>, complaint: CaseRowV1): Promise<readonly FileRowV1[]> {
  const { reply } = complaint
  if (reply === null || reply.approvedBy === null) return []
  const wanted = referencesOf(reply.text)
  if (wanted.size === 0) return []
  const rows = await kysely
    .selectFrom('file')
    .select('data')
    .where('case_id', '=', complaint.id)
    .orderBy('announced_at_ms')
    .orderBy('id')
    .execute()
  return rows
    .map((row) => row.data)
    .filter((file) => file.role !== 'report')
    .filter((file, index) => file.stored && (wanted.has(file.id) || wanted.has(String(index + 1))))
}
