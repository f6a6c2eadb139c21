import type { AppContext } from '../../app-context.ts'
import type { MutationResultV1, MutationV1 } from '../../../shared/contract/sync.ts'
import { isPassing } from '../../db/sql-state.ts'
import { inSystem } from '../../db/transaction.ts'
import { mutationsDecided } from '../../http/metrics.ts'
import { Problem } from '../../http/problem.ts'
import type { Official } from '../../identity/officials.ts'
import { requireKnown } from '../clients.ts'
import { decideMutation } from './decide-mutation.ts'
import { quarantine } from './ledger.ts'
import type { Submission } from '../submission.ts'

type PushRequest = Readonly<{ clientId: string; schema?: number | undefined; mutations: readonly MutationV1[] }>

/**
 * Decides the commands of one push in order, each in a transaction of its own, and stops at the first gap. A command that throws
 * is quarantined and its number consumed, so that nothing can block a queue; only the loss of the database stops the push.
 */
export async function push(
  context: AppContext,
  official: Official,
  request: PushRequest,
): Promise<{ results: MutationResultV1[] }> {
  if (request.schema !== undefined) requireKnown(context.config, request.schema)
  const results: MutationResultV1[] = []
  for (const mutation of request.mutations) {
    const result = await decideOne(context, { official, clientId: request.clientId, mutation })
    results.push(result)
    if (result.status === 'gap') break
  }
  return { results }
}

/** Decides one command in a transaction of its own; one that throws is quarantined. Throws only what passes by itself. */
export async function decideOne(context: AppContext, submission: Submission): Promise<MutationResultV1> {
  const result = await decidedOrQuarantined(context, submission)
  mutationsDecided.inc({ status: result.status })
  return result
}

async function decidedOrQuarantined(context: AppContext, submission: Submission): Promise<MutationResultV1> {
  try {
    return await inSystem(context.database.kysely, (tx) => decideMutation(context, tx, submission))
  } catch (error) {
    if (error instanceof Problem || isPassing(error)) throw error
    context.log.error({ err: error, command: submission.mutation.name.slice(0, 60) }, 'command quarantined')
    return quarantine(context, submission, error)
  }
}
