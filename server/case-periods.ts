import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
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
/** How many cases one run reads at once, looks at, and moves on. */
type Bounds = Readonly<{ page: number; lookedAt: number; moved: number }>
const bounds: Bounds = { page: 500, lookedAt: 10_000, moved: 500 }

type Place = Readonly<{ atMs: number; id: string }>
const beginning: Place = { atMs: 0, id: '' }

/** Cases whose period may be over, in an order of their own: those after a place, and the command that ends the period. */
type Candidates = Readonly<{
  name: 'citizenSilent' | 'close'
  rows: (nowMs: number, after: Place, most: number) => RawBuilder<{ id: string; atMs: number; data: CaseRowV1 }>
}>

const candidates: readonly Candidates[] = [
  {
    name: 'citizenSilent',
    rows: (nowMs, after, most) => sql`
      select id, 0 as "atMs", data from complaint
      where state = 'awaiting_citizen' and id > ${after.id}
        and jsonb_path_exists(data, '$.questions[*] ? (@.outcome == "open" && @.answerDueAtMs <= $now)',
          jsonb_build_object('now', ${nowMs}::bigint))
      order by id limit ${most}`,
  },
  {
    name: 'close',
    rows: (nowMs, after, most) => sql`
      select c.id, c.answered_at_ms as "atMs", c.data from (
        select id from complaint
        where state in ('answered', 'refused') and answered_at_ms <= ${nowMs}
          and (answered_at_ms, id) > (${after.atMs}::bigint, ${after.id})
        order by answered_at_ms, id limit ${most}
      ) as next join complaint as c using (id) order by c.answered_at_ms, c.id`,
  },
]

/** Where the last run of this process stopped looking, so that what cannot be decided yet never hides what comes after it. */
const reached = new WeakMap<AppContext, Map<Candidates, Place>>()

/**
 * Moves on the cases whose period is over: a question to the citizen that stayed unanswered, an outcome that can no longer be rated.
 * Each case in a transaction of its own; answers how many moved. Two servers at once move a case once. What one run looks at and moves
 * is bounded; the next one goes on behind it.
 */
export async function endPeriods(context: AppContext, most = bounds): Promise<number> {
  const places = reached.get(context) ?? new Map<Candidates, Place>()
  reached.set(context, places)
  let moved = 0
  for (const kind of candidates) {
    for (let looked = 0; looked < most.lookedAt; looked += most.page) {
      const page = await pageOf(context, kind, { after: places.get(kind) ?? beginning, most: most.page })
      for (const command of page.due) {
        // The rest of the page is looked at again.
        if (moved >= most.moved) return moved
        if (await inSystem(context.database.kysely, (tx) => moveOn(context, tx, command))) moved += 1
      }
      places.set(kind, page.next)
      if (page.next === beginning) break
    }
  }
  return moved
}

type Page = Readonly<{ due: readonly Command[]; next: Place }>

/** What moves the next cases after a place on where that may be done now, and where to go on; from the beginning after the last of them. */
function pageOf(
  context: AppContext,
  { name, rows }: Candidates,
  { after, most }: Readonly<{ after: Place; most: number }>,
): Promise<Page> {
  const nowMs = context.clock()
  return inSystem(context.database.kysely, async (tx) => {
    const reference = await referenceOf(tx, context.database, nowMs)
    const found = (await rows(nowMs, after, most).execute(tx)).rows
    const due = found.flatMap(({ id, data }) => {
      const command: Command = { name, caseId: id, args: {} }
      return decided(context, { command, complaint: data, reference, nowMs })?.ok === true ? [command] : []
    })
    const last = found.length < most ? undefined : found.at(-1)
    return { due, next: last === undefined ? beginning : { atMs: last.atMs, id: last.id } }
  })
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
