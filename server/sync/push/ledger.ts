import { createHash } from 'node:crypto'
import type { QueryCreator } from 'kysely'
import type { MutationResultV1 } from '../../../shared/contract/sync.ts'
import type { AppContext } from '../../app-context.ts'
import { toJson } from '../../db/schema.ts'
import type { DeskSchema } from '../../db/schema.ts'
import { enterRequest, inSystem } from '../../db/transaction.ts'
import type { Tx } from '../../db/transaction.ts'
import { auditLine } from '../../identity/audit.ts'
import { requireClient } from '../clients.ts'
import { storedResult } from '../results.ts'
import { storable } from '../storable.ts'
import { isRescue } from '../submission.ts'
import type { Submission } from '../submission.ts'

/** What was decided about a command; `flowVersion` is what it produced, for commands that follow it. */
export type Outcome = Readonly<{
  status: 'applied' | 'noop' | 'conflict' | 'rejected' | 'quarantined'
  code: MutationResultV1['code']
  result: MutationResultV1['result']
  flowVersion: number | null
}>

/** Writes the ledger row, consumes the number and audits in one statement, in the transaction of the command's effect. */
export async function record(
  tx: Tx,
  submission: Submission,
  outcome: Outcome,
  nowMs: number,
): Promise<MutationResultV1> {
  const { mutation, official } = submission
  const { status, code, result } = outcome
  const caseId = mutation.caseId === undefined ? null : storable(mutation.caseId)
  const name = storable(mutation.name)
  const action = status === 'applied' || status === 'noop' ? 'command' : 'refusal'
  const line = { atMs: nowMs, actor: official.id, action, subject: caseId, detail: { name, status, code } } as const
  await tx
    .with('consumed', (from) => numberConsumed(from, submission, nowMs))
    .with('audited', (from) => auditLine(from, line))
    .insertInto('mutation')
    .values({
      client_id: submission.clientId,
      mutation_id: mutation.id,
      key: storable(mutation.key),
      user_id: official.id,
      name,
      version: mutation.v,
      case_id: caseId,
      args_hash: createHash('sha256').update(JSON.stringify(mutation.args)).digest('hex'),
      status,
      code,
      result: result === null ? null : toJson(result),
      flow_version: outcome.flowVersion,
      seq: null,
      client_at_ms: mutation.clientAt,
      received_at_ms: nowMs,
    })
    .execute()
  return { id: mutation.id, key: mutation.key, status, code, result }
}

/** The submission with a number of its own: a rescued command gets the next negative one of its client, whose row is locked. */
export async function withNumber(tx: Tx, submission: Submission): Promise<Submission> {
  if (!isRescue(submission)) return submission
  const lowest = await tx
    .selectFrom('mutation')
    .select((column) => column.fn.min<number | null>('mutation_id').as('id'))
    .where('client_id', '=', submission.clientId)
    .executeTakeFirst()
  return { ...submission, mutation: { ...submission.mutation, id: Math.min(0, lowest?.id ?? 0) - 1 } }
}

/** Moves the client on to this command's number; the number of a rescued one is negative and moves nothing. */
export async function consume(tx: Tx, submission: Submission, nowMs: number): Promise<void> {
  await numberConsumed(tx, submission, nowMs).execute()
}

function numberConsumed(from: QueryCreator<DeskSchema>, { clientId, mutation }: Submission, nowMs: number) {
  return from
    .updateTable('client')
    .set({ ...(mutation.id > 0 ? { last_mutation: mutation.id } : {}), seen_at_ms: nowMs })
    .where('client_id', '=', clientId)
}

/** Keeps the whole of a command that was not applied, for people to read. */
export async function keepDead(
  tx: Tx,
  submission: Submission,
  dead: { code: string; message: string; nowMs: number },
): Promise<void> {
  const { mutation, clientId, official } = submission
  await tx
    .insertInto('mutation_dead')
    .values({
      client_id: clientId,
      mutation_id: mutation.id,
      key: storable(mutation.key),
      user_id: official.id,
      payload: JSON.stringify(mutation),
      code: dead.code,
      message: storable(dead.message).slice(0, 1000),
      at_ms: dead.nowMs,
    })
    .execute()
}

/** Writes down a command whose transaction failed, in a second transaction, and consumes its number. */
export async function quarantine(
  context: AppContext,
  submission: Submission,
  error: unknown,
): Promise<MutationResultV1> {
  const nowMs = context.clock()
  return inSystem(context.database.kysely, async (tx) => {
    await enterRequest(tx, { userId: submission.official.id, buckets: [] })
    const { lastMutation } = await requireClient(tx, submission.clientId, {
      lock: true,
      mayBeWiped: isRescue(submission),
    })
    const numbered = await withNumber(tx, submission)
    const stored = await storedResult(tx, numbered)
    if (stored !== null) {
      if (numbered.mutation.id > lastMutation) await consume(tx, numbered, nowMs)
      return stored
    }
    await keepDead(tx, numbered, { code: 'internal', message: String(error), nowMs })
    return record(tx, numbered, { status: 'quarantined', code: 'internal', result: null, flowVersion: null }, nowMs)
  })
}
