import { sql } from 'kysely'
import type { RowOf } from '../../shared/contract/rows.ts'
import type { Organisation } from '../../shared/domain/organisation.ts'
import type { Actor } from '../../shared/domain/roles.ts'
import { absenceProblem, mayRecordAbsence } from '../../shared/domain/units/absence.ts'
import type { AbsenceProblem } from '../../shared/domain/units/absence.ts'
import { versionsOf } from '../administration/save-setting.ts'
import type { AppContext } from '../app-context.ts'
import { toJson } from '../db/schema.ts'
import { inSystem } from '../db/transaction.ts'
import type { Tx } from '../db/transaction.ts'
import { audit } from '../identity/audit.ts'
import { referenceOf } from '../sync/reference.ts'

type AbsenceRow = RowOf<'absence'>

/** What became of a wish to record or end an absence; `code` says why nothing was changed. */
export type AbsenceOutcome =
  | Readonly<{ ok: true }>
  | Readonly<{
      ok: false
      code: AbsenceProblem | 'not_found' | 'changed_meanwhile' | 'official_changed' | 'already_over'
    }>

const keptMs = 400 * 24 * 60 * 60 * 1000
const mostForgottenAtOnce = 500

/** An absence somebody wants to record or change; `version` is the one that was read, 0 for a new one. */
export type AbsenceSaving = Readonly<{ absence: AbsenceRow; by: Actor; reason: string; version: number }>

/**
 * Records an absence, or changes the one of that id, with its reason in the history, in the caller's transaction, which has the
 * owner's rights. Savers exclude each other until the transaction ends, so two of them cannot make a loop together.
 */
export async function saveAbsence(context: AppContext, tx: Tx, wish: AbsenceSaving): Promise<AbsenceOutcome> {
  const { absence, by } = wish
  const nowMs = context.clock()
  const stored = await lockedAbsences(tx)
  const earlier = stored.find((row) => row.id === absence.id) ?? null
  if (((await versionsOf(tx, 'absence', absence.id)).get(absence.id) ?? 0) !== wish.version)
    return { ok: false, code: 'changed_meanwhile' }
  if (earlier !== null && earlier.official !== absence.official) return { ok: false, code: 'official_changed' }
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
  const what = earlier === null ? 'absence_recorded' : 'absence_changed'
  await remember(tx, { what, before: earlier, after: absence, by, reason: wish.reason, organisation, nowMs })
  return { ok: true }
}

/** Ends an absence now, or takes it back where it has not begun, with the reason; the substitute's rights end with it. */
export async function endAbsence(
  context: AppContext,
  tx: Tx,
  wish: Readonly<{ id: string; by: Actor; reason: string }>,
): Promise<AbsenceOutcome> {
  const nowMs = context.clock()
  const row = (await lockedAbsences(tx)).find((stored) => stored.id === wish.id)
  if (row === undefined) return { ok: false, code: 'not_found' }
  const { organisation } = await referenceOf(tx, context.database, nowMs)
  if (!mayRecordAbsence(wish.by, row.official, organisation)) return { ok: false, code: 'not_permitted' }
  if (row.toMs <= nowMs) return { ok: false, code: 'already_over' }
  const hasBegun = row.fromMs < nowMs
  if (hasBegun) await tx.updateTable('absence').set({ to_ms: nowMs }).where('id', '=', row.id).execute()
  else await tx.deleteFrom('absence').where('id', '=', row.id).execute()
  const after = hasBegun ? { ...row, toMs: nowMs } : null
  await remember(tx, {
    what: 'absence_ended',
    before: row,
    after,
    by: wish.by,
    reason: wish.reason,
    organisation,
    nowMs,
  })
  return { ok: true }
}

type Remembered = Readonly<{
  what: 'absence_recorded' | 'absence_changed' | 'absence_ended'
  before: AbsenceRow | null
  after: AbsenceRow | null
  by: Actor
  reason: string
  organisation: Organisation
  nowMs: number
}>

/** One line in the history of settings, under the agency the recorder stands in, and one in the audit trail. */
async function remember(tx: Tx, { what, before, after, by, reason, organisation, nowMs }: Remembered): Promise<void> {
  const row = after ?? before
  if (row === null) return
  const held = (organisation.officials.get(row.official)?.grants ?? []).map((grant) => grant.agency)
  const agency = by.grants.find((grant) => held.includes(grant.agency))?.agency ?? held[0] ?? null
  await tx
    .insertInto('config_change')
    .values({
      kind: 'absence',
      target: row.id,
      agency,
      before: before === null ? null : toJson(told(before)),
      after: after === null ? null : toJson(told(after)),
      reason,
      actor: by.id,
      at_ms: nowMs,
    })
    .execute()
  const { official, substitute } = row
  const detail = { what, official, substitute, from_ms: row.fromMs, to_ms: row.toMs }
  await audit(tx, { atMs: nowMs, actor: by.id, action: 'configuration', subject: row.id, detail })
}

const told = ({ id: _id, ...value }: AbsenceRow): Omit<AbsenceRow, 'id'> => value

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
