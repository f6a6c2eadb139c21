import { sql } from 'kysely'
import type { z } from 'zod'
import { publicStatusNames } from '../../shared/contract/intake.ts'
import type { intakeChangesV1, publicCaseV1 } from '../../shared/contract/intake.ts'
import type { CaseRowV1 } from '../../shared/contract/rows.ts'
import { publicStatus } from '../../shared/domain/public-status.ts'
import { isOpen } from '../../shared/domain/states.ts'
import { activeDueAtMs, pausedFromMs } from '../../shared/domain/time/deadline-status.ts'
import { addressToken } from '../../shared/language/reply-tokens.ts'
import type { AppContext } from '../app-context.ts'
import { inSystem } from '../db/transaction.ts'
import type { Tx } from '../db/transaction.ts'
import { uploadPath } from '../files/incoming-uploads.ts'
import { filesOfReply } from '../files/reply-files.ts'
import { Problem } from '../http/problem.ts'

type PublicCase = z.infer<typeof publicCaseV1>
type Changes = z.infer<typeof intakeChangesV1>

const mostChanges = 500

/** The reports iHaNoi knows: its own and samples, never ones imported from elsewhere. */
const knownToIntake = sql<boolean>`(c.source = 'ihanoi' or c.source = 'sample')`

/** The case of a number handed in by iHaNoi, locked when asked. Throws `not_found` for any other. */
export async function intakeCase(tx: Tx, caseNumber: string, lock = false): Promise<CaseRowV1> {
  const query = tx
    .selectFrom('complaint as c')
    .select('data')
    .where('case_number', '=', caseNumber)
    .where(knownToIntake)
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst()
  if (row === undefined) throw new Problem('not_found', 'There is no such case.')
  return row.data
}

/** Follows merges to the case that answers for this one; a chain longer than ten is not followed. */
async function mainCase(tx: Tx, row: CaseRowV1): Promise<CaseRowV1> {
  let current = row
  for (let step = 0; step < 10 && current.state === 'merged' && current.mergedInto !== null; step += 1) {
    const next = await tx.selectFrom('complaint').select('data').where('id', '=', current.mergedInto).executeTakeFirst()
    if (next === undefined) break
    current = next.data
  }
  return current
}

async function replyOf(tx: Tx, row: CaseRowV1, main: CaseRowV1): Promise<PublicCase['reply']> {
  const { reply, clocks, rework, state } = main
  // What was answered before stays while it is worked on again, until a new reply is submitted.
  const shown = state === 'answered' || state === 'closed' || (rework !== null && isOpen(state))
  if (!shown || reply === null || reply.approvedBy === null) return null
  const reporter = await tx.selectFrom('reporter').select('name').where('case_id', '=', row.id).executeTakeFirst()
  const text = reporter === undefined ? reply.text : reply.text.replaceAll(addressToken, () => reporter.name)
  const files = (await filesOfReply(tx, main)).map((file) => ({ name: file.name, url: `${uploadPath}/${file.id}` }))
  return { text, approvedAt: new Date(clocks.answeredAtMs ?? reply.submittedAtMs).toISOString(), files }
}

function questionOf(row: CaseRowV1): string | null {
  if (row.state !== 'awaiting_citizen') return null
  return row.questions.find((question) => question.outcome === 'open')?.text ?? null
}

/** What the citizen sees of a case: public status, deadline, reply with its files, refusal, open question. */
export async function showToCitizen(context: AppContext, caseNumber: string): Promise<PublicCase> {
  return inSystem(context.database.kysely, async (tx) => {
    const row = await intakeCase(tx, caseNumber)
    const main = await mainCase(tx, row)
    const status = publicStatus(main)
    // A clock that stands still has no day to name: its deadline moves on until the citizen has answered.
    const dueAtMs = pausedFromMs(main) === null ? activeDueAtMs(main.clocks) : null
    return {
      caseNumber: row.caseNumber,
      status: publicStatusNames[status],
      dueAt: dueAtMs === null ? null : new Date(dueAtMs).toISOString(),
      dueIsProvisional: main.clocks.dueIsProvisional,
      reply: await replyOf(tx, row, main),
      refusal:
        status === 'refused' && main.proposal !== null
          ? { ground: main.proposal.ground, text: main.proposal.text }
          : null,
      question: questionOf(row),
    }
  })
}

type Found = Readonly<{ seq: number; data: CaseRowV1 }>

/** The whole commits of the next about 500 entries after a sequence number, in the order of the index: no entry is read twice. */
async function lastOfPage(tx: Tx, after: number): Promise<number | null> {
  const page = await sql<{ last: number | null }>`
    select max(seq) as last from (
      select seq from sync_member where entity = 'case' and seq > ${after} order by seq
      fetch first ${sql.lit(mostChanges)} rows only
    ) as entries`.execute(tx)
  return page.rows[0]?.last ?? null
}

/** The cases with a change in (after, last], or whose main case has one. */
async function casesBetween(tx: Tx, after: number, last: number): Promise<readonly Found[]> {
  const found = await sql<Found>`
    select told.seq, c.data
    from (
      select entry.id, max(entry.seq) as seq from (
        select id, seq from sync_member where entity = 'case' and seq > ${after} and seq <= ${last}
        union all
        select follower.id, main.seq from sync_member as main
        join complaint as follower on follower.state = 'merged' and follower.data ->> 'mergedInto' = main.id
        where main.entity = 'case' and main.seq > ${after} and main.seq <= ${last}
      ) as entry group by entry.id
    ) as told
    join complaint as c on c.id = told.id
    where ${knownToIntake}
    order by told.seq`.execute(tx)
  return found.rows
}

/**
 * The cases that changed after a sequence number, or whose main case did, oldest change first, about 500 at a time; `next` is what to ask with
 * afterwards, and equals `after` when there is nothing more. A commit is never split over two answers. The status may be unchanged:
 * it is the present one.
 */
export async function changesAfter(context: AppContext, after: number): Promise<Changes> {
  return inSystem(context.database.kysely, async (tx) => {
    let next = after
    for (let last = await lastOfPage(tx, next); last !== null; last = await lastOfPage(tx, next)) {
      const found = await casesBetween(tx, next, last)
      next = last
      if (found.length === 0) continue
      const changes = []
      for (const { seq, data } of found) {
        const status = publicStatusNames[publicStatus(await mainCase(tx, data))]
        changes.push({ seq, caseNumber: data.caseNumber, status })
      }
      return { changes, next }
    }
    return { changes: [], next }
  })
}
