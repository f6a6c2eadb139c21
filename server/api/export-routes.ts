import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import type { ExportReplyV1, ExportRequestV1 } from '../../shared/contract/export.ts'
import { exportContract } from '../../shared/contract/routes.ts'
import type { JudgedCase } from '../../shared/domain/authority.ts'
import { may } from '../../shared/domain/authority.ts'
import type { Organisation } from '../../shared/domain/organisation.ts'
import type { AppContext } from '../app-context.ts'
import { enterRequest, inSystem } from '../db/transaction.ts'
import type { Tx } from '../db/transaction.ts'
import { mount } from '../http/mount.ts'
import { Problem } from '../http/problem.ts'
import { audit } from '../identity/audit.ts'
import { officialOfRequest } from '../identity/officials.ts'
import type { Official } from '../identity/officials.ts'
import { loadScope } from '../sync/held-buckets.ts'
import { referenceOf } from '../sync/reference.ts'
import { isStorable } from '../sync/storable.ts'

/** Lists of cases that leave the product as a file. */
export function registerExportRoutes(app: FastifyInstance, context: AppContext): void {
  mount(app, {
    contract: exportContract,
    authenticate: (request) => officialOfRequest(context, request),
    handlers: { create: (input, official) => allowExport(context, official, input) },
  })
}

/**
 * Says which cases an official may write to a file, and records it before the answer leaves. A repeat of a request is judged anew and
 * recorded once; the same export id with other cases or columns is another entry.
 */
async function allowExport(context: AppContext, official: Official, wish: ExportRequestV1): Promise<ExportReplyV1> {
  if (!isStorable(wish.caseIds)) throw new Problem('bad_request', 'A case id must not hold NUL or half characters.')
  const asked = [...new Set(wish.caseIds)]
  const nowMs = context.clock()
  return inSystem(context.database.kysely, async (tx) => {
    const recorded = await recordedBefore(tx, official, wish.exportId)
    const { organisation } = await referenceOf(tx, context.database, nowMs)
    const scope = await loadScope(tx, official, organisation)
    await enterRequest(tx, scope)
    const permitted = await permittedAmong(tx, asked, { official, organisation })
    const allowed = asked.filter((id) => permitted.has(id))
    const refused = asked.filter((id) => !permitted.has(id))
    const digest = digestOf(wish, allowed)
    if (!recorded.has(digest)) {
      const { kind, columns, total } = wish
      const counts = { total, asked: asked.length, allowed: allowed.length, refused: refused.length }
      const detail = { kind, columns: columns.join(' '), ...counts, digest }
      await audit(tx, { atMs: nowMs, actor: official.id, action: 'export', subject: wish.exportId, detail })
    }
    return { allowed, refused }
  })
}

// Repeats come within minutes. Older entries are not looked through: a later repeat is one entry more, with the same digest.
const newestEntries = 20_000

/** The digests recorded for an export of this official. Two requests of one export exclude each other until the transaction ends. */
async function recordedBefore(tx: Tx, official: Official, exportId: string): Promise<ReadonlySet<string>> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${exportId}, 0))`.execute(tx)
  const found = await sql<{ digest: string }>`
    select detail ->> 'digest' as digest from audit
    where n > (select coalesce(max(n), 0) from audit) - ${newestEntries}
      and action = 'export' and subject = ${exportId} and actor = ${official.id}`.execute(tx)
  return new Set(found.rows.map((row) => row.digest))
}

/**
 * What identifies the content of one request: SHA-256 of the columns and the sorted ids of the allowed cases, as JSON. With it a list
 * that turns up somewhere can be compared with the audit trail, which itself need not hold thousands of ids.
 */
function digestOf({ columns }: ExportRequestV1, allowed: readonly string[]): string {
  const content = JSON.stringify([columns, allowed.toSorted()])
  return createHash('sha256').update(content).digest('hex')
}

type Judge = Readonly<{ official: Official; organisation: Organisation }>

/** Those of the cases that the official sees by the rows' security and may export by the rules; one query, only what is judged. */
async function permittedAmong(tx: Tx, ids: readonly string[], judge: Judge): Promise<ReadonlySet<string>> {
  const found = await sql<{ id: string; judged: JudgedCase }>`
    select id, jsonb_build_object(
      'agency', data -> 'agency', 'team', data -> 'team', 'assignee', data -> 'assignee', 'state', data -> 'state',
      'coordination', data -> 'coordination', 'proposal', data -> 'proposal', 'rework', data -> 'rework',
      'reply', case when jsonb_typeof(data -> 'reply') = 'object' then
        jsonb_build_object('author', data -> 'reply' -> 'author') end) as judged
    from complaint where id = any(${[...ids]})`.execute(tx)
  const { official, organisation } = judge
  const permitted = found.rows.filter((row) => may(official, 'exportCase', row.judged, organisation))
  return new Set(permitted.map((row) => row.id))
}
