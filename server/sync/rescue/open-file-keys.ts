import { z } from 'zod'
import { parseJsonBody } from '../../http/json-body.ts'
import { Problem } from '../../http/problem.ts'
import { fileKeyName } from '../../../shared/contract/escrow.ts'
import type { FileKeyReplyV1, FileKeyRequestV1 } from '../../../shared/contract/sync.ts'
import type { AppContext } from '../../app-context.ts'
import { inSystem } from '../../db/transaction.ts'
import { audit } from '../../identity/audit.ts'
import { escrowKeyOf, openEnvelope } from '../../identity/escrow.ts'
import type { EscrowKey } from '../../identity/escrow.ts'
import type { Official } from '../../identity/officials.ts'

const sealedKeyV1 = z.object({ username: z.string(), key: z.string().max(100) })

/** The key in an envelope, for the official who sealed it; null for anybody else's and for what is no such envelope. */
function keyFor(escrow: EscrowKey, official: Official, sealed: string): string | null {
  const plain = openEnvelope(escrow, fileKeyName, Buffer.from(sealed, 'base64'))
  if (plain === null) return null
  try {
    const content = sealedKeyV1.safeParse(parseJsonBody(plain)).data
    return content?.username === official.username ? content.key : null
  } catch (error) {
    if (error instanceof Problem) return null
    throw error
  }
}

/**
 * Opens the keys of unsent files for the official on whose device they were sealed, when the device's own key is lost: the bytes are
 * there and can be sent then. Each opening is audited.
 */
export async function openFileKeys(
  context: AppContext,
  official: Official,
  { files }: FileKeyRequestV1,
): Promise<FileKeyReplyV1> {
  return inSystem(context.database.kysely, async (tx) => {
    const escrow = await escrowKeyOf(tx)
    const opened = files.map(({ hash, sealed }) => ({ hash, key: keyFor(escrow, official, sealed) }))
    const detail = { files: files.length, opened: opened.filter(({ key }) => key !== null).length }
    await audit(tx, { atMs: context.clock(), actor: official.id, action: 'rescue', subject: null, detail })
    return { files: opened }
  })
}
