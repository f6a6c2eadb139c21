import { sql } from 'kysely'
import type { CaseRowV1 } from '../../../shared/contract/rows.ts'
import type { MutationResultV1 } from '../../../shared/contract/sync.ts'
import type { Command } from '../../../shared/domain/command.ts'
import type { AppContext } from '../../app-context.ts'
import { enterRequest } from '../../db/transaction.ts'
import type { Tx } from '../../db/transaction.ts'
import { Problem } from '../../http/problem.ts'
import { loadOfficial } from '../../identity/officials.ts'
import { requireClient } from '../clients.ts'
import { commandOf } from './command-of.ts'
import { decideCaseCommand } from './decide-case.ts'
import type { Deciding, LockedCase } from './deciding.ts'
import { saveDraft } from './drafts.ts'
import { loadScope } from '../held-buckets.ts'
import { consume, keepDead, record, withNumber } from './ledger.ts'
import type { Outcome } from './ledger.ts'
import { setMark } from './marks.ts'
import { applied, refused } from './outcomes.ts'
import { referenceOf } from '../reference.ts'
import { storedResult } from '../results.ts'
import { isRescue } from '../submission.ts'
import type { Submission } from '../submission.ts'

/**
 * Decides one command in one transaction: authorises, runs it on the locked case, writes ledger and audit. A number already decided
 * answers its stored result; a number beyond the next one is a gap; a rescued command is known by its key alone. Throws what the
 * caller quarantines.
 */
export async function decideMutation(context: AppContext, tx: Tx, submission: Submission): Promise<MutationResultV1> {
  const nowMs = context.clock()
  const official = await loadOfficial(tx, submission.official.id, nowMs)
  if (official === null) throw new Problem('unauthenticated', 'The account is no longer active.')
  const reference = await referenceOf(tx, context.database, nowMs)
  const scope = await loadScope(tx, official, reference.organisation)
  await enterRequest(tx, scope)
  const { lastMutation } = await requireClient(tx, submission.clientId, {
    lock: true,
    mayBeWiped: isRescue(submission),
  })
  const current = { ...(await withNumber(tx, submission)), official }
  const { mutation } = current
  if (mutation.id > lastMutation + 1) return gap(mutation, lastMutation + 1)
  const stored = await storedResult(tx, current)
  if (stored !== null) {
    if (mutation.id > lastMutation) await consume(tx, current, nowMs)
    return stored
  }
  const { newId, commandForms } = context
  const { maxFileBytes } = context.config
  const outcome = await run({ tx, submission: current, nowMs, newId, commandForms, maxFileBytes, reference })
  if (outcome.status !== 'applied' && outcome.status !== 'noop') {
    await keepDead(tx, current, { code: outcome.code ?? outcome.status, message: '', nowMs })
  }
  return record(tx, current, outcome, nowMs)
}

function gap(mutation: { id: number; key: string }, expectedId: number): MutationResultV1 {
  return { id: mutation.id, key: mutation.key, status: 'gap', code: 'gap', result: { expectedId } }
}

async function run(deciding: Deciding): Promise<Outcome> {
  // A device sends it in place of a command that was too large or malformed, so that its numbers stay without a gap.
  if (deciding.submission.mutation.name === 'noop') return { ...applied(null), status: 'noop' }
  const parsed = commandOf(deciding.commandForms, deciding.submission.mutation)
  if (parsed === null) return { ...refused('unknown_command'), status: 'quarantined' }
  if ('code' in parsed) return refused(parsed.code)
  const locked = await lockCase(deciding, parsed)
  if (locked === null) return refused('not_found')
  switch (parsed.name) {
    case 'mark':
      return setMark(deciding, locked, parsed.args)
    case 'saveDraft':
      return saveDraft(deciding, locked, parsed)
    default:
      return decideCaseCommand(deciding, locked, parsed)
  }
}

/**
 * Locks the case of a command until the transaction ends, that of a merge together with its main one; null for a case the official
 * neither has nor had.
 */
async function lockCase({ tx, submission }: Deciding, command: Command): Promise<LockedCase | null> {
  if (command.name === 'merge') await sql`select desk_lock_merge(${command.caseId}, ${command.args.target})`.execute(tx)
  const found = await sql<Omit<LockedCase, 'row'> & { row_data: CaseRowV1 }>`
    select row_data, visible, held, assigned from desk_lock_case(${command.caseId}, ${submission.mutation.basedOnSeq})`.execute(
    tx,
  )
  const row = found.rows[0]
  if (row === undefined) return null
  return { row: row.row_data, visible: row.visible, held: row.held, assigned: row.assigned }
}
