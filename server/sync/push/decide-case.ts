import { sql } from 'kysely'
import type { CaseRowV1, EventRowV1 } from '../../../shared/contract/rows.ts'
import type { AnnouncedFile, Command } from '../../../shared/domain/command.ts'
import { isWorkflowCommand } from '../../../shared/domain/command-table.ts'
import { decideCommand } from '../../../shared/domain/decision.ts'
import type { Decision } from '../../../shared/domain/decision-context.ts'
import { toJson } from '../../db/schema.ts'
import { isAcceptedType } from '../../../shared/contract/files/file-types.ts'
import { isUploadId } from '../../files/incoming-uploads.ts'
import { decisionContext } from './decision-context.ts'
import type { Deciding, LockedCase } from './deciding.ts'
import type { Outcome } from './ledger.ts'
import { applied, refused } from './outcomes.ts'

/** Decides a command on a case and stores its effect: the row and the events, in this transaction. */
export async function decideCaseCommand(deciding: Deciding, locked: LockedCase, command: Command): Promise<Outcome> {
  const isWorkflow = isWorkflowCommand(command.name)
  if (isWorkflow && !locked.visible) return refused('not_found')
  const base = isWorkflow ? await flowBase(deciding) : {}
  if ('blockedBy' in base) return refused('blocked_by', { blockedBy: base.blockedBy })
  const context = { ...(await decisionContext(deciding, locked, command)), ...base }
  const decision = decideCommand({ command, actor: deciding.submission.official, complaint: locked.row, context })
  if (!decision.ok) return outcomeOf(deciding, locked, decision.code)
  if (command.name === 'addEvidence') {
    const code = await announceFiles(deciding, locked, command.args.files)
    if (code !== null) return refused(code)
  }
  await store(deciding, locked, decision)
  return applied(isWorkflow ? decision.next.flowVersion : null)
}

/**
 * The flowVersion a workflow command builds on: its own `ifVersion`, or what the command it follows produced. A predecessor that
 * was not applied blocks it.
 */
async function flowBase({ tx, submission }: Deciding): Promise<{ ifVersion?: number } | { blockedBy: string }> {
  const { after, ifVersion } = submission.mutation
  if (after === undefined) return ifVersion === undefined ? {} : { ifVersion }
  const before = await tx
    .selectFrom('mutation')
    .select(['status', 'flow_version'])
    .where('key', '=', after)
    .where('user_id', '=', submission.official.id)
    .executeTakeFirst()
  if (before?.status !== 'applied' || before.flow_version === null) return { blockedBy: after }
  return { ifVersion: before.flow_version }
}

async function outcomeOf(
  { tx }: Deciding,
  locked: LockedCase,
  code: Extract<Decision, { ok: false }>['code'],
): Promise<Outcome> {
  if (code === 'already_so') return { ...applied(null), status: 'noop', code }
  if (code !== 'stale_flow') return refused(code)
  const last = await lastCommand(tx, locked.row)
  const result = { current: locked.row, by: last?.actor ?? null, ...(last === null ? {} : { atMs: last.atMs }) }
  return { status: 'conflict', code, result, flowVersion: null }
}

async function lastCommand(tx: Deciding['tx'], row: CaseRowV1): Promise<EventRowV1 | null> {
  const found = await tx
    .selectFrom('event')
    .select('data')
    .where('case_id', '=', row.id)
    .where(sql<boolean>`data ->> 'kind' = 'command'`)
    .orderBy('at_ms', 'desc')
    .limit(1)
    .executeTakeFirst()
  return found?.data ?? null
}

/** Adds the rows of the files a command brings; a code where one could never be stored, before anything is written. */
async function announceFiles(
  { tx, submission, nowMs, maxFileBytes }: Deciding,
  locked: LockedCase,
  files: readonly AnnouncedFile[],
): Promise<'bad_request' | 'too_large' | null> {
  for (const file of files) {
    if (!isUploadId(file.id) || !isAcceptedType(file.type)) return 'bad_request'
    if (file.sizeBytes > maxFileBytes) return 'too_large'
  }
  for (const file of files) {
    const entry = { ...file, caseId: locked.row.id, thumb: null, stored: false }
    const added = await sql<{ ok: boolean }>`
      select desk_announce_file(${toJson(entry)}::jsonb, ${submission.mutation.basedOnSeq}, ${nowMs}) as ok`.execute(tx)
    if (added.rows[0]?.ok !== true) throw new Error('the file could not be announced on its case')
  }
  return null
}

/** Appends the events and stores the row, in this order, in one statement. */
async function store(
  { tx, submission }: Deciding,
  locked: LockedCase,
  { next, events }: Extract<Decision, { ok: true }>,
): Promise<void> {
  const writes = events.map(
    (event) => sql<boolean>`desk_append_event(${toJson(event)}::jsonb, ${submission.mutation.basedOnSeq})`,
  )
  // A late note on a case the official no longer has leaves the row as it is.
  const raises = locked.visible && next.rowVersion !== locked.row.rowVersion
  if (raises) writes.push(sql<boolean>`desk_store_case(${toJson(next)}::jsonb, ${locked.row.rowVersion})`)
  if (writes.length === 0) return
  const stored = await sql<{ all_ok: boolean }>`select true = all (array[${sql.join(writes)}]) as all_ok`.execute(tx)
  if (stored.rows[0]?.all_ok !== true) throw new Error('the case or an event of it could not be stored')
}
