import { webcrypto } from 'node:crypto'
import { Dexie } from 'dexie'
import fc from 'fast-check'
import { IDBFactory } from 'fake-indexeddb'
import { describe, expect, it } from 'vitest'
import { compact } from '../../../../renderer/worker/db/compaction.ts'
import { openDatabase } from '../../../../renderer/worker/db/desk-database.ts'
import type { DeskDatabase } from '../../../../renderer/worker/db/desk-database.ts'
import { readMeta, takeFence } from '../../../../renderer/worker/db/meta.ts'
import { firstTables } from '../../../../renderer/worker/db/migrations/0001-first-tables.ts'
import { RowStore } from '../../../../renderer/worker/db/row-store.ts'
import { Sealer } from '../../../../renderer/worker/db/sealing.ts'
import { withRepeatedRows } from '../../../../renderer/worker/sync/row-check.ts'
import { pullReplyV1 } from '../../../../shared/contract/sync.ts'
import type { EntityName } from '../../../../shared/contract/rows.ts'
import { nodeEnvironment } from '../../../support/worker/environment.ts'
import { holdsAsync } from '../../../support/worker/property.ts'
import { FakeSyncServer } from '../../../support/worker/sync-server.ts'

type Opened = { database: DeskDatabase; store: RowStore; held: Map<string, unknown> }

/** A device's row store, opened again and again over the same IndexedDB. */
class Shelf {
  readonly server = new FakeSyncServer()
  readonly environment = nodeEnvironment({
    baseUrl: 'http://server.test',
    fetch: this.server.fetch,
    indexedDB: new IDBFactory(),
  })
  readonly key = webcrypto.getRandomValues(new Uint8Array(32))
  fence = 0
  clientId = ''

  async open(fence = (this.fence += 1)): Promise<Opened> {
    const database = await openDatabase('u', this.environment)
    await takeFence(database, fence)
    const held = new Map<string, unknown>()
    const sink = {
      put: (entity: EntityName, id: string, row: unknown) => void held.set(`${entity}:${id}`, row),
      remove: (entity: EntityName, id: string) => void held.delete(`${entity}:${id}`),
    }
    const sealer = await Sealer.fromRawKey(this.key, webcrypto as Crypto)
    const store = new RowStore({ database, sealer, fence, sink })
    await store.load()
    return { database, store, held }
  }

  async pullPage(opened: Opened): Promise<boolean> {
    this.clientId ||= (await this.#post('register', {})).clientId as string
    const cursor = opened.store.state.cursor
    const page = pullReplyV1.parse(await this.#post('pull', { clientId: this.clientId, cursor }))
    await opened.store.applyPage(cursor, { ...page, ops: withRepeatedRows(page.ops) })
    return page.complete
  }

  async pull(opened: Opened): Promise<void> {
    while (!(await this.pullPage(opened))) continue
  }

  async #post(path: string, body: object): Promise<Record<string, unknown>> {
    const reply = await this.server.fetch(`http://server.test/sync/v1/${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
    })
    return (await reply.json()) as Record<string, unknown>
  }
}

async function expectEqualToServer(shelf: Shelf, opened: Opened): Promise<void> {
  const expected = shelf.server.expected()
  expect(sorted(opened.held)).toEqual(sorted(expected))
  for (const [key, row] of expected) {
    const [entity, id] = key.split(':') as [EntityName, string]
    expect(await opened.store.read(entity, id)).toEqual(row)
  }
}

const sorted = (rows: ReadonlyMap<string, unknown>) => [...rows].sort(([left], [right]) => (left < right ? -1 : 1))

describe('row store', () => {
  it('packs the first sync into segments and logs later changes as deltas', async () => {
    const shelf = new Shelf()
    for (let id = 0; id < 2500; id += 1)
      shelf.server.commit([{ bucket: 'ref', entity: 'case', id: `${id}`, row: { n: id } }])
    const opened = await shelf.open()
    await shelf.pull(opened)
    expect(await opened.database.segments.count()).toBe(3)
    expect(await opened.database.delta.count()).toBe(0)
    shelf.server.commit([{ bucket: 'ref', entity: 'case', id: '7', row: { n: 'changed' } }])
    await shelf.pull(opened)
    expect(await opened.database.delta.count()).toBe(1)
    await expectEqualToServer(shelf, opened)
  })

  it('keeps a row until its last bucket is gone', async () => {
    const shelf = new Shelf()
    shelf.server.buckets = ['a', 'b']
    shelf.server.commit([
      { bucket: 'a', entity: 'case', id: '1', row: { x: 1 } },
      { bucket: 'b', entity: 'case', id: '1', row: { x: 1 } },
    ])
    const opened = await shelf.open()
    await shelf.pull(opened)
    shelf.server.commit([{ bucket: 'a', entity: 'case', id: '1' }])
    await shelf.pull(opened)
    expect(await opened.store.read('case', '1')).toEqual({ x: 1 })
    shelf.server.buckets = ['a']
    await shelf.pull(opened)
    expect(await opened.store.read('case', '1')).toBeUndefined()
    expect(opened.held.size).toBe(0)
  })

  it.each([
    ['the bucket stays away', ['a']],
    ['the bucket comes back', ['a', 'b']],
  ])('holds what the server shows when it dies anywhere in a page that drops a bucket: %s', async (_, later) => {
    for (const writes of [0, 1, 2, 3]) {
      const shelf = new Shelf()
      shelf.server.buckets = ['a', 'b']
      for (const id of ['1', '2']) shelf.server.commit([{ bucket: 'b', entity: 'case', id, row: { id } }])
      const opened = await shelf.open()
      await shelf.pull(opened)
      shelf.server.buckets = ['a']
      shelf.server.commit([{ bucket: 'a', entity: 'case', id: '2', row: { id: '2' } }])
      dieAfter(opened, writes)
      await shelf.pull(opened).catch((error: unknown) => expect(error).toEqual(died))
      shelf.server.buckets = later
      const again = await reopened(shelf, opened)
      await shelf.pull(again)
      await expectEqualToServer(shelf, again)
      again.database.close()
    }
  })

  it('takes everything anew from a restored server whose numbers are lower', async () => {
    const shelf = new Shelf()
    for (let id = 0; id < 40; id += 1)
      shelf.server.commit([{ bucket: 'ref', entity: 'case', id: `${id}`, row: { old: id } }])
    const opened = await shelf.open()
    await shelf.pull(opened)
    shelf.server.epoch = 'e2'
    shelf.server.v = 3
    shelf.server.members.clear()
    shelf.server.commit([{ bucket: 'ref', entity: 'case', id: '5', row: { restored: true } }])
    await shelf.pull(opened)
    await expectEqualToServer(shelf, opened)
    await expectEqualToServer(shelf, await reopened(shelf, opened))
  })

  it('shows the old rows of a bucket sent anew until the pull is complete', async () => {
    const shelf = new Shelf()
    for (let id = 0; id < 30; id += 1)
      shelf.server.commit([{ bucket: 'ref', entity: 'case', id: `${id}`, row: { id } }])
    const opened = await shelf.open()
    await shelf.pull(opened)
    shelf.server.epoch = 'e2'
    shelf.server.members.delete('ref\ncase\n29')
    shelf.server.pageLimit = 10
    await shelf.pullPage(opened)
    expect(opened.held.size).toBe(30)
    const again = await reopened(shelf, opened)
    expect(again.held.size).toBe(30)
    await shelf.pull(again)
    expect(again.held.size).toBe(29)
    await expectEqualToServer(shelf, again)
  })

  it('aborts the write of a worker whose fence was taken', async () => {
    const shelf = new Shelf()
    shelf.server.commit([{ bucket: 'ref', entity: 'case', id: '1', row: { x: 1 } }])
    const old = await shelf.open()
    const fresh = await shelf.open()
    await expect(shelf.pull(old)).rejects.toMatchObject({ code: 'fence_lost' })
    expect(await fresh.database.meta.get('cursor')).toBeUndefined()
    await shelf.pull(fresh)
    await expectEqualToServer(shelf, fresh)
  })

  it('refuses to take a profile that a later worker has', async () => {
    const shelf = new Shelf()
    await shelf.open(5)
    await expect(shelf.open(4)).rejects.toMatchObject({ code: 'fence_lost' })
  })

  it.each(['segments', 'delta'] as const)('notices rows missing from %s', async (table) => {
    const shelf = new Shelf()
    for (let id = 0; id < 20; id += 1)
      shelf.server.commit([{ bucket: 'ref', entity: 'case', id: `${id}`, row: { id } }])
    const opened = await shelf.open()
    await shelf.pull(opened)
    shelf.server.commit([{ bucket: 'ref', entity: 'case', id: '1', row: { id: 'new' } }])
    await shelf.pull(opened)
    await opened.database.table(table).clear()
    opened.database.close()
    await expect(shelf.open()).rejects.toMatchObject({ code: 'database_damaged' })
  })

  it('notices a damaged segment', async () => {
    const shelf = new Shelf()
    for (let id = 0; id < 20; id += 1)
      shelf.server.commit([{ bucket: 'ref', entity: 'case', id: `${id}`, row: { id } }])
    const opened = await shelf.open()
    await shelf.pull(opened)
    await opened.database.segments.toCollection().modify((segment) => {
      Object.assign(segment, { ct: segment.ct.slice(1) })
    })
    opened.database.close()
    await expect(shelf.open()).rejects.toMatchObject({ code: 'seal_broken' })
  })

  it('takes the first screen out of a database of version 1 and keeps the rest', async () => {
    const shelf = new Shelf()
    const { indexedDB, IDBKeyRange } = shelf.environment
    const old = new Dexie('desk-u', { indexedDB, IDBKeyRange })
    old.version(firstTables.version).stores({ ...firstTables.stores })
    await old.open()
    await old.table('head').put({ id: 'queue', ct: 'sealed' })
    await old.table('meta').put({ name: 'clientId', value: 'c' })
    old.close()
    const { database } = await shelf.open()
    expect(database.tables.map((table) => table.name)).not.toContain('head')
    expect([...database.backendDB().objectStoreNames]).toEqual([
      'delta',
      'drafts',
      'dropped',
      'meta',
      'outbox',
      'segments',
    ])
    expect(await readMeta(database, 'clientId')).toBe('c')
    database.close()
  })

  it('does not touch a database written by a newer program', async () => {
    const shelf = new Shelf()
    const request = shelf.environment.indexedDB.open('desk-u', 90)
    await new Promise((resolve) => {
      request.onupgradeneeded = () => request.result.createObjectStore('future')
      request.onsuccess = resolve
    })
    request.result.close()
    await expect(shelf.open()).rejects.toMatchObject({ code: 'database_too_new' })
    expect(await shelf.environment.indexedDB.databases()).toEqual([{ name: 'desk-u', version: 90 }])
  })

  it('stores no field of a row in clear', async () => {
    const shelf = new Shelf()
    const row = { title: 'Ngập ở phố Minh Khai', phone: '0900 000 123' }
    for (let id = 0; id < 20; id += 1) shelf.server.commit([{ bucket: 'ref', entity: 'case', id: `${id}`, row }])
    const opened = await shelf.open()
    await shelf.pull(opened)
    shelf.server.commit([{ bucket: 'ref', entity: 'case', id: '1', row: { ...row, more: 1 } }])
    await shelf.pull(opened)
    for (const table of opened.database.tables) {
      for (const stored of (await table.toArray()) as Record<string, unknown>[]) {
        const bytes = Object.values(stored).map((value) =>
          value instanceof ArrayBuffer ? Buffer.from(value).toString('utf8') : JSON.stringify(value),
        )
        expect(bytes.join(' ')).not.toMatch(/Minh Khai|0900|title/)
      }
    }
  })
})

async function reopened(shelf: Shelf, opened: Opened): Promise<Opened> {
  opened.database.close()
  return shelf.open()
}

const died = new Error('the worker died')

/** Lets this many write transactions through and no other one. */
function dieAfter({ database }: Opened, writes: number): void {
  const write = database.transaction.bind(database) as (...args: unknown[]) => Promise<void>
  let left = writes
  const guarded = async (...args: unknown[]): Promise<void> => {
    if (left === 0) throw died
    left -= 1
    return write(...args)
  }
  database.transaction = guarded as unknown as typeof database.transaction
}

/** Reads every row again and again, at every moment of the packing that runs beside it. */
async function whilePacking(shelf: Shelf, opened: Opened): Promise<void> {
  const expected = shelf.server.expected()
  const reads: Promise<void>[] = []
  for (let round = 0; round < 12; round += 1) {
    for (const [key, row] of expected) {
      const [entity, id] = key.split(':') as [EntityName, string]
      reads.push(opened.store.read(entity, id).then((read) => expect(read, key).toEqual(row)))
    }
    await new Promise((resolve) => setTimeout(resolve, 0))
  }
  await Promise.all(reads)
}

const action = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('put' as const), id: fc.nat(30), bucket: fc.nat(2), both: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), id: fc.nat(30), bucket: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('load' as const), bucket: fc.nat(2) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('page' as const), limit: fc.integer({ min: 1, max: 40 }) }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'pull' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'compact' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'reopen' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('scope' as const), buckets: fc.subarray(['b0', 'b1', 'b2']) }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'restore' as const }) },
)
type Action = typeof action extends fc.Arbitrary<infer A> ? A : never

async function act(shelf: Shelf, opened: Opened, step: Action): Promise<Opened> {
  const { server } = shelf
  switch (step.kind) {
    case 'put': {
      const row = { id: step.id, v: server.v }
      const also = step.both ? [{ bucket: 'b0', entity: 'case' as const, id: `${step.id}`, row }] : []
      server.commit([{ bucket: `b${step.bucket}`, entity: 'case', id: `${step.id}`, row }, ...also])
      return opened
    }
    case 'remove':
      if (server.members.has(`b${step.bucket}\ncase\n${step.id}`))
        server.commit([{ bucket: `b${step.bucket}`, entity: 'case', id: `${step.id}` }])
      return opened
    case 'load':
      for (let id = 100; id < 120; id += 1) {
        server.commit([{ bucket: `b${step.bucket}`, entity: 'event', id: `${id}`, row: { id, v: server.v } }])
      }
      return opened
    case 'page':
      server.pageLimit = step.limit
      await shelf.pullPage(opened)
      return opened
    case 'pull':
      await shelf.pull(opened)
      return opened
    case 'compact':
      await compact(opened.store)
      return opened
    case 'reopen':
      return reopened(shelf, opened)
    case 'scope':
      server.buckets = step.buckets
      return opened
    case 'restore':
      server.epoch = `${server.epoch}+`
      server.v = Math.max(1, server.v - 3)
      for (const [key, member] of server.members) if (member.seq > server.v) server.members.delete(key)
      return opened
  }
}

describe('row store, any history', () => {
  it('equals the server when quiet, before and after compaction and a restart', async () => {
    await holdsAsync(
      'rows on the device equal the rows the server shows',
      fc.asyncProperty(fc.array(action, { maxLength: 40 }), async (steps) => {
        const shelf = new Shelf()
        shelf.server.buckets = ['b0', 'b1']
        let opened = await shelf.open()
        for (const step of steps) opened = await act(shelf, opened, step)
        await shelf.pull(opened)
        await expectEqualToServer(shelf, opened)
        const packed = whilePacking(shelf, opened)
        while ((await compact(opened.store)) > 0) continue
        await packed
        expect(await opened.database.delta.count()).toBe(0)
        await expectEqualToServer(shelf, opened)
        const again = await reopened(shelf, opened)
        await expectEqualToServer(shelf, again)
        again.database.close()
      }),
      60,
    )
  })
})
