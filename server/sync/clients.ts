import type { AppContext } from '../app-context.ts'
import { maxMutationsPerPush, maxPullLimit } from '../../shared/contract/versions.ts'
import type { RegisterReplyV1 } from '../../shared/contract/sync.ts'
import { enterRequest, inSystem } from '../db/transaction.ts'
import type { Tx } from '../db/transaction.ts'
import { Problem } from '../http/problem.ts'
import { audit } from '../identity/audit.ts'
import { escrowPublicKey } from '../identity/escrow.ts'
import type { Official } from '../identity/officials.ts'

/** Makes an installation of an official known and answers what it needs to begin. */
export async function register(
  context: AppContext,
  official: Official,
  request: { deviceName: string; appVersion: string; schema: number },
): Promise<RegisterReplyV1> {
  requireSpoken(context, request.schema)
  const nowMs = context.clock()
  const clientId = context.newId()
  return inSystem(context.database.kysely, async (tx) => {
    const escrowKey = await escrowPublicKey(tx)
    const { epoch } = await tx.selectFrom('sync_clock').select('epoch').executeTakeFirstOrThrow()
    await enterRequest(tx, { userId: official.id, buckets: [] })
    await tx
      .insertInto('client')
      .values({
        client_id: clientId,
        user_id: official.id,
        device_name: request.deviceName,
        app_version: request.appVersion,
        schema: request.schema,
        created_at_ms: nowMs,
        seen_at_ms: nowMs,
      })
      .execute()
    await audit(tx, { atMs: nowMs, actor: official.id, action: 'register', subject: clientId })
    return {
      clientId,
      epoch,
      minSchema: context.config.schemas.oldest,
      limits: { mutationsPerPush: maxMutationsPerPush, pullRows: maxPullLimit, fileBytes: context.config.maxFileBytes },
      escrowKey,
      user: { id: official.id, username: official.username, displayName: official.displayName },
      serverTime: nowMs,
    }
  })
}

/** Refuses a client whose wire schema this server does not speak: `schema_too_old` for the client, `schema_too_new` for the server to mend. */
export function requireSpoken({ config }: AppContext, schema: number): void {
  if (schema < config.schemas.oldest) {
    throw new Problem('schema_too_old', `This server needs schema ${config.schemas.oldest} or newer: update the app.`)
  }
  requireKnown(config, schema)
}

/** Refuses a client that is newer than this server. An old one may still hand in its work (sync.md section 4, 426). */
export function requireKnown({ schemas }: AppContext['config'], schema: number): void {
  if (schema <= schemas.newest) return
  throw new Problem('schema_too_new', `This server speaks schema ${schemas.newest} at most: update the server.`)
}

/** How a client is asked for: locked until the transaction ends, and also when it is to be wiped. */
export type ClientWish = Readonly<{ lock?: boolean; mayBeWiped?: boolean }>

/**
 * The caller's own client. Throws `client_unknown` for any other, `client_locked` for a locked one, `client_wiped` for one to be wiped
 * unless that is wished for.
 */
export async function requireClient(tx: Tx, clientId: string, wish: ClientWish = {}): Promise<Client> {
  const query = tx.selectFrom('client').select(['last_mutation', 'state', 'discard_unsent'])
  const own = query.where('client_id', '=', clientId)
  const client = await (wish.lock === true ? own.forUpdate() : own).executeTakeFirst()
  if (client === undefined) throw new Problem('client_unknown', 'Register this installation first.')
  if (client.state === 'locked') throw new Problem('client_locked')
  const isWiped = client.state === 'wipe'
  if (isWiped && wish.mayBeWiped !== true) throw new Problem('client_wiped')
  return { lastMutation: client.last_mutation, discardsUnsent: isWiped && client.discard_unsent, isWiped }
}

/** What a request needs to know of its client. */
export type Client = Readonly<{ lastMutation: number; discardsUnsent: boolean; isWiped: boolean }>
