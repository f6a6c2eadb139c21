import type {
  RescueCommandV1,
  RescueRecordV1,
  RescueRefusal,
  RescueReplyV1,
  RescueResultV1,
} from '../../../shared/contract/sync.ts'
import { rescueCommandV1 } from '../../../shared/contract/sync.ts'
import type { AppContext } from '../../app-context.ts'
import { enterRequest, inSystem } from '../../db/transaction.ts'
import { parseJsonBody } from '../../http/json-body.ts'
import { Problem } from '../../http/problem.ts'
import { audit } from '../../identity/audit.ts'
import { escrowKeyOf, openEnvelope } from '../../identity/escrow.ts'
import type { EscrowKey } from '../../identity/escrow.ts'
import type { Official } from '../../identity/officials.ts'
import { requireClient } from '../clients.ts'
import { decideOne } from '../push/push.ts'
import { rescuedNumber } from '../submission.ts'

type RescueRequest = Readonly<{ clientId: string; records: readonly RescueRecordV1[] }>

/**
 * Decides work a device sealed to the escrow key because its own key is lost or to be destroyed: each record as a push would, known
 * by its key, in the order sent. A record that cannot be taken is answered by a code and does not stop those behind it. A client to
 * be wiped may do this and nothing else.
 */
export async function rescue(context: AppContext, official: Official, request: RescueRequest): Promise<RescueReplyV1> {
  const { escrow, client } = await inSystem(context.database.kysely, async (tx) => {
    const key = await escrowKeyOf(tx)
    await enterRequest(tx, { userId: official.id, buckets: [] })
    return { escrow: key, client: await requireClient(tx, request.clientId, { mayBeWiped: true }) }
  })
  const results: RescueResultV1[] = []
  for (const record of request.records) {
    const opened = client.discardsUnsent ? { refused: 'discarded' as const } : read(escrow, official, record)
    if ('refused' in opened) results.push({ key: record.key, status: 'refused', code: opened.refused, result: null })
    else results.push(await decided(context, official, { clientId: request.clientId, record, command: opened.command }))
  }
  if (results.length > 0) await note(context, official, request.clientId, results)
  return { results, escrowKey: escrow.publicKey.toString('base64') }
}

function read(
  escrow: EscrowKey,
  official: Official,
  record: RescueRecordV1,
): { command: RescueCommandV1 } | { refused: RescueRefusal } {
  const plain = openEnvelope(escrow, record.key, Buffer.from(record.sealed, 'base64'))
  if (plain === null) return { refused: 'unsealable' }
  const command = commandIn(plain)
  if (command === null || command.key !== record.key) return { refused: 'malformed' }
  return command.user === official.id ? { command } : { refused: 'foreign' }
}

function commandIn(plain: Buffer): RescueCommandV1 | null {
  try {
    return rescueCommandV1.safeParse(parseJsonBody(plain)).data ?? null
  } catch (error) {
    if (error instanceof Problem) return null
    throw error
  }
}

type Opened = Readonly<{ clientId: string; record: RescueRecordV1; command: RescueCommandV1 }>

async function decided(context: AppContext, official: Official, opened: Opened): Promise<RescueResultV1> {
  const { user: _user, caseNumber: _caseNumber, draft: _draft, ...command } = opened.command
  const mutation = { ...command, id: rescuedNumber }
  const { status, code, result, dup } = await decideOne(context, { official, clientId: opened.clientId, mutation })
  if (status === 'gap') throw new Error('a rescued command has no number that could leave a gap')
  const isDone = status === 'applied' || status === 'noop'
  return {
    key: opened.record.key,
    status,
    code,
    result,
    ...(dup === true ? { dup } : {}),
    ...(isDone ? {} : { command: opened.command }),
  }
}

async function note(
  context: AppContext,
  official: Official,
  clientId: string,
  results: readonly RescueResultV1[],
): Promise<void> {
  const count = (status: RescueResultV1['status']): number => results.filter((one) => one.status === status).length
  await inSystem(context.database.kysely, (tx) =>
    audit(tx, {
      atMs: context.clock(),
      actor: official.id,
      action: 'rescue',
      subject: clientId,
      detail: { records: results.length, applied: count('applied'), refused: count('refused') },
    }),
  )
}
