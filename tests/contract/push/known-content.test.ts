import { beforeAll, expect, it } from 'vitest'
import { storeIntakeKey } from '../../../server/api/intake-key.ts'
import { inSystem } from '../../../server/db/transaction.ts'
import { announceFile } from '../../../server/files/announced-file.ts'
import { announced, intakeKey, jpeg } from '../../support/intake/intake-desk.ts'
import { onBothEngines } from '../../support/server.ts'
import { buildSmallCity, caseRow, changeCase, insertCases } from '../../support/sync/small-city.ts'
import { SyncClient } from '../../support/sync/sync-client.ts'

type File = ReturnType<typeof announced> & Readonly<{ id: string; role: 'photo_after' }>

onBothEngines('a file whose content the server has', (serverOf) => {
  let base = ''
  let officer: SyncClient
  let colleague: SyncClient
  let foreign: SyncClient
  let files = 0

  beforeAll(async () => {
    await buildSmallCity(serverOf())
    await storeIntakeKey(serverOf().context, 'test', intakeKey)
    const theirs = { agency: 'cau-giay', team: 'cau-giay.street', assignee: 'officer.cau-giay.street' }
    await inSystem(serverOf().context.database.kysely, (tx) =>
      insertCases(tx, [caseRow('own'), caseRow('shared'), caseRow('theirs', theirs)]),
    )
    base = await serverOf().app.listen({ port: 0, host: '127.0.0.1' })
    officer = await SyncClient.start(serverOf(), 'officer.bach-mai.street')
    colleague = await SyncClient.start(serverOf(), 'supervisor.bach-mai.street')
    foreign = await SyncClient.start(serverOf(), 'officer.cau-giay.street')
  })

  const fileOf = (bytes: Uint8Array): File => ({
    ...announced({ name: 'ảnh.jpg', type: 'image/jpeg', bytes }),
    id: `known-${serverOf().engine}-${(files += 1)}`,
    role: 'photo_after',
  })
  const add = async (client: SyncClient, caseId: string, file: File) => {
    const args = { id: `e-${file.id}`, text: 'Sau xử lý', files: [file] }
    const [result] = await client.push(client.mutation('addEvidence', caseId, args))
    expect(result?.status).toBe('applied')
  }
  type Asked = Readonly<{ headers?: Record<string, string>; body?: Uint8Array }>
  const ask = (authorization: string, method: string, path: string, { headers = {}, body }: Asked = {}) =>
    fetch(`${base}${path}`, {
      method,
      headers: { authorization, 'tus-resumable': '1.0.0', ...headers },
      ...(body === undefined ? {} : { body: Buffer.from(body) }),
    })
  const by = (client: SyncClient) => `Bearer ${client.token}`
  const head = async (who: string, file: File) => (await ask(who, 'HEAD', `/files/${file.id}`)).status
  const send = async (who: string, file: File, bytes: Uint8Array) => {
    const metadata = `fileId ${Buffer.from(file.id).toString('base64')}`
    const created = { 'upload-length': String(bytes.length), 'upload-metadata': metadata }
    expect((await ask(who, 'POST', '/files', { headers: created })).status).toBe(201)
    const headers = { 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' }
    return (await ask(who, 'PATCH', `/files/${file.id}`, { headers, body: bytes })).status
  }
  const isStored = async ({ id }: File) => {
    const { kysely } = serverOf().context.database
    return (await kysely.selectFrom('file').select('stored').where('id', '=', id).executeTakeFirst())?.stored
  }

  it('is not had by who knows its hash: the bytes are asked for, and shown to nobody before', async () => {
    const bytes = jpeg(300, 200, '#101010')
    const [theirs, claimed] = [fileOf(bytes), fileOf(bytes)]
    await add(foreign, 'theirs', theirs)
    expect(await send(by(foreign), theirs, bytes)).toBe(204)
    await add(officer, 'own', claimed)
    expect([await isStored(claimed), await head(by(officer), claimed), await isStored(claimed)]).toEqual([
      false,
      404,
      false,
    ])
    expect((await ask(by(officer), 'GET', `/files/${claimed.id}`)).status).toBe(409)
    expect(await send(by(officer), claimed, bytes)).toBe(204)
    expect(await isStored(claimed)).toBe(true)
  })

  it('is not had by who announced its hash before it came', async () => {
    const bytes = jpeg(300, 200, '#202020')
    const [theirs, claimed] = [fileOf(bytes), fileOf(bytes)]
    await add(officer, 'own', claimed)
    await add(foreign, 'theirs', theirs)
    expect(await send(by(foreign), theirs, bytes)).toBe(204)
    expect([await isStored(theirs), await isStored(claimed)]).toEqual([true, false])
    expect(await head(by(officer), claimed)).toBe(404)
  })

  it('travels once between cases that both officials see, whether announced before or after', async () => {
    const bytes = jpeg(300, 200, '#303030')
    const [first, waiting, later] = [fileOf(bytes), fileOf(bytes), fileOf(bytes)]
    await add(colleague, 'shared', waiting)
    await add(officer, 'own', first)
    expect(await send(by(officer), first, bytes)).toBe(204)
    expect(await isStored(waiting)).toBe(true)
    await add(colleague, 'shared', later)
    expect(await isStored(later)).toBe(true)
    expect(await head(by(colleague), later)).toBe(200)
  })

  it('is the citizen’s side’s own only where that brought it', async () => {
    const [evidence, photo] = [jpeg(300, 200, '#505050'), jpeg(300, 200, '#606060')]
    const own = fileOf(evidence)
    await add(officer, 'own', own)
    expect(await send(by(officer), own, evidence)).toBe(204)
    const reported = async (bytes: Uint8Array): Promise<File> => {
      const file = fileOf(bytes)
      const row = { ...file, role: 'report' as const, caseId: 'own', announcedBy: 'intake' }
      await inSystem(serverOf().context.database.kysely, (tx) => announceFile(tx, row, serverOf().clock.nowMs))
      return file
    }
    const intake = `Intake ${intakeKey}`
    expect(await head(intake, await reported(evidence))).toBe(404)
    const first = await reported(photo)
    expect(await send(intake, first, photo)).toBe(204)
    expect(await head(intake, await reported(photo))).toBe(200)
  })

  it('is found at the next request by who came to see the case that has it', async () => {
    const bytes = jpeg(300, 200, '#404040')
    const [theirs, waiting] = [fileOf(bytes), fileOf(bytes)]
    await add(officer, 'own', waiting)
    await add(foreign, 'theirs', theirs)
    expect(await send(by(foreign), theirs, bytes)).toBe(204)
    expect(await head(by(officer), waiting)).toBe(404)
    const seen = { agency: 'bach-mai', team: 'bach-mai.street', assignee: null }
    await inSystem(serverOf().context.database.kysely, (tx) => changeCase(tx, 'theirs', seen))
    expect([await head(by(officer), waiting), await isStored(waiting)]).toEqual([200, true])
  })
})
