/**
 * The envelope in which a device seals its unsent work to the server's escrow public key (docs/decisions/0006-escrow-envelope.md):
 * version (1 byte), key id (8), ephemeral X25519 public key (32), AES-256-GCM cipher text, tag (16). HKDF-SHA-256 of the shared
 * secret, with the two public keys as salt and `escrowInfo` as info, gives key (32 bytes) and nonce (12). Additional data are the
 * header and the command's key in UTF-8, so an envelope opens only under its own key.
 */
export const escrowVersion = 1

export const escrowInfo = 'ihanoi-desk/escrow/1'

/** Lengths in bytes. */
export const escrowBytes = { keyId: 8, publicKey: 32, header: 41, key: 32, nonce: 12, tag: 16 } as const

/** SubjectPublicKeyInfo of X25519 (RFC 8410) is this prefix and the raw public key. */
export const x25519SpkiPrefix: readonly number[] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x6e, 0x03, 0x21, 0]

/** Under this key the key of a file's content is sealed: `{username, key}` as JSON, the key in base64. */
export const fileKeyName = 'evidence-key'

/** Longest envelope in base64: one record fits a request of 256 KiB with room for the rest of it. */
export const maxSealedChars = 250 * 1024
