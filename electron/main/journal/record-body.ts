/** Opens a body that also holds an envelope; what does not begin with it was sealed with the data key alone. */
const magic = Buffer.from('IHE1', 'latin1')
const headerBytes = 10

/** The unsent work as only the server can open it, under the key of its command. */
export type Escrowed = Readonly<{ key: string; envelope: Buffer }>

/** What one record of a journal holds: sealed with the data key, and once more to the server's escrow key where that is known. */
export type RecordBody = Readonly<{ sealed: Buffer; escrowed: Escrowed | null }>

/** `IHE1`, length of the sealed part (u32 LE), length of the key (u16 LE), sealed part, key, envelope; without an envelope the sealed part alone. */
export function encodeBody({ sealed, escrowed }: RecordBody): Buffer {
  if (escrowed === null) return sealed
  const key = Buffer.from(escrowed.key, 'utf8')
  const header = Buffer.alloc(headerBytes)
  magic.copy(header)
  header.writeUInt32LE(sealed.length, 4)
  header.writeUInt16LE(key.length, 8)
  return Buffer.concat([header, sealed, key, escrowed.envelope])
}

export function decodeBody(body: Buffer): RecordBody {
  if (body.length < headerBytes || !body.subarray(0, magic.length).equals(magic))
    return { sealed: body, escrowed: null }
  const sealedEnd = headerBytes + body.readUInt32LE(4)
  const keyEnd = sealedEnd + body.readUInt16LE(8)
  if (keyEnd > body.length) return { sealed: body, escrowed: null }
  return {
    sealed: body.subarray(headerBytes, sealedEnd),
    escrowed: { key: body.toString('utf8', sealedEnd, keyEnd), envelope: body.subarray(keyEnd) },
  }
}
