import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { SettingName, SettingRequest, SettingValue, savedSettingV1 } from '../../shared/contract/admin/settings.ts'
import { mayAdminister } from '../../shared/domain/admin/administration.ts'
import { referenceBucket } from '../../shared/domain/scope.ts'
import type { AppContext } from '../app-context.ts'
import { toJson } from '../db/schema.ts'
import { inSystem } from '../db/transaction.ts'
import type { Tx } from '../db/transaction.ts'
import { Problem } from '../http/problem.ts'
import { audit } from '../identity/audit.ts'
import type { Official } from '../identity/officials.ts'
import { referenceOf } from '../sync/reference.ts'
import { isStorable } from '../sync/storable.ts'
import { flaw, requireFlawless } from './flaw.ts'
import { planRecompute } from './recompute-job.ts'
import type { Change, SettingKind, Work } from './setting-kind.ts'

type Saved = z.infer<typeof savedSettingV1>

const saveLock = 7265410

/**
 * Saves one change of a setting with its reason, in one transaction with its history and audit lines. Saves exclude each other, so a
 * version that was read is still the newest when it is compared. Throws `reason_required`, `forbidden`, `not_found`, `conflict` (with
 * the setting as it stands) and `config_invalid`.
 */
export async function saveSetting<S extends SettingName>(
  context: AppContext,
  official: Official,
  kind: SettingKind<S>,
  request: SettingRequest<S>,
): Promise<Saved> {
  if (request.reason === '') throw new Problem('reason_required', 'reason: say why the setting changes.')
  if (!isStorable(request)) throw new Problem('bad_request', 'Texts must not hold NUL or half characters.')
  const nowMs = context.clock()
  return inSystem(context.database.kysely, async (tx) => {
    await sql`select pg_advisory_xact_lock(${saveLock})`.execute(tx)
    const reference = await referenceOf(tx, context.database, nowMs)
    const work: Work = { tx, official, reference, nowMs }
    const change = await changeOf(work, kind, request, context.newId)
    requireRight(work, kind, change)
    await requireVersion(tx, kind, change, request.version)
    await requireSense(work, kind, change)
    const agencies = await kind.write(work, change)
    const number = await record(work, kind, change, request.reason)
    const recomputing = await planRecompute(tx, { agencies, change: number, nowMs })
    return { id: change.id, change: number, recomputing }
  })
}

/** The change a request means. Throws `not_found` for a setting that is not there and cannot be made by name. */
async function changeOf<S extends SettingName>(
  { tx }: Work,
  kind: SettingKind<S>,
  request: SettingRequest<S>,
  newId: () => string,
): Promise<Change<SettingValue<S>>> {
  const { value } = request
  const named = value === null ? undefined : kind.idOf?.(value)
  const id = named ?? request.id ?? newId()
  const before = named === undefined && request.id === null ? null : ((await kind.read(tx, id))[0]?.value ?? null)
  if (before === null && (value === null || (named === undefined && request.id !== null)))
    throw new Problem('not_found', 'There is no such setting.')
  return { id, before, after: value }
}

/** Both what is there and what shall be must be the caller's to administer. */
function requireRight<S extends SettingName>(
  { official, reference }: Work,
  kind: SettingKind<S>,
  change: Change<SettingValue<S>>,
): void {
  for (const value of [change.before, change.after]) {
    if (value === null) continue
    const administered = kind.kindOf(value)
    if (administered === null || !mayAdminister(official, administered, kind.agencyOf(value), reference.organisation))
      throw new Problem('forbidden', 'This setting belongs to other administrators.')
  }
}

async function requireVersion<S extends SettingName>(
  tx: Tx,
  kind: SettingKind<S>,
  { id, before, after }: Change<SettingValue<S>>,
  expected: number,
): Promise<void> {
  const value = before ?? after
  const row = value === null ? null : kind.versionRow(id, value)
  const version = row === null ? 0 : ((await versionsOf(tx, row.entity, row.id)).get(row.id) ?? 0)
  const current = before === null ? 0 : version
  if (current !== expected)
    throw new Problem('conflict', 'Somebody else changed this setting meanwhile.', {
      id,
      version: current,
      value: before,
    })
}

async function requireSense<S extends SettingName>(
  work: Work,
  kind: SettingKind<S>,
  change: Change<SettingValue<S>>,
): Promise<void> {
  if (change.after === null && !kind.mayRemove) requireFlawless([flaw('removal', 'value', 'cannot be removed')])
  if (isDeepStrictEqual(change.before, change.after)) requireFlawless([flaw('unchanged', 'value', 'nothing changes')])
  requireFlawless(await kind.problems(work, change))
}

async function record<S extends SettingName>(
  { tx, official, nowMs }: Work,
  kind: SettingKind<S>,
  { id, before, after }: Change<SettingValue<S>>,
  reason: string,
): Promise<number> {
  const value = after ?? before
  const administered = value === null ? null : kind.kindOf(value)
  const added = await tx
    .insertInto('config_change')
    .values({
      kind: administered ?? kind.name,
      target: id,
      agency: value === null ? null : kind.agencyOf(value),
      before: before === null ? null : toJson(before),
      after: after === null ? null : toJson(after),
      reason,
      actor: official.id,
      at_ms: nowMs,
    })
    .returning('n')
    .executeTakeFirstOrThrow()
  await audit(tx, {
    atMs: nowMs,
    actor: official.id,
    action: 'configuration',
    subject: `${kind.name}:${id}`,
    detail: { change: added.n },
  })
  return added.n
}

/** The versions of the rows of an entity, all of them or one: the sequence number of the commit that last changed each. */
export async function versionsOf(tx: Tx, entity: string, id: string | null): Promise<ReadonlyMap<string, number>> {
  const rows = await tx
    .selectFrom('sync_member')
    .select(['id', 'seq'])
    .where('bucket', '=', referenceBucket)
    .where('entity', '=', entity)
    .where('op', '=', 'PUT')
    .$if(id !== null, (query) => query.where('id', '=', id ?? ''))
    .execute()
  return new Map(rows.map((row) => [row.id, row.seq]))
}
