import { createCipheriv, createHash, createPublicKey, diffieHellman, generateKeyPairSync, hkdfSync } from 'node:crypto'
import { escrowBytes, escrowInfo, escrowVersion, x25519SpkiPrefix } from '../../../shared/contract/escrow.ts'

/** True for 32 bytes in base64, the form in which a server gives its escrow key. */
export function isEscrowKey(publicKey: string): boolean {
  return Buffer.from(publicKey, 'base64').length === escrowBytes.publicKey
}

/** The envelope of `plain` under `key`, which only the server with this escrow public key (base64) can open. */
export function sealToEscrow(publicKey: string, key: string, plain: Buffer): Buffer {
  const recipient = Buffer.from(publicKey, 'base64')
  const pair = generateKeyPairSync('x25519')
  const ephemeral = pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-escrowBytes.publicKey)
  const der = Buffer.concat([Buffer.from(x25519SpkiPrefix), recipient])
  const shared = diffieHellman({
    privateKey: pair.privateKey,
    publicKey: createPublicKey({ key: der, format: 'der', type: 'spki' }),
  })
  const length = escrowBytes.key + escrowBytes.nonce
  const secret = Buffer.from(hkdfSync('sha256', shared, Buffer.concat([ephemeral, recipient]), escrowInfo, length))
  const header = Buffer.concat([Buffer.from([escrowVersion]), keyIdOf(recipient), ephemeral])
  const cipher = createCipheriv('aes-256-gcm', secret.subarray(0, escrowBytes.key), secret.subarray(escrowBytes.key))
  cipher.setAAD(Buffer.concat([header, Buffer.from(key, 'utf8')]))
  return Buffer.concat([header, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** Whether an envelope was sealed to this public key (base64). */
export function isSealedTo(publicKey: string, envelope: Buffer): boolean {
  const keyId = keyIdOf(Buffer.from(publicKey, 'base64'))
  return envelope[0] === escrowVersion && envelope.subarray(1, 1 + escrowBytes.keyId).equals(keyId)
}

function keyIdOf(publicKey: Buffer): Buffer {
  return createHash('sha256').update(publicKey).digest().subarray(0, escrowBytes.keyId)
}
