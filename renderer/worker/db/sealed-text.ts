import { fromBase64, toBase64 } from '../base64.ts'
import { WorkerFailure } from '../failure.ts'
import type { Place, Sealer } from './sealing.ts'

const headerBytes = 13

/** Content sealed as one base64 text for the journals of the main process: schema (1 byte), nonce (12), cipher text. */
export async function sealToText(sealer: Sealer, place: Place, content: unknown): Promise<string> {
  const sealed = await sealer.seal(place, content)
  const bytes = new Uint8Array(headerBytes + sealed.ct.byteLength)
  bytes[0] = sealed.schema
  bytes.set(sealed.iv, 1)
  bytes.set(new Uint8Array(sealed.ct), headerBytes)
  return toBase64(bytes)
}

/** Opens what `sealToText` made; throws `seal_broken` for anything else. */
export async function openFromText(sealer: Sealer, place: Place, text: string): Promise<unknown> {
  const bytes = decode(text)
  if (bytes.length <= headerBytes) throw new WorkerFailure('seal_broken')
  return sealer.open(place, {
    schema: bytes[0] ?? 0,
    iv: bytes.slice(1, headerBytes),
    ct: bytes.slice(headerBytes).buffer,
  })
}

function decode(text: string): Uint8Array<ArrayBuffer> {
  try {
    return fromBase64(text)
  } catch (error) {
    throw new WorkerFailure('seal_broken', { cause: error })
  }
}
