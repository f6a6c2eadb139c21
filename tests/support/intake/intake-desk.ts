import { createHash } from 'node:crypto'
import { createCanvas } from '@napi-rs/canvas'
import { storeIntakeKey } from '../../../server/api/intake-key.ts'
import { issueToken } from '../../../server/identity/tokens.ts'
import { beginSeed } from '../../../server/sample/seed.ts'
import { readSampleFiles } from '../../../server/sample/sample-files.ts'
import { sampleOrganisation } from '../../../server/sample/sample-organisation.ts'
import type { TestServer } from '../server.ts'

export const intakeKey = 'test-intake-key-0123456789'

/** Stores the samples' organisation without cases, and the intake key of the tests. */
export async function openIntakeDesk({ context }: TestServer): Promise<void> {
  const files = readSampleFiles()
  await beginSeed(context, files, sampleOrganisation(files))
  await storeIntakeKey(context, 'test', intakeKey)
}

/** Signs a sample official in. */
export async function tokenOf({ context }: TestServer, username: string): Promise<string> {
  const { id } = await context.database.kysely
    .selectFrom('official')
    .select('id')
    .where('username', '=', username)
    .executeTakeFirstOrThrow()
  return issueToken(context.database.kysely, id, context.clock())
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** A real JPEG of the given size. */
export function jpeg(width = 640, height = 480, color = '#4488cc'): Buffer {
  const canvas = createCanvas(width, height)
  const c = canvas.getContext('2d')
  c.fillStyle = color
  c.fillRect(0, 0, width, height)
  c.fillStyle = '#ffffff'
  c.fillRect(0, 0, width / 4, height / 4)
  return canvas.toBuffer('image/jpeg', 90)
}

type FileOf = Readonly<{ name: string; type: string; bytes: Uint8Array }>
export const announced = ({ name, type, bytes }: FileOf) => ({
  name,
  type,
  sizeBytes: bytes.length,
  hash: sha256(bytes),
})

/** A report as iHaNoi hands it in. */
export function report(externalId: string, changes: Record<string, unknown> = {}) {
  return {
    externalId,
    kind: 'field',
    level: 'normal',
    title: 'Hố ga mất nắp trước số 12',
    body: 'Nắp hố ga bị vỡ từ tối qua, xe máy đi vào rất nguy hiểm.',
    category: 'road_damage',
    area: '00166',
    place: 'Trước số 12 ngõ 68',
    point: { lng: 105.79, lat: 21.03 },
    agency: null,
    reporter: {
      kind: 'citizen',
      name: 'Nguyễn Thị Thử',
      phone: '0900 000 123',
      address: null,
      taxCode: null,
      representative: null,
    },
    files: [] as ReturnType<typeof announced>[],
    ...changes,
  }
}
