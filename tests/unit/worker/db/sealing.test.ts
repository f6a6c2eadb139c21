import { webcrypto } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { openFromText, sealToText } from '../../../../renderer/worker/db/sealed-text.ts'
import { Sealer } from '../../../../renderer/worker/db/sealing.ts'

const crypto = webcrypto as Crypto
const newSealer = () => Sealer.fromRawKey(crypto.getRandomValues(new Uint8Array(32)), crypto)

describe('sealing', () => {
  it('opens what it sealed at the same place', async () => {
    const sealer = await newSealer()
    const sealed = await sealer.seal(['delta', 'case', 'c1'], { title: 'Đường Láng ngập' })
    expect(await sealer.open(['delta', 'case', 'c1'], sealed)).toEqual({ title: 'Đường Láng ngập' })
  })

  it('refuses a record moved to another place', async () => {
    const sealer = await newSealer()
    const sealed = await sealer.seal(['delta', 'case', 'c1'], 1)
    await expect(sealer.open(['delta', 'case', 'c2'], sealed)).rejects.toMatchObject({ code: 'seal_broken' })
  })

  it('refuses a record whose schema was changed', async () => {
    const sealer = await newSealer()
    const sealed = await sealer.seal(['head'], 1)
    await expect(sealer.open(['head'], { ...sealed, schema: sealed.schema + 1 })).rejects.toMatchObject({
      code: 'seal_broken',
    })
  })

  it('refuses a changed byte and another key', async () => {
    const sealer = await newSealer()
    const sealed = await sealer.seal(['head'], 'text')
    const ct = sealed.ct.slice(0)
    const bytes = new Uint8Array(ct)
    bytes[0] = (bytes[0] ?? 0) ^ 1
    await expect(sealer.open(['head'], { ...sealed, ct })).rejects.toMatchObject({ code: 'seal_broken' })
    await expect((await newSealer()).open(['head'], sealed)).rejects.toMatchObject({ code: 'seal_broken' })
  })

  it('keeps texts apart that are sealed at once, whatever their length and letters', async () => {
    const sealer = await newSealer()
    const texts = [
      'a',
      'Đường Láng ngập '.repeat(9_000),
      'ữ'.repeat(70_000),
      '🌧'.repeat(50_000),
      '',
      'b'.repeat(200_000),
    ]
    const sealed = await Promise.all(texts.map((text, n) => sealer.seal(['segments', n], text)))
    const opened = await Promise.all(sealed.map((record, n) => sealer.open(['segments', n], record)))
    expect(opened.map((text, n) => text === texts[n])).toEqual(texts.map(() => true))
  })

  it('never repeats a nonce or a cipher text', async () => {
    const sealer = await newSealer()
    const both = await Promise.all([sealer.seal(['head'], 'same'), sealer.seal(['head'], 'same')])
    expect(Buffer.from(both[0].iv)).not.toEqual(Buffer.from(both[1].iv))
    expect(Buffer.from(both[0].ct)).not.toEqual(Buffer.from(both[1].ct))
  })

  it('carries content through one line of text, and refuses damaged text', async () => {
    const sealer = await newSealer()
    const text = await sealToText(sealer, ['journal', 'k'], { note: 'đã kiểm tra' })
    expect(text).toMatch(/^[A-Za-z0-9+/]+=*$/)
    expect(await openFromText(sealer, ['journal', 'k'], text)).toEqual({ note: 'đã kiểm tra' })
    await expect(openFromText(sealer, ['journal', 'other'], text)).rejects.toMatchObject({ code: 'seal_broken' })
    await expect(openFromText(sealer, ['journal', 'k'], 'not base64 %')).rejects.toMatchObject({ code: 'seal_broken' })
    await expect(openFromText(sealer, ['journal', 'k'], '')).rejects.toMatchObject({ code: 'seal_broken' })
  })
})
