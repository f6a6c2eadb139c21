import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import type { revealedReporterV1 } from '../../shared/contract/intake.ts'
import type { CaseRowV1 } from '../../shared/contract/rows.ts'
import { caseContract } from '../../shared/contract/routes.ts'
import { decideCommand } from '../../shared/domain/decision.ts'
import type { AppContext } from '../app-context.ts'
import { toJson } from '../db/schema.ts'
import { enterRequest, inSystem } from '../db/transaction.ts'
import { mount } from '../http/mount.ts'
import { Problem } from '../http/problem.ts'
import { audit } from '../identity/audit.ts'
import { officialOfRequest } from '../identity/officials.ts'
import type { Official } from '../identity/officials.ts'
import { loadScope } from '../sync/held-buckets.ts'
import { referenceOf } from '../sync/reference.ts'
import { isStorable } from '../sync/storable.ts'

type Reporter = z.infer<typeof revealedReporterV1>
type Wish = Readonly<{ caseId: string; reason: string }>

/** What officials ask for one case while the server is at hand. */
export function registerCaseRoutes(app: FastifyInstance, context: AppContext): void {
  mount(app, {
    contract: caseContract,
    authenticate: (request) => officialOfRequest(context, request),
    handlers: { reporter: (input, official) => revealReporter(context, official, input) },
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
    const reference = await referenceOf(tx, context.database, nowMs)
    const scope = await loadScope(tx, official, reference.organisation)
    await enterRequest(tx, scope)
    const locked = await sql<{ row_data: CaseRowV1; visible: boolean }>`
      select row_data, visible from desk_lock_case(${wish.caseId}, 0)`.execute(tx)
    const found = locked.rows[0]
    if (found === undefined || !found.visible) throw new Problem('not_found', 'There is no such case.')
    const decision = decideCommand({
      command: { name: 'revealReporter', caseId: wish.caseId, args: { reason: wish.reason.normalize('NFC') } },
      actor: official,
      complaint: found.row_data,
      context: { ...reference, nowMs, eventId: context.newId(), online: true },
    })
    if (!decision.ok) throw new Problem('forbidden', `The reporter is not shown: ${decision.code}.`)
    for (const event of decision.events) {
      await sql`select desk_append_event(${toJson(event)}::jsonb, 0)`.execute(tx)
    }
    const shown = await sql<{ reporter: StoredReporter | null }>`
      select desk_reporter_of(${wish.caseId}) as reporter`.execute(tx)
    await audit(tx, { atMs: nowMs, actor: official.id, action: 'reveal', subject: wish.caseId })
    return reporterOf(shown.rows[0]?.reporter ?? null, found.row_data)
  })
}

function reporterOf(stored: StoredReporter | null, row: CaseRowV1): Reporter {
  if (stored === null) {
    return { kind: row.reporterKind, name: null, phone: null, address: null, taxCode: null, representative: null }
  }
  const { tax_code: taxCode, ...rest } = stored
  return { ...rest, taxCode }
}
