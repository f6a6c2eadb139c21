import type { RowOf } from '../../../shared/contract/rows.ts'
import type { Command } from '../../../shared/domain/command.ts'
import { decideCommand } from '../../../shared/domain/decision.ts'
import { toJson } from '../../db/schema.ts'
import { decisionContext } from './decision-context.ts'
import type { Deciding, LockedCase } from './deciding.ts'
import type { Outcome } from './ledger.ts'
import { applied, refused } from './outcomes.ts'

/**
 * Saves the next revision of the author's unsent reply. A text based on another revision than the newest is a conflict: the device
 * keeps it, the server keeps its own, and nothing is merged.
 */
export async function saveDraft(
  deciding: Deciding,
  locked: LockedCase,
  command: Extract<Command, { name: 'saveDraft' }>,
): Promise<Outcome> {
  const { tx, submission, nowMs } = deciding
  const context = await decisionContext(deciding, locked, command)
  const decision = decideCommand({ command, actor: submission.official, complaint: locked.row, context })
  if (!decision.ok) return refused(decision.code)
  const author = submission.official.id
  const id = `${locked.row.id}:${author}`
  const before = await tx.selectFrom('draft').select('data').where('id', '=', id).executeTakeFirst()
  const revision = before?.data.revision ?? 0
  if (before?.data.text === command.args.text) return { ...applied(null), status: 'noop' }
  if (command.args.baseRevision + (await revisionsBefore(deciding)) !== revision) {
    return { status: 'conflict', code: 'revision_mismatch', result: null, flowVersion: null }
  }
  const next: RowOf<'draft'> = {
    id,
    caseId: locked.row.id,
    author,
    revision: revision + 1,
    text: command.args.text,
    savedAtMs: nowMs,
  }
  await tx
    .insertInto('draft')
    .values({ id, data: toJson(next) })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ data: toJson(next) }))
    .execute()
  await tx
    .insertInto('draft_revision')
    .values({ draft_id: id, revision: next.revision, text: next.text, saved_at_ms: nowMs })
    .execute()
  return applied(null)
}

/** One when this text follows an earlier unsent one of its author, named in `after`, that became a revision; else none. */
async function revisionsBefore({ tx, submission }: Deciding): Promise<number> {
  const { after } = submission.mutation
  if (after === undefined) return 0
  const before = await tx
    .selectFrom('mutation')
    .select(['name', 'status'])
    .where('key', '=', after)
    .where('user_id', '=', submission.official.id)
    .executeTakeFirst()
  return before?.name === 'saveDraft' && before.status === 'applied' ? 1 : 0
}
