import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Command } from '../../../shared/domain/command.ts'
import type { DecisionContext } from '../../../shared/domain/decision-context.ts'
import type { HandlingFileRole } from '../../../shared/domain/reply/gate/gate.ts'
import { canonicalReply } from '../../../shared/domain/reply-text.ts'
import type { Deciding, LockedCase } from './deciding.ts'

/** Gathers what the domain needs to decide a command on a locked case. */
export async function decisionContext(
  deciding: Deciding,
  locked: LockedCase,
  command: Command,
): Promise<DecisionContext> {
  const { nowMs, newId, reference } = deciding
  const base = { nowMs, eventId: newId(), online: true, ...reference }
  switch (command.name) {
    case 'submitReply': {
      const draftRevision = await newestDraft(deciding, locked)
      return {
        ...base,
        replyHash: createHash('sha256').update(canonicalReply(command.args.text)).digest('hex'),
        handlingFiles: await handlingFiles(deciding, locked),
        ...(draftRevision === null ? {} : { draftRevision }),
      }
    }
    case 'approveReply':
      return { ...base, filesMissing: await missingFiles(deciding, locked) }
    case 'merge':
      return { ...base, ...(await mergeFacts(deciding, locked, command.args.target)) }
    case 'addNote':
    case 'addEvidence':
    case 'recordVisit':
    case 'saveDraft':
      return { ...base, heldBefore: wasTheirs(deciding, locked), movedOn: await hasMovedOn(deciding, locked) }
    default:
      return base
  }
}

/** Whether the case was the officer's when the command was recorded: assigned to them, or of a unit they look after in the field. */
function wasTheirs({ submission }: Deciding, locked: LockedCase): boolean {
  const looksAfter = submission.official.grants.some(
    (grant) => grant.role === 'field_officer' || grant.role === 'team_supervisor',
  )
  return locked.assigned || (!locked.visible && locked.held && looksAfter)
}

/** Whether somebody else moved the case on after the sequence number the command was recorded at. */
async function hasMovedOn({ tx, submission }: Deciding, locked: LockedCase): Promise<boolean> {
  if (!locked.visible) return true
  const found = await sql<{ moved: boolean }>`
    select exists (
      select from event as e join sync_member as m on m.entity = 'event' and m.id = e.id
      where e.case_id = ${locked.row.id} and e.data ->> 'kind' = 'command'
        and e.data ->> 'actor' is distinct from ${submission.official.id} and m.seq > ${submission.mutation.basedOnSeq}
    ) as moved`.execute(tx)
  return found.rows[0]?.moved ?? false
}

/** The main case, where the official may see it, and how many cases follow the one to be merged. */
async function mergeFacts(
  { tx }: Deciding,
  locked: LockedCase,
  target: string,
): Promise<Pick<DecisionContext, 'mergeTarget' | 'mergedHere'>> {
  const found = await tx.selectFrom('complaint').select('data').where('id', '=', target).executeTakeFirst()
  const counted = await sql<{ n: number }>`select desk_merged_count(${locked.row.id}) as n`.execute(tx)
  const mergedHere = counted.rows[0]?.n ?? 0
  return found === undefined ? { mergedHere } : { mergedHere, mergeTarget: found.data }
}

async function newestDraft({ tx, submission }: Deciding, locked: LockedCase): Promise<number | null> {
  const draft = await tx
    .selectFrom('draft')
    .select('data')
    .where('id', '=', `${locked.row.id}:${submission.official.id}`)
    .executeTakeFirst()
  return draft?.data.revision ?? null
}

/** What the files added in handling the case show, those still on their way included: approval waits for them. */
async function handlingFiles({ tx }: Deciding, locked: LockedCase): Promise<readonly HandlingFileRole[]> {
  const found = await sql<{ role: HandlingFileRole }>`
    select distinct data ->> 'role' as role from file
    where case_id = ${locked.row.id} and data ->> 'role' <> 'report'`.execute(tx)
  return found.rows.map(({ role }) => role)
}

/** Announced files of the handling, not of the report, whose bytes have not arrived. */
async function missingFiles({ tx }: Deciding, locked: LockedCase): Promise<number> {
  const counted = await sql<{ n: number }>`
    select count(*)::int as n from file
    where case_id = ${locked.row.id} and not stored and data ->> 'role' <> 'report'`.execute(tx)
  return counted.rows[0]?.n ?? 0
}
