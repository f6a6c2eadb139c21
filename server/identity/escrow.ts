import { generateKeyPairSync } from 'node:crypto'
import type { Tx } from '../db/transaction.ts'

const publicName = 'escrow_public_key'
const privateName = 'escrow_private_key'

/**
 * The raw X25519 public key, base64, to which devices also seal their unsent work. Made at the first call; the private half stays
 * in `server_setting`, which the application role cannot read.
 */
export async function escrowPublicKey(tx: Tx): Promise<string> {
  const found = await readPublic(tx)
  if (found !== null) return found
  const pair = generateKeyPairSync('x25519')
  const raw = pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64')
  const secret = pair.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64')
  // Two first calls at once: the first insert wins for both names, since they are written in one statement.
  await tx
    .insertInto('server_setting')
    .values([
      { name: publicName, value: raw },
      { name: privateName, value: secret },
    ])
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute()
  return (await readPublic(tx)) ?? raw
}

async function readPublic(tx: Tx): Promise<string | null> {
  const row = await tx.selectFrom('server_setting').select('value').where('name', '=', publicName).executeTakeFirst()
  return row?.value ?? null
}
