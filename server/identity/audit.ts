import type { QueryCreator } from 'kysely'
import { toJson } from '../db/schema.ts'
import type { DeskSchema } from '../db/schema.ts'
import type { Tx } from '../db/transaction.ts'

/** One line of the audit trail. `detail` never holds a citizen's data or an officer's text. */
export type AuditEntry = Readonly<{
  atMs: number
  actor: string
  action:
    | 'login'
    | 'command'
    | 'refusal'
    | 'register'
    | 'intake'
    | 'configuration'
    | 'reveal'
    | 'export'
    | 'file'
    | 'rescue'
    | 'wipe'
  subject: string | null
  detail?: Readonly<Record<string, string | number | boolean | null>>
}>

/** Adds a line to the audit trail within the transaction of what it tells. */
export async function audit(tx: Tx, entry: AuditEntry): Promise<void> {
  await auditLine(tx, entry).execute()
}

/** The insert of a line, for a statement that does more than that. */
export function auditLine(into: QueryCreator<DeskSchema>, entry: AuditEntry) {
  return into.insertInto('audit').values({
    at_ms: entry.atMs,
    actor: entry.actor,
    action: entry.action,
    subject: entry.subject,
    detail: toJson(entry.detail ?? {}),
  })
}
