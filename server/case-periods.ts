import { sql } from 'kysely'
import type { CaseRowV1 } from '../shared/contract/rows.ts'
import type { Command } from '../shared/domain/command.ts'
import type { Complaint } from '../shared/domain/complaint.ts'
import { decideCommand } from '../shared/domain/decision.ts'
import type { Decision } from '../shared/domain/decision-context.ts'
import { CalendarRangeError } from '../shared/domain/time/calendar.ts'
import { MissingRuleError } from '../shared/domain/time/clocks.ts'
import type { AppContext } from './app-context.ts'
import { inSystem } from './db/transaction.ts'
import type { Tx } from './db/transaction.ts'
import { audit } from './identity/audit.ts'
import { storeDecision } from './store-decision.ts'
import { referenceOf } from './sync/reference.ts'
import type { Reference } from './sync/reference.ts'

const nobody = { id: '', grants: [] } as const
const mostAtOnce = 200

/**
 * Moves on the cases whose period is over: a question to the citizen that stayed unanswered, an outcome that can no longer be rated.
 * Each case in a transaction of its own; answers how many moved. Two servers at once move a case once.
 */
export async function endPeriods(context: AppContext): Promise<number> {
  const nowMs = context.clock()
  const found = await sql<{ id: string; state: string }>`
    (select id, state from complaint
     where state = 'awaiting_citizen'
       and jsonb_path_exists(data, '$.questions[*] ? (@.outcome == "open" && @.answerDueAtMs <= $now)',
         jsonb_build_object('now', ${nowMs}::bigint))
     limit ${sql.lit(mostAtOnce)})
    union all
    (select id, state from complaint
     where state in ('answered', 'refused') and answered_at_ms <= ${nowMs}
     order by answered_at_ms limit ${sql.lit(mostAtOnce)})`.execute(context.database.kysely)
  let moved = 0
  for (const { id, state } of found.rows) {
    const command: Command =
      state === 'awaiting_citizen'
        ? { name: 'citizenSilent', caseId: id, args: {} }
        : { name: 'close', caseId: id, args: {} }
    if (await inSystem(context.database.kysely, (tx) => moveOn(context, tx, command))) moved += 1
  }
  return moved
}

async function moveOn(context: AppContext, tx: Tx, command: Command): Promise<boolean> {
  const nowMs = context.clock()
  const row = await lockedCase(tx, command.caseId)
  if (row === null) return false
  const reference = await referenceOf(tx, context.database, nowMs)
  const decision = decided(context, { command, complaint: row, reference, nowMs })
  if (decision === null || !decision.ok) return false
  await storeDecision(tx, decision)
  await audit(tx, { atMs: nowMs, actor: 'system', action: 'command', subject: row.id, detail: { name: command.name } })
  return true
}

type Asked = Readonly<{ command: Command; complaint: Complaint; reference: Reference; nowMs: number }>

// A case whose own rule is missing waits for an operator; the others go on without it.
function decided(context: AppContext, { command, complaint, reference, nowMs }: Asked): Decision | null {
  try {
    return decideCommand({
      command,
      actor: nobody,
      complaint,
      context: { ...reference, nowMs, eventId: context.newId(), online: true, givenBy: 'system' },
    })
  } catch (error) {
    if (!(error instanceof MissingRuleError || error instanceof CalendarRangeError)) throw error
    context.log.error({ err: error, caseId: complaint.id }, 'a case cannot move on: its rule is missing')
    return null
  }
}

// A case that another process is moving on just now is left to it.
async function lockedCase(tx: Tx, id: string): Promise<CaseRowV1 | null> {
  const found = await tx
    .selectFrom('complaint')
    .select('data')
    .where('id', '=', id)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
  return found?.data ?? null
}
