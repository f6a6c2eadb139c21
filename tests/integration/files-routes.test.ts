import { request } from 'node:http'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Upload } from 'tus-js-client'
import { beforeAll, expect, it } from 'vitest'
import { intakeReplyV1 } from '../../shared/contract/intake.ts'
import { toJson } from '../../server/db/schema.ts'
import { pictureSize } from '../../server/files/pictures/picture-size.ts'
import { announced, intakeKey, jpeg, openIntakeDesk, report, sha256, tokenOf } from '../support/intake/intake-desk.ts'
import { storedZip } from '../support/intake/stored-zip.ts'
import { onBothEngines } from '../support/server.ts'

const intake = `Intake ${intakeKey}`

onBothEngines('files', (serverOf) => {
  let base = ''
  let count = 0
  beforeAll(async () => {
    await openIntakeDesk(serverOf())
    base = await serverOf().app.listen({ port: 0, host: '127.0.0.1' })
  })

  const handIn = async (...files: { name: string; type: string; bytes: Uint8Array }[]) => {
    const body = JSON.stringify(report(`files-${(count += 1)}`, { files: files.map(announced) }))
    const answer = await fetch(`${base}/api/v1/intake/complaints`, {
      method: 'POST',
      headers: { authorization: intake, 'content-type': 'application/json' },
      body,
    })
    return intakeReplyV1.parse(await answer.json())
  }
  const tus = (
    method: string,
    url: string,
    options: { key?: string; body?: Uint8Array; offset?: number; headers?: Record<string, string> } = {},
  ) =>
    fetch(`${base}${url}`, {
      method,
      headers: {
        authorization: options.key ?? intake,
        'tus-resumable': '1.0.0',
        ...(options.body === undefined
          ? {}
          : { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(options.offset ?? 0) }),
        ...options.headers,
      },
      ...(options.body === undefined ? {} : { body: Buffer.from(options.body) }),
    })
  const caseOf = (fileId: string) =>
    serverOf()
      .context.database.kysely.selectFrom('file')
      .innerJoin('complaint', 'complaint.id', 'file.case_id')
      .select('complaint.data as complaint')
      .where('file.id', '=', fileId)
      .executeTakeFirstOrThrow()
  const create = (fileId: string, bytes: number, key = intake) =>
    tus('POST', '/files', {
      key,
      headers: {
        'upload-length': String(bytes),
        'upload-metadata': `fileId ${Buffer.from(fileId).toString('base64')}`,
      },
    })
  const send = async (fileId: string, bytes: Uint8Array) => {
    expect((await create(fileId, bytes.length)).status).toBe(201)
    return tus('PATCH', `/files/${fileId}`, { body: bytes })
  }
  const rowOf = async (fileId: string) => {
    const row = await serverOf()
      .context.database.kysely.selectFrom('file')
      .select('data')
      .where('id', '=', fileId)
      .executeTakeFirst()
    return row?.data
  }
  const leftOvers = () => readdir(join(serverOf().context.config.filesFolder, 'incoming'))

  it('stores an announced photo, verified, with a thumbnail in its row', async () => {
    const bytes = jpeg(1600, 1200)
    const { uploads } = await handIn({ name: 'hố ga.jpg', type: 'image/jpeg', bytes })
    const [{ fileId, url, stored } = { fileId: '', url: '', stored: true }] = uploads
    expect([url, stored]).toEqual([`/files/${fileId}`, false])
    const answer = await send(fileId, bytes)
    expect([answer.status, answer.headers.get('upload-offset')]).toEqual([204, String(bytes.length)])
    const row = await rowOf(fileId)
    expect(row).toMatchObject({ stored: true, hash: sha256(bytes), role: 'report' })
    expect(row?.thumb?.length).toBeLessThanOrEqual(40 * 1024)
    expect(pictureSize(Buffer.from(row?.thumb ?? '', 'base64'))).toEqual({ width: 360, height: 270 })
    const kept = await stat(
      join(serverOf().context.config.filesFolder, 'content', sha256(bytes).slice(0, 2), sha256(bytes)),
    )
    expect(kept.size).toBe(bytes.length)
    expect(await leftOvers()).toEqual([])
    const head = await tus('HEAD', `/files/${fileId}`)
    expect([head.status, head.headers.get('upload-offset')]).toEqual([200, String(bytes.length)])
  })

  it('takes an upload from the tus client in pieces', async () => {
    const bytes = jpeg(2000, 1500, '#aa3311')
    const { uploads } = await handIn({ name: 'b.jpg', type: 'image/jpeg', bytes })
    const fileId = uploads[0]?.fileId ?? ''
    await new Promise<void>((resolve, reject) => {
      const upload = new Upload(bytes, {
        endpoint: `${base}/files`,
        headers: { authorization: intake },
        metadata: { fileId },
        chunkSize: 8_000,
        retryDelays: null,
        onSuccess: () => resolve(),
        onError: reject,
      })
      upload.start()
    })
    expect(await rowOf(fileId)).toMatchObject({ stored: true })
  })

  it('takes an upload whose bytes come with its creation', async () => {
    const bytes = jpeg(500, 400, '#336699')
    const { uploads } = await handIn({ name: 'k.jpg', type: 'image/jpeg', bytes })
    const fileId = uploads[0]?.fileId ?? ''
    const metadata = `fileId ${Buffer.from(fileId).toString('base64')}`
    const headers = { 'upload-length': String(bytes.length), 'upload-metadata': metadata }
    const answer = await tus('POST', '/files', { body: bytes, headers })
    expect([answer.status, answer.headers.get('location')]).toEqual([201, `/files/${fileId}`])
    expect(await rowOf(fileId)).toMatchObject({ stored: true })
  })

  it('gives an unfinished upload up when asked', async () => {
    const bytes = jpeg(90, 90)
    const { uploads } = await handIn({ name: 'l.jpg', type: 'image/jpeg', bytes })
    const fileId = uploads[0]?.fileId ?? ''
    await create(fileId, bytes.length)
    expect((await tus('DELETE', `/files/${fileId}`)).status).toBe(204)
    expect((await tus('HEAD', `/files/${fileId}`)).status).toBe(404)
    expect(await leftOvers()).toEqual([])
  })

  it('keeps what had arrived when a connection is cut, and goes on there', async () => {
    const bytes = jpeg(1800, 1700, '#117733')
    const { uploads } = await handIn({ name: 'c.jpg', type: 'image/jpeg', bytes })
    const fileId = uploads[0]?.fileId ?? ''
    await create(fileId, bytes.length)
    const half = Math.floor(bytes.length / 2)
    await new Promise<void>((resolve) => {
      const headers = {
        authorization: intake,
        'tus-resumable': '1.0.0',
        'upload-offset': '0',
        'content-type': 'application/offset+octet-stream',
        'content-length': bytes.length,
      }
      const cut = request(`${base}/files/${fileId}`, { method: 'PATCH', headers })
      cut.on('error', () => resolve())
      cut.on('close', () => resolve())
      cut.write(bytes.subarray(0, half), () => setTimeout(() => cut.destroy(), 150))
    })
    let offset = -1
    for (let attempt = 0; attempt < 40 && offset < 0; attempt += 1) {
      const head = await tus('HEAD', `/files/${fileId}`)
      offset = head.status === 200 ? Number(head.headers.get('upload-offset')) : -1
    }
    expect(offset).toBeGreaterThan(0)
    expect(offset).toBeLessThanOrEqual(half)
    expect((await tus('PATCH', `/files/${fileId}`, { body: bytes.subarray(offset), offset })).status).toBe(204)
    expect(await rowOf(fileId)).toMatchObject({ stored: true })
  })

  it('refuses bytes with another hash, removes them and takes the right ones afterwards', async () => {
    const bytes = jpeg(100, 90)
    const { uploads } = await handIn({ name: 'd.jpg', type: 'image/jpeg', bytes })
    const fileId = uploads[0]?.fileId ?? ''
    const wrong = Buffer.from(bytes)
    wrong[50] = (wrong[50] ?? 0) ^ 1
    const answer = await send(fileId, wrong)
    expect([answer.status, (await answer.json()).code]).toEqual([460, 'file_hash_wrong'])
    expect(await rowOf(fileId)).toMatchObject({ stored: false, thumb: null })
    const again = await tus('HEAD', `/files/${fileId}`)
    expect(again.headers.get('upload-offset')).toBe('0')
    expect((await tus('PATCH', `/files/${fileId}`, { body: bytes })).status).toBe(204)
    expect(await rowOf(fileId)).toMatchObject({ stored: true })
  })

  it.each([
    ['a web page that calls itself a photo', 'image/jpeg', Buffer.from('<!doctype html><script>alert(1)</script>')],
    [
      'a PNG announced as a JPEG',
      'image/jpeg',
      Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(40)]),
    ],
    [
      'an archive that calls itself a letter',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      storedZip(['evil.exe']),
    ],
  ])('refuses %s, removes it and says so on the timeline', async (_what, type, bytes) => {
    const { uploads } = await handIn({ name: 'x', type, bytes })
    const fileId = uploads[0]?.fileId ?? ''
    const answer = await send(fileId, bytes)
    expect([answer.status, (await answer.json()).code]).toEqual([415, 'file_type_refused'])
    expect(await rowOf(fileId)).toBeUndefined()
    expect(await leftOvers()).toEqual([])
    const { kysely } = serverOf().context.database
    const event = await kysely
      .selectFrom('event')
      .select('data')
      .where('id', '=', `file-refused-${fileId}`)
      .executeTakeFirst()
    expect(event?.data).toMatchObject({ kind: 'system', code: 'file_refused', text: 'x' })
  })

  it('takes a letter and a film without thumbnails', async () => {
    const letter = storedZip(['[Content_Types].xml', 'word/document.xml'])
    const film = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom'), Buffer.alloc(100)])
    const type = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
    const { uploads } = await handIn(
      { name: 'don.docx', type, bytes: letter },
      { name: 'phim.mp4', type: 'video/mp4', bytes: film },
    )
    expect((await send(uploads[0]?.fileId ?? '', letter)).status).toBe(204)
    expect((await send(uploads[1]?.fileId ?? '', film)).status).toBe(204)
    expect(await rowOf(uploads[1]?.fileId ?? '')).toMatchObject({ stored: true, thumb: null })
  })

  it('lets nobody but the announcer send bytes, and only as many as announced', async () => {
    const bytes = jpeg(60, 60)
    const { uploads } = await handIn({ name: 'e.jpg', type: 'image/jpeg', bytes })
    const fileId = uploads[0]?.fileId ?? ''
    const official = `Bearer ${await tokenOf(serverOf(), 'manhpd.caugiay')}`
    expect((await create(fileId, bytes.length, official)).status).toBe(404)
    expect((await create(fileId, bytes.length, 'Bearer nonsense')).status).toBe(401)
    expect((await create('nowhere', 5)).status).toBe(404)
    expect((await create(fileId, bytes.length + 1)).status).toBe(400)
    expect((await create(fileId, 10 ** 10)).status).toBe(413)
    expect((await create(fileId, bytes.length)).status).toBe(201)
    const more = await tus('PATCH', `/files/${fileId}`, { body: Buffer.concat([bytes, Buffer.from('more')]) })
    expect(more.status).toBe(413)
    expect((await tus('PATCH', `/files/${fileId}`, { body: bytes, offset: 7 })).status).toBe(409)
    expect((await tus('PATCH', `/files/${fileId}`, { body: bytes })).status).toBe(204)
    expect((await tus('PATCH', `/files/${fileId}`, { body: bytes })).status).toBe(409)
    expect((await create(fileId, bytes.length)).status).toBe(409)
  })

  it('settles an upload at the next question when the server had stopped after its last byte', async () => {
    const bytes = jpeg(80, 70)
    const { uploads } = await handIn({ name: 'f.jpg', type: 'image/jpeg', bytes })
    const fileId = uploads[0]?.fileId ?? ''
    await send(fileId, bytes)
    // As if the process had died before it could write the row: bytes complete, row not stored.
    const row = await rowOf(fileId)
    await create(fileId, bytes.length)
    const { kysely } = serverOf().context.database
    await kysely
      .updateTable('file')
      .set({ data: toJson({ ...row, stored: false, thumb: null }) })
      .where('id', '=', fileId)
      .execute()
    await create(fileId, bytes.length)
    const { writeFile } = await import('node:fs/promises')
    await writeFile(join(serverOf().context.config.filesFolder, 'incoming', fileId), bytes)
    const heads = await Promise.all([1, 2, 3].map(() => tus('HEAD', `/files/${fileId}`)))
    expect(heads.map((head) => head.status)).toEqual([200, 200, 200])
    expect(await rowOf(fileId)).toMatchObject({ stored: true })
  })

  it('gives a file to officials of the case’s unit, whole or in ranges, and to nobody else', async () => {
    const bytes = jpeg(300, 200, '#775511')
    const { uploads, caseNumber } = await handIn({ name: 'ảnh "1".jpg', type: 'image/jpeg', bytes })
    const fileId = uploads[0]?.fileId ?? ''
    const token = await tokenOf(serverOf(), 'anhqt.caugiay')
    const get = (key: string, headers: Record<string, string> = {}, id = fileId) =>
      fetch(`${base}/files/${id}`, { headers: { authorization: key, ...headers } })
    expect((await get(`Bearer ${token}`)).status).toBe(409)
    await send(fileId, bytes)
    const whole = await get(`Bearer ${token}`)
    expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true)
    expect(whole.headers.get('content-type')).toBe('image/jpeg')
    expect(whole.headers.get('x-content-type-options')).toBe('nosniff')
    expect(whole.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''%E1%BA%A3nh%20%221%22.jpg")
    const part = await get(`Bearer ${token}`, { range: 'bytes=10-19' }, sha256(bytes))
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 10-19/${bytes.length}`])
    expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(10, 20))).toBe(true)
    expect((await get(`Bearer ${token}`, { range: `bytes=${bytes.length}-` })).status).toBe(416)
    expect((await get(`Bearer ${token}`, { 'if-none-match': `"${sha256(bytes)}"` })).status).toBe(304)
    expect((await get(`Bearer ${await tokenOf(serverOf(), 'xuanptt.hoankiem')}`)).status).toBe(404)
    expect((await get(`Bearer ${await tokenOf(serverOf(), 'dangth.skhcn')}`)).status).toBe(404)
    expect((await get(`Bearer ${await tokenOf(serverOf(), 'tungnt.vp')}`)).status).toBe(200)
    expect((await get(intake)).status).toBe(200)
    expect((await fetch(`${base}/files/${fileId}`)).status).toBe(401)
    expect((await get(`Bearer ${token}`, {}, '..%2f..%2fetc%2fpasswd')).status).toBe(404)
    expect(caseNumber).toMatch(/^HN-/)
  })

  it('gives no file to a role at an agency that has ended, whose rows are still seen', async () => {
    const bytes = jpeg(120, 90, '#225577')
    const { uploads } = await handIn({ name: 'g.jpg', type: 'image/jpeg', bytes })
    const fileId = uploads[0]?.fileId ?? ''
    await send(fileId, bytes)
    const { agency } = (await caseOf(fileId)).complaint
    const { kysely } = serverOf().context.database
    const until = (validTo: string | null) =>
      kysely.updateTable('agency').set({ valid_to: validTo }).where('id', '=', agency).execute()
    const key = `Bearer ${await tokenOf(serverOf(), 'anhqt.caugiay')}`
    const statuses = async () => [
      (await fetch(`${base}/files/${fileId}`, { headers: { authorization: key } })).status,
      (await fetch(`${base}/files/${sha256(bytes)}`, { headers: { authorization: key } })).status,
    ]
    expect(await statuses()).toEqual([200, 200])
    await until('2025-12-31')
    expect(await statuses()).toEqual([404, 404])
    await until(null)
    expect(await statuses()).toEqual([200, 200])
  })

  it('gives the citizen the files of an approved reply that it refers to, and no other', async () => {
    const bytes = jpeg(200, 200, '#223344')
    const { uploads, caseNumber } = await handIn({ name: 'g.jpg', type: 'image/jpeg', bytes })
    await send(uploads[0]?.fileId ?? '', bytes)
    const { kysely } = serverOf().context.database
    const { data } = await kysely
      .selectFrom('complaint')
      .select('data')
      .where('case_number', '=', caseNumber)
      .executeTakeFirstOrThrow()
    for (const [n, id] of ['after', 'inner'].entries()) {
      const row = {
        id: `${data.id}-${id}`,
        caseId: data.id,
        hash: sha256(bytes),
        name: `${id}.jpg`,
        type: 'image/jpeg',
        sizeBytes: bytes.length,
        role: 'photo_after',
        thumb: null,
        stored: true,
      }
      await kysely
        .insertInto('file')
        .values({ id: row.id, data: toJson(row), announced_by: 'x', announced_at_ms: n })
        .execute()
    }
    const reply = {
      revision: 1,
      text: 'Ảnh sau xử lý: [[file:1]]',
      hash: 'h',
      author: 'a',
      submittedAtMs: 1,
      approvedBy: null as string | null,
      returnComment: null,
      returnPassage: null,
      gate: null,
    }
    const become = (changes: object) =>
      kysely
        .updateTable('complaint')
        .set({ data: toJson({ ...data, ...changes }) })
        .where('id', '=', data.id)
        .execute()
    const get = async (id: string) =>
      (await fetch(`${base}/files/${data.id}-${id}`, { headers: { authorization: intake } })).status
    await become({ state: 'reply_submitted', reply })
    expect(await get('after')).toBe(404)
    await become({ state: 'answered', reply: { ...reply, approvedBy: 'b' } })
    expect([await get('after'), await get('inner')]).toEqual([200, 404])
    const shown = await fetch(`${base}/api/v1/intake/complaints/${caseNumber}`, { headers: { authorization: intake } })
    expect((await shown.json()).reply.files).toEqual([{ name: 'after.jpg', url: `/files/${data.id}-after` }])
  })

  it('tells what the tus server can do', async () => {
    const answer = await fetch(`${base}/files`, { method: 'OPTIONS' })
    expect(answer.headers.get('tus-version')).toContain('1.0.0')
    expect(answer.headers.get('tus-extension')).toContain('creation')
    expect(Number(answer.headers.get('tus-max-size'))).toBeGreaterThan(10_000_000)
  })
})
