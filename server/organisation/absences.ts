import { sql } from 'kysely'
import type { RowOf } from '../../shared/contract/rows.ts'
import type { Actor } from '../../shared/domain/roles.ts'
import { absenceProblem, mayRecordAbsence } from '../../shared/domain/units/absence.ts'
import type { AbsenceProblem } from '../../shared/domain/units/absence.ts'
import type { AppContext } from '../app-context.ts'
import { inSystem } from '../db/transaction.ts'
import type { Tx } from '../db/transaction.ts'
import { audit } from '../identity/audit.ts'
import { referenceOf } from '../sync/reference.ts'

type AbsenceRow = RowOf<'absence'>

/** What became of a wish to record or end an absence; `code` says why nothing was changed. */
export type AbsenceOutcome =
  | Readonly<{ ok: true }>
  | Readonly<{ ok: false; code: AbsenceProblem | 'not_found' | 'official_changed' | 'already_over' }>

const keptMs = 400 * 24 * 60 * 60 * 1000
const mostForgottenAtOnce = 500

/** The absences of an agency's officials that are not over, by their beginning; call it with the owner's rights. */
export function absencesOf(tx: Tx, agency: string, nowMs: number): Promise<AbsenceRow[]> {
  return tx
    .selectFrom('absence')
    .select(['id', 'official', 'from_ms as fromMs', 'to_ms as toMs', 'substitute'])
    .where('to_ms', '>', nowMs)
    .where('official', 'in', (from) => from.selectFrom('role_grant').select('official_id').where('agency', '=', agency))
    .orderBy('from_ms')
    .orderBy('id')
    .execute()
}

/**
 * Records an absence, or changes the one of that id, and audits it in the caller's transaction, which has the owner's rights.
 * Savers exclude each other until the transaction ends, so two of them cannot make a loop together.
 */
export async function saveAbsence(
  context: AppContext,
  tx: Tx,
  wish: Readonly<{ absence: AbsenceRow; by: Actor }>,
): Promise<AbsenceOutcome> {
  const { absence, by } = wish
  const nowMs = context.clock()
  const stored = await lockedAbsences(tx)
  const earlier = stored.find((row) => row.id === absence.id)
  if (earlier !== undefined && earlier.official !== absence.official) return { ok: false, code: 'official_changed' }
  const absences = stored.filter((row) => row.id !== absence.id)
  const { organisation } = await referenceOf(tx, context.database, nowMs)
  const code = absenceProblem({ absence, by, organisation: { ...organisation, absences } })
  if (code !== null) return { ok: false, code }
  const { id, official, fromMs, toMs, substitute } = absence
  const row = { official, from_ms: fromMs, to_ms: toMs, substitute }
  await tx
    .insertInto('absence')
    .values({ id, ...row })
    .onConflict((on) => on.column('id').doUpdateSet(row))
    .execute()
  const detail = { what: earlier === undefined ? 'absence_recorded' : 'absence_changed', ...row }
  await audit(tx, { atMs: nowMs, actor: by.id, action: 'configuration', subject: id, detail })
  return { ok: true }
}

/** Ends an absence now, or takes it back where it has not begun, and audits it; the substitute's rights end with it. */
export async function endAbsence(
  context: AppContext,
  tx: Tx,
  wish: Readonly<{ id: string; by: Actor }>,
): Promise<AbsenceOutcome> {
  const nowMs = context.clock()
  const row = (await lockedAbsences(tx)).find((stored) => stored.id === wish.id)
  if (row === undefined) return { ok: false, code: 'not_found' }
  const { organisation } = await referenceOf(tx, context.database, nowMs)
  if (!mayRecordAbsence(wish.by, row.official, organisation)) return { ok: false, code: 'not_permitted' }
  if (row.toMs <= nowMs) return { ok: false, code: 'already_over' }
  if (row.fromMs < nowMs) await tx.updateTable('absence').set({ to_ms: nowMs }).where('id', '=', row.id).execute()
  else await tx.deleteFrom('absence').where('id', '=', row.id).execute()
  const detail = { what: 'absence_ended', official: row.official, substitute: row.substitute }
  await audit(tx, { atMs: nowMs, actor: wish.by.id, action: 'configuration', subject: row.id, detail })
  return { ok: true }
}

/** Deletes absences that were over more than 400 days ago, so that devices need not hold them for ever; answers how many. */
export async function forgetAbsences(context: AppContext): Promise<number> {
  const gone = await inSystem(context.database.kysely, (tx) =>
    sql<{ id: string }>`
      delete from absence where id in (
        select id from absence where to_ms < ${context.clock() - keptMs} order by to_ms limit ${mostForgottenAtOnce}
      ) returning id`.execute(tx),
  )
  return gone.rows.length
}

async function lockedAbsences(tx: Tx): Promise<readonly AbsenceRow[]> {
  await sql`lock table absence in share row exclusive mode`.execute(tx)
  return tx
    .selectFrom('absence')
    .select(['id', 'official', 'from_ms as fromMs', 'to_ms as toMs', 'substitute'])
    .execute()
}
