import {
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
} from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { escrowBytes, escrowInfo, escrowVersion, x25519SpkiPrefix } from '../../shared/contract/escrow.ts'
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

/** Both halves of the escrow key, as opening an envelope needs them. */
export type EscrowKey = Readonly<{ publicKey: Buffer; privateKey: KeyObject }>

/** Reads the escrow key, making it where there is none; call it with the owner's rights. */
export async function escrowKeyOf(tx: Tx): Promise<EscrowKey> {
  const publicKey = Buffer.from(await escrowPublicKey(tx), 'base64')
  const row = await tx
    .selectFrom('server_setting')
    .select('value')
    .where('name', '=', privateName)
    .executeTakeFirstOrThrow()
  const der = Buffer.from(row.value, 'base64')
  return { publicKey, privateKey: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }) }
}

/** What an envelope sealed under `key` holds; null for one of another version or server, cut, changed, or sealed under another key. */
export function openEnvelope(escrow: EscrowKey, key: string, envelope: Buffer): Buffer | null {
  const { keyId, publicKey, header, tag } = escrowBytes
  if (envelope.length < header + tag || envelope[0] !== escrowVersion) return null
  const ownId = createHash('sha256').update(escrow.publicKey).digest().subarray(0, keyId)
  if (!envelope.subarray(1, 1 + keyId).equals(ownId)) return null
  try {
    const ephemeral = envelope.subarray(header - publicKey, header)
    const secret = sharedSecret(escrow, ephemeral)
    const decipher = createDecipheriv(
      'aes-256-gcm',
      secret.subarray(0, escrowBytes.key),
      secret.subarray(escrowBytes.key),
    )
    decipher.setAAD(Buffer.concat([envelope.subarray(0, header), Buffer.from(key, 'utf8')]))
    decipher.setAuthTag(envelope.subarray(-tag))
    return Buffer.concat([decipher.update(envelope.subarray(header, -tag)), decipher.final()])
  } catch (error) {
    // A point of low order, or a tag that does not fit: both are an envelope this server did not ask for.
    if (error instanceof Error) return null
    throw error
  }
}

function sharedSecret(escrow: EscrowKey, ephemeral: Buffer): Buffer {
  const der = Buffer.concat([Buffer.from(x25519SpkiPrefix), ephemeral])
  const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' })
  const shared = diffieHellman({ privateKey: escrow.privateKey, publicKey })
  const salt = Buffer.concat([ephemeral, escrow.publicKey])
  return Buffer.from(hkdfSync('sha256', shared, salt, escrowInfo, escrowBytes.key + escrowBytes.nonce))
}
