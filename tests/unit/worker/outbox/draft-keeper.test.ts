import { webcrypto } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../../../../renderer/worker/db/desk-database.ts'
import { takeFence } from '../../../../renderer/worker/db/meta.ts'
import { Sealer } from '../../../../renderer/worker/db/sealing.ts'
import type { WorkerEnvironment } from '../../../../renderer/worker/environment.ts'
import { DraftKeeper, draftPauseMs } from '../../../../renderer/worker/outbox/draft-keeper.ts'
import { Reporter } from '../../../../renderer/worker/reporter.ts'
import { nodeEnvironment } from '../../../support/worker/environment.ts'
import { FakeHost, FakeHostDisk } from '../../../support/worker/host.ts'

type Timer = { run: () => void; afterMs: number; cancelled: boolean }

/** A keeper with its pauses in the test's hand. */
class Bench {
  readonly disk = new FakeHostDisk()
  readonly timers: Timer[] = []
  readonly queued: [string, string, number][] = []
  nowMs = 1000
  readonly revisions = new Map([[0, '']])
  held = false
  readonly environment: WorkerEnvironment = {
    ...nodeEnvironment({ baseUrl: '', fetch }),
    nowMs: () => (this.nowMs += 1),
    setTimer: (run, afterMs) => {
      const timer: Timer = { run, afterMs, cancelled: false }
      this.timers.push(timer)
      return () => {
        timer.cancelled = true
      }
    },
  }

  async open(): Promise<{ keeper: DraftKeeper; recovered: number; host: FakeHost }> {
    const host = new FakeHost(this.disk, { accountId: 'u', username: 'u' })
    const database = await openDatabase('u', this.environment)
    await takeFence(database, host.fence)
    const keeper = new DraftKeeper({
      database,
      sealer: await Sealer.fromRawKey(new Uint8Array(Buffer.from(this.disk.dataKey, 'base64')), webcrypto as Crypto),
      host: host.port(),
      fence: host.fence,
      basis: async () => ({ user: 'u', caseNumber: '', basedOnSeq: 0, after: null }),
      environment: this.environment,
      reporter: new Reporter(host.port()),
      revisionText: (_caseId, revision) => this.revisions.get(revision) ?? null,
      isHeld: () => this.held,
      queue: async (caseId, draft) => void this.queued.push([caseId, draft.text, draft.baseRevision]),
    })
    opened.push(() => database.close())
    return { keeper, recovered: await keeper.load(), host }
  }

  live(): Timer[] {
    return this.timers.filter((timer) => !timer.cancelled)
  }
}

const opened: (() => void)[] = []
afterEach(() => {
  for (const close of opened.splice(0)) close()
})

describe('drafts', () => {
  it('are on the disk, sealed, when save resolves', async () => {
    const bench = new Bench()
    const { keeper } = await bench.open()
    await keeper.save('c1', 'Kính gửi ông bà', 2)
    expect(bench.disk.drafts.has('c1')).toBe(true)
    expect(JSON.stringify([...bench.disk.drafts.values()])).not.toContain('Kính')
    expect(keeper.get('c1')).toMatchObject({ text: 'Kính gửi ông bà', baseRevision: 2 })
  })

  it('become one command after a pause of ten seconds, the last text only', async () => {
    const bench = new Bench()
    const { keeper } = await bench.open()
    await Promise.all(['K', 'Kí', 'Kín'].map((text) => keeper.save('c1', text, 0)))
    expect(bench.live().map((timer) => timer.afterMs)).toEqual([draftPauseMs])
    expect(bench.queued).toEqual([])
    bench.live()[0]?.run()
    await keeper.queueNow()
    expect(bench.queued).toEqual([['c1', 'Kín', 0]])
  })

  it('are queued at once before a submit, and not twice', async () => {
    const bench = new Bench()
    const { keeper } = await bench.open()
    await keeper.save('c1', 'một', 0)
    await keeper.save('c2', 'hai', 0)
    await keeper.queueNow('c1')
    expect(bench.queued.map(([caseId]) => caseId)).toEqual(['c1'])
    await keeper.queueNow()
    await keeper.queueNow()
    expect(bench.queued.map(([caseId]) => caseId)).toEqual(['c1', 'c2'])
  })

  it('come back after a kill from the draft journal when the database is behind', async () => {
    const bench = new Bench()
    const first = await bench.open()
    await first.keeper.save('c1', 'cũ', 0)
    const journal = bench.disk.drafts.get('c1') ?? ''
    await first.keeper.save('c1', 'mới hơn', 0)
    const newer = bench.disk.drafts.get('c1') ?? ''
    expect(newer).not.toBe(journal)
    const database = await openDatabase('u', bench.environment)
    await database.drafts.clear()
    database.close()
    const second = await bench.open()
    expect(second.recovered).toBe(1)
    expect(second.keeper.get('c1')?.text).toBe('mới hơn')
    expect(bench.live().length).toBeGreaterThan(0)
  })

  it('keep the newer text of the database against an older file', async () => {
    const bench = new Bench()
    const first = await bench.open()
    await first.keeper.save('c1', 'cũ', 0)
    const old = bench.disk.drafts.get('c1') ?? ''
    await first.keeper.save('c1', 'mới', 0)
    bench.disk.drafts.set('c1', old)
    const second = await bench.open()
    expect(second.recovered).toBe(0)
    expect(second.keeper.get('c1')?.text).toBe('mới')
  })

  it('go when the server has the same text, and are rebased when it has an earlier one', async () => {
    const bench = new Bench()
    const { keeper } = await bench.open()
    await keeper.save('c1', 'một', 0)
    await keeper.queueNow()
    await keeper.save('c1', 'một hai', 0)
    await keeper.confirmed('c1', 1, 'một')
    expect(keeper.get('c1')).toMatchObject({ text: 'một hai', baseRevision: 1 })
    await keeper.confirmed('c1', 2, 'một hai')
    expect(keeper.get('c1')).toBeNull()
    expect(bench.disk.drafts.size).toBe(0)
  })

  it("leave another author's text alone: both texts stay", async () => {
    const bench = new Bench()
    const { keeper } = await bench.open()
    await keeper.save('c1', 'của tôi', 0)
    await keeper.confirmed('c1', 5, 'từ máy khác')
    expect(keeper.get('c1')).toMatchObject({ text: 'của tôi', baseRevision: 0 })
  })

  it('skip a file no key opens, and say so in the log', async () => {
    const bench = new Bench()
    bench.disk.drafts.set('c1', 'AAAA')
    const { keeper, host } = await bench.open()
    expect(keeper.get('c1')).toBeNull()
    expect(host.errors()).toEqual(['draft_unreadable:seal_broken'])
  })

  it('remember the text they were begun on, also when the server has a newer one', async () => {
    const bench = new Bench()
    const { keeper } = await bench.open()
    bench.revisions.set(3, 'bản ba')
    await keeper.save('c1', 'bản ba sửa', 3)
    bench.revisions.delete(3)
    await keeper.save('c1', 'bản ba sửa thêm', 3)
    expect(keeper.get('c1')).toMatchObject({ text: 'bản ba sửa thêm', baseText: 'bản ba' })
  })

  it('are kept but not queued while an earlier text waits for a decision', async () => {
    const bench = new Bench()
    const { keeper } = await bench.open()
    bench.held = true
    await keeper.save('c1', 'viết tiếp', 1)
    await keeper.queueNow()
    expect(bench.queued).toEqual([])
    expect(bench.disk.drafts.size).toBe(1)
    bench.held = false
    await keeper.keep('c1', { text: 'viết tiếp', revision: 2, baseText: 'bản hai' })
    await keeper.queueNow()
    expect(bench.queued).toEqual([['c1', 'viết tiếp', 2]])
  })

  it('take over a text of another device only where none was begun here', async () => {
    const bench = new Bench()
    const { keeper } = await bench.open()
    const draft = { text: 'từ máy kia', baseRevision: 1, savedAtMs: 5, queuedText: 'từ máy kia', baseText: null }
    expect(await keeper.adopt('c1', draft)).toBe(true)
    expect(await keeper.adopt('c1', { ...draft, text: 'khác' })).toBe(false)
    expect(keeper.get('c1')?.text).toBe('từ máy kia')
  })
})
