import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { markOrigin } from '../../server/identity/development.ts'
import { announced, intakeKey, jpeg, openIntakeDesk, report, sha256 } from '../support/intake/intake-desk.ts'
import { onBothEngines } from '../support/server.ts'
import { root } from '../support/places.ts'
import { SyncClient } from '../support/sync/sync-client.ts'

type Announced = Readonly<{ id: string; hash: string; sizeBytes: number }>

onBothEngines('evidence of an official', (serverOf) => {
  let base = ''
  let officer: SyncClient
  beforeAll(async () => {
    await openIntakeDesk(serverOf())
    await markOrigin(serverOf().context.database.kysely, 'sample')
    base = await serverOf().app.listen({ port: 0, host: '127.0.0.1' })
    officer = await SyncClient.start(serverOf(), 'manhpd.caugiay')
  })

  const give = async (client: SyncClient, name: string, caseId: string, args: object = {}) => {
    const [result] = await client.push(client.mutation(name, caseId, args))
    return result?.code ?? result?.status
  }
  const idOf = (client: SyncClient): string => `official-${client.username}`
  let cases = 0
  /** A case assigned to the officer, by the ordinary way. */
  const inHand = async (): Promise<string> => {
    const answer = await fetch(`${base}/api/v1/intake/complaints`, {
      method: 'POST',
      headers: { authorization: `Intake ${intakeKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(report(`evidence-${(cases += 1)}`)),
    })
    const { caseNumber } = (await answer.json()) as { caseNumber: string }
    const { kysely } = serverOf().context.database
    const row = await kysely
      .selectFrom('complaint')
      .select('data')
      .where('case_number', '=', caseNumber)
      .executeTakeFirstOrThrow()
    const { id, category, area } = row.data
    const desk = await SyncClient.start(serverOf(), 'yennth.caugiay')
    const lead = await SyncClient.start(serverOf(), 'dinhtc.caugiay')
    const team = 'UB-00166-ha-tang'
    await give(desk, 'receive', id, { level: 'normal', category, area, duplicatesLookedAt: true })
    await give(desk, 'assign', id, { team, officer: null })
    expect(await give(lead, 'assign', id, { team, officer: idOf(officer) })).toBe('applied')
    return id
  }
  let files = 0
  const fileOf = (bytes: Uint8Array, type = 'image/jpeg') => ({
    ...announced({ name: 'ảnh.jpg', type, bytes }),
    id: `evidence-file-${serverOf().engine}-${(files += 1)}`,
    role: 'photo_after',
  })
  const add = (caseId: string, ...given: Announced[]) =>
    give(officer, 'addEvidence', caseId, { id: `e-${given[0]?.id}`, text: 'Sau xử lý', files: given })
  type Sent = Readonly<{ headers?: Record<string, string>; body?: Uint8Array; by?: SyncClient }>
  const tus = (method: string, path: string, { headers = {}, body, by = officer }: Sent = {}) =>
    fetch(`${base}${path}`, {
      method,
      headers: { authorization: `Bearer ${by.token}`, 'tus-resumable': '1.0.0', ...headers },
      ...(body === undefined ? {} : { body: Buffer.from(body) }),
    })
  const create = (file: Announced, by = officer) => {
    const metadata = `fileId ${Buffer.from(file.id).toString('base64')}`
    return tus('POST', '/files', {
      headers: { 'upload-length': String(file.sizeBytes), 'upload-metadata': metadata },
      by,
    })
  }
  const patch = (file: Announced, body: Uint8Array, offset = 0) => {
    const headers = { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) }
    return tus('PATCH', `/files/${file.id}`, { headers, body })
  }
  const head = async (file: Announced): Promise<[number, string | null]> => {
    const answer = await tus('HEAD', `/files/${file.id}`)
    return [answer.status, answer.headers.get('upload-offset')]
  }
  const rowOf = async (file: Announced) => {
    const { kysely } = serverOf().context.database
    return (await kysely.selectFrom('file').select('data').where('id', '=', file.id).executeTakeFirst())?.data
  }
  const heldRow = (entity: string, id: string): unknown =>
    JSON.parse(officer.rows.get(`${entity} ${id}`)?.row ?? 'null')
  const codeOf = async (answer: Response): Promise<[number, unknown]> => [
    answer.status,
    ((await answer.json()) as { code: unknown }).code,
  ]

  it('comes after its command, is verified and told to every device of the unit with a thumbnail', async () => {
    const caseId = await inHand()
    const bytes = jpeg(900, 700, '#225566')
    const file = fileOf(bytes)
    expect((await create(file)).status).toBe(404)
    expect(await add(caseId, file)).toBe('applied')
    expect((await create(file)).status).toBe(201)
    expect((await patch(file, bytes)).status).toBe(204)
    await officer.pull()
    expect(heldRow('file', file.id)).toMatchObject({ stored: true, hash: sha256(bytes), role: 'photo_after' })
    expect((await rowOf(file))?.thumb?.length).toBeGreaterThan(100)
  })

  it('gets a thumbnail as a photo of an iPhone too', async () => {
    const bytes = readFileSync(join(root, 'tests', 'fixtures', 'pictures', 'field.heic'))
    const file = fileOf(bytes, 'image/heic')
    await add(await inHand(), file)
    await create(file)
    expect((await patch(file, bytes)).status).toBe(204)
    const { stored, thumb } = (await rowOf(file)) ?? {}
    expect([stored, thumb?.startsWith('/9j/')]).toEqual([true, true])
  })

  it('is refused with a typed code when the hash is another, and can be sent again', async () => {
    const bytes = jpeg(120, 90, '#552255')
    const file = fileOf(bytes)
    await add(await inHand(), file)
    await create(file)
    const wrong = Buffer.from(bytes)
    wrong[60] = (wrong[60] ?? 0) ^ 1
    expect(await codeOf(await patch(file, wrong))).toEqual([460, 'file_hash_wrong'])
    expect(await head(file)).toEqual([200, '0'])
    expect((await patch(file, bytes)).status).toBe(204)
    expect(await rowOf(file)).toMatchObject({ stored: true })
  })

  it('is refused when its first bytes are of another type than announced, and the timeline says so', async () => {
    const bytes = Buffer.from('MZ this is a program that calls itself a photo')
    const file = fileOf(bytes)
    const caseId = await inHand()
    await add(caseId, file)
    await create(file)
    expect(await codeOf(await patch(file, bytes))).toEqual([415, 'file_type_refused'])
    expect(await rowOf(file)).toBeUndefined()
    await officer.pull()
    expect(heldRow('event', `file-refused-${file.id}`)).toMatchObject({ caseId, code: 'file_refused' })
  })

  it('is refused before a byte travels when it is too large or of a type that is not accepted', async () => {
    const caseId = await inHand()
    const tooLarge = { ...fileOf(jpeg(50, 50)), sizeBytes: serverOf().context.config.maxFileBytes + 1 }
    expect(await add(caseId, tooLarge)).toBe('too_large')
    expect(await add(caseId, { ...fileOf(jpeg(50, 50)), type: 'application/x-msdownload' } as Announced)).toBe(
      'bad_request',
    )
    const file = fileOf(jpeg(60, 50))
    await add(caseId, file)
    expect(await codeOf(await create({ ...file, sizeBytes: 10 ** 10 }))).toEqual([413, 'file_too_large'])
    expect(await codeOf(await create({ ...file, sizeBytes: file.sizeBytes + 1 }))).toEqual([400, 'bad_request'])
  })

  it('is for those who may add evidence: nobody else announces it, and nobody but the announcer sends it', async () => {
    const caseId = await inHand()
    const foreign = await SyncClient.start(serverOf(), 'xuanptt.hoankiem')
    const reader = await SyncClient.start(serverOf(), 'yennth.caugiay')
    const bytes = jpeg(70, 70)
    const [first, second] = [fileOf(bytes), fileOf(bytes)]
    const args = (file: Announced) => ({ id: `e-${file.id}`, text: '', files: [file] })
    expect(await give(foreign, 'addEvidence', caseId, args(first))).toBe('not_found')
    expect(await give(reader, 'addEvidence', caseId, args(second))).toBe('not_permitted')
    expect([await rowOf(first), await rowOf(second)]).toEqual([undefined, undefined])
    expect((await create(first, foreign)).status).toBe(404)
    const own = fileOf(bytes)
    await add(caseId, own)
    expect([(await create(own, reader)).status, (await create(own, foreign)).status]).toEqual([404, 404])
    expect((await create(own)).status).toBe(201)
  })

  it('travels once although two cases wait for it, and not at all once the server has it', async () => {
    const bytes = jpeg(640, 480, '#aa7733')
    const [one, two, three] = [fileOf(bytes), fileOf(bytes), fileOf(bytes)]
    await add(await inHand(), one)
    await add(await inHand(), two)
    expect(await head(two)).toEqual([404, null])
    await create(one)
    await patch(one, bytes)
    expect(await head(two)).toEqual([200, String(bytes.length)])
    expect(await add(await inHand(), three)).toBe('applied')
    expect(await head(three)).toEqual([200, String(bytes.length)])
    const { thumb } = (await rowOf(one)) ?? {}
    expect([await rowOf(two), await rowOf(three)]).toMatchObject([
      { stored: true, thumb },
      { stored: true, thumb },
    ])
    expect((await create(two)).status).toBe(409)
  })

  it('goes on at the byte that had arrived when its connection was cut', async () => {
    const bytes = jpeg(1700, 1600, '#113355')
    const file = fileOf(bytes)
    await add(await inHand(), file)
    await create(file)
    const part = Math.floor(bytes.length / 3)
    const headers = {
      authorization: `Bearer ${officer.token}`,
      'tus-resumable': '1.0.0',
      'upload-offset': '0',
      'content-type': 'application/offset+octet-stream',
      'content-length': bytes.length,
    }
    const cutAfter = (ms: number) =>
      new Promise<void>((resolve) => {
        const cut = request(`${base}/files/${file.id}`, { method: 'PATCH', headers })
        cut.on('error', () => resolve())
        cut.on('close', () => resolve())
        cut.write(bytes.subarray(0, part), () => setTimeout(() => cut.destroy(), ms))
      })
    // A busy server may not have read anything yet when the connection goes: then it is cut later.
    let offset = 0
    for (let ms = 150; offset === 0 && ms < 10_000; ms *= 4) {
      await cutAfter(ms)
      await expect.poll(async () => (await head(file))[0]).toBe(200)
      offset = Number((await head(file))[1])
    }
    expect(offset).toBeGreaterThan(0)
    expect(offset).toBeLessThanOrEqual(part)
    expect((await patch(file, bytes.subarray(offset), offset)).status).toBe(204)
    expect(await rowOf(file)).toMatchObject({ stored: true })
  })
})
