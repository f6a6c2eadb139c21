import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import type { revealedReporterV1 } from '../../shared/contract/intake.ts'
import type { CaseRowV1 } from '../../shared/contract/rows.ts'
import { caseContract } from '../../shared/contract/routes.ts'
import { may } from '../../shared/domain/authority.ts'
import { holdsCheckedOut } from '../../shared/domain/commands/checkout.ts'
import { decideCommand } from '../../shared/domain/decision.ts'
import type { AppContext } from '../app-context.ts'
import { toJson } from '../db/schema.ts'
import { enterRequest, inSystem } from '../db/transaction.ts'
import type { Tx } from '../db/transaction.ts'
import { mount } from '../http/mount.ts'
import { Problem } from '../http/problem.ts'
import { audit } from '../identity/audit.ts'
import { officialOfRequest } from '../identity/officials.ts'
import type { Official } from '../identity/officials.ts'
import { loadScope } from '../sync/held-buckets.ts'
import { referenceOf } from '../sync/reference.ts'
import type { Reference } from '../sync/reference.ts'
import { isStorable } from '../sync/storable.ts'

type Reporter = z.infer<typeof revealedReporterV1>
type Wish = Readonly<{ caseId: string; reason: string }>

/** What officials ask for one case while the server is at hand. */
export function registerCaseRoutes(app: FastifyInstance, context: AppContext): void {
  mount(app, {
    contract: caseContract,
    authenticate: (request) => officialOfRequest(context, request),
    handlers: {
      reporter: (input, official) => revealReporter(context, official, input),
      heldContact: ({ caseId }, official) => deliverContact(context, official, caseId),
    },
  })
}

type StoredReporter = Readonly<{
  kind: string
  name: string
  phone: string | null
  address: string | null
  tax_code: string | null
  representative: string | null
}>

/**
 * Shows who reported a case to an official with need: the reason stands on the case's timeline and in the audit trail, in the same
 * transaction. Throws `not_found` for a case outside the official's scope, `forbidden` where the role does not allow it.
 */
async function revealReporter(context: AppContext, official: Official, wish: Wish): Promise<Reporter> {
  if (!isStorable(wish)) throw new Problem('bad_request', 'The reason must not hold NUL or half characters.')
  const nowMs = context.clock()
  return inSystem(context.database.kysely, async (tx) => {
    const { reference, row } = await lockSeenCase(context, tx, { official, caseId: wish.caseId, nowMs })
    const decision = decideCommand({
      command: { name: 'revealReporter', caseId: wish.caseId, args: { reason: wish.reason.normalize('NFC') } },
      actor: official,
      complaint: row,
      context: { ...reference, nowMs, eventId: context.newId(), online: true },
    })
    if (!decision.ok) throw new Problem('forbidden', `The reporter is not shown: ${decision.code}.`)
    for (const event of decision.events) {
      await sql`select desk_append_event(${toJson(event)}::jsonb, 0)`.execute(tx)
    }
    await audit(tx, { atMs: nowMs, actor: official.id, action: 'reveal', subject: wish.caseId })
    return reporterOf(tx, row)
  })
}

/**
 * Hands the contact of who reported a case to its holder with the check-out, of which the timeline tells; the audit trail has every
 * delivery. Throws `not_found` for a case outside the official's scope, `forbidden` where the role does not allow it, `wrong_state` for
 * a case the official does not hold.
 */
async function deliverContact(context: AppContext, official: Official, caseId: string): Promise<Reporter> {
  if (!isStorable(caseId)) throw new Problem('bad_request', 'The id must not hold NUL or half characters.')
  const nowMs = context.clock()
  return inSystem(context.database.kysely, async (tx) => {
    const { reference, row } = await lockSeenCase(context, tx, { official, caseId, nowMs })
    if (!may(official, 'revealReporter', row, reference.organisation)) throw new Problem('forbidden')
    if (!holdsCheckedOut(official, row, nowMs)) throw new Problem('wrong_state', 'The case is not checked out.')
    const detail = { with: 'checkOut', until_ms: row.checkout?.untilMs ?? null }
    await audit(tx, { atMs: nowMs, actor: official.id, action: 'reveal', subject: caseId, detail })
    return reporterOf(tx, row)
  })
}

type Seeing = Readonly<{ official: Official; caseId: string; nowMs: number }>
type Seen = Readonly<{ reference: Reference; row: CaseRowV1 }>

/** Enters the official's scope and locks a case seen in it. Throws `not_found` for any other. */
async function lockSeenCase(context: AppContext, tx: Tx, { official, caseId, nowMs }: Seeing): Promise<Seen> {
  const reference = await referenceOf(tx, context.database, nowMs)
  await enterRequest(tx, await loadScope(tx, official, reference.organisation))
  const locked = await sql<{ row_data: CaseRowV1; visible: boolean }>`
    select row_data, visible from desk_lock_case(${caseId}, 0)`.execute(tx)
  const found = locked.rows[0]
  if (found === undefined || !found.visible) throw new Problem('not_found', 'There is no such case.')
  return { reference, row: found.row_data }
}

async function reporterOf(tx: Tx, row: CaseRowV1): Promise<Reporter> {
  const shown = await sql<{ reporter: StoredReporter | null }>`
    select desk_reporter_of(${row.id}) as reporter`.execute(tx)
  const stored = shown.rows[0]?.reporter ?? null
  if (stored === null) {
    return { kind: row.reporterKind, name: null, phone: null, address: null, taxCode: null, representative: null }
  }
  const { tax_code: taxCode, ...rest } = stored
  return { ...rest, taxCode }
}
