import type { RowOf } from '../../../shared/contract/rows.ts'
import { may } from '../../../shared/domain/authority.ts'
import type { CommandArgs } from '../../../shared/domain/command.ts'
import { toJson } from '../../db/schema.ts'
import { applied, refused } from './outcomes.ts'
import type { Outcome } from './ledger.ts'
import type { Deciding, LockedCase } from './deciding.ts'

/** Marks merge and never conflict: the highest version read counts, the last word on the pin. */
export async function setMark(deciding: Deciding, locked: LockedCase, args: CommandArgs['mark']): Promise<Outcome> {
  if (!locked.visible) return refused('not_found')
  const { tx, submission, nowMs, reference } = deciding
  const organisation = { ...reference.organisation, nowMs }
  if (!may(submission.official, 'mark', locked.row, organisation)) return refused('not_permitted')
  const user = submission.official.id
  const id = `${locked.row.id}:${user}`
  const before = await tx.selectFrom('mark').select('data').where('id', '=', id).executeTakeFirst()
  const next: RowOf<'mark'> = {
    id,
    caseId: locked.row.id,
    readVersion: Math.max(before?.data.readVersion ?? 0, args.read ?? 0),
    pinned: args.pinned ?? before?.data.pinned ?? false,
  }
  const same = before?.data.readVersion === next.readVersion && before.data.pinned === next.pinned
  if (same) return { status: 'noop', code: null, result: null, flowVersion: null }
  await tx
    .insertInto('mark')
    .values({ id, user_id: user, data: toJson(next) })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ data: toJson(next) }))
    .execute()
  return applied(null)
}
