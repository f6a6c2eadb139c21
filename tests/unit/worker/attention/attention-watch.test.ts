import { describe, expect, it } from 'vitest'
import { AttentionWatch } from '../../../../renderer/worker/attention/attention-watch.ts'
import { QueueIndex } from '../../../../renderer/worker/index/queue-index.ts'
import { Reporter } from '../../../../renderer/worker/reporter.ts'
import { fold } from '../../../../shared/language/fold.ts'
import { nodeEnvironment } from '../../../support/worker/environment.ts'
import { FakeHost, FakeHostDisk } from '../../../support/worker/host.ts'
import { caseRow } from '../../../support/worker/sync-server.ts'

const hourMs = 3_600_000

/** A watch whose clock and timer the test moves. */
class Watched {
  nowMs = Date.UTC(2026, 0, 12, 2)
  readonly host = new FakeHost(new FakeHostDisk(), { accountId: 'me', username: 'me' })
  readonly timers: number[] = []
  remembered: readonly string[] = []
  urgent: readonly string[] = []
  readonly index = new QueueIndex({
    fold,
    runningClock: ({ clocks }) => {
      const { dueAtMs } = clocks
      return dueAtMs === null
        ? null
        : {
            clock: 'processing',
            dueAtMs,
            dueSoonFromMs: dueAtMs - 8 * hourMs,
            lastHourFromMs: dueAtMs - hourMs,
            held: false,
          }
    },
  })
  watch = this.make()

  make(): AttentionWatch {
    return new AttentionWatch({
      index: this.index,
      host: this.host.port(),
      environment: {
        ...nodeEnvironment({ baseUrl: '', fetch }),
        setTimer: (_run, afterMs) => {
          this.timers.push(afterMs)
          return () => undefined
        },
      },
      reporter: new Reporter(this.host.port()),
      me: () => 'me',
      serverNowMs: () => this.nowMs,
      loadNotified: async () => this.remembered,
      storeNotified: async (keys) => {
        this.remembered = keys
      },
      loadUrgent: async () => this.urgent,
      storeUrgent: async (ids) => {
        this.urgent = ids
      },
    })
  }

  put(id: string, dueInMs: number | null, change: object = {}): void {
    const clocks = { ...caseRow(id).clocks, dueAtMs: dueInMs === null ? null : this.nowMs + dueInMs }
    this.index.put(caseRow(id, { assignee: 'me', clocks, ...change }), 0)
  }
}

const urgent = (id: string) => caseRow(id, { level: 'urgent', title: 'Cháy ở phố Huế' })

describe('attention', () => {
  it('tells of an urgent case that arrives after the first sync, not of those it brings', async () => {
    const desk = new Watched()
    await desk.watch.start(false)
    desk.watch.arrived(urgent('1'))
    desk.watch.synced()
    expect(desk.host.notified).toEqual([])
    desk.watch.arrived(urgent('2'))
    desk.watch.arrived(caseRow('3'))
    desk.watch.synced()
    expect(desk.host.notified).toEqual([{ kind: 'urgent_arrived', count: 1, route: '/ho-so/2' }])
  })

  it('tells once when a deadline is within one working hour, also after a restart', async () => {
    const desk = new Watched()
    desk.put('1', 2 * hourMs)
    await desk.watch.start(true)
    expect(desk.host.notified).toEqual([])
    desk.nowMs += hourMs + 1
    desk.watch.check()
    desk.watch.check()
    expect(desk.host.notified).toEqual([{ kind: 'deadline_near', count: 1, route: '/ho-so/1' }])
    await desk.make().start(true)
    expect(desk.host.notified).toHaveLength(1)
  })

  it('leaves the cases of other officers to them', async () => {
    const desk = new Watched()
    desk.put('1', hourMs / 2, { assignee: 'other' })
    desk.put('2', hourMs / 2, { assignee: null })
    await desk.watch.start(true)
    expect(desk.host.notified).toMatchObject([{ count: 1, route: '/ho-so/2' }])
  })

  it('counts on the badge what is overdue or in its last hour', async () => {
    const desk = new Watched()
    desk.put('late', -hourMs)
    desk.put('near', hourMs / 2)
    desk.put('calm', 50 * hourMs)
    desk.put('none', null)
    await desk.watch.start(true)
    expect(desk.host.badge).toBe(2)
  })

  it('counts on the badge an urgent case that arrived, over a restart, until it is opened, finished or another’s', async () => {
    const desk = new Watched()
    const far = 50 * hourMs
    desk.put('old', far, { level: 'urgent' })
    await desk.watch.start(true)
    for (const id of ['a', 'b', 'c']) {
      desk.put(id, far, { level: 'urgent' })
      desk.watch.arrived(urgent(id))
    }
    // Its deadline is near as well: one case counts once.
    desk.put('d', hourMs / 2, { level: 'urgent' })
    desk.watch.arrived(urgent('d'))
    desk.watch.synced()
    expect(desk.host.badge).toBe(4)
    const restarted = desk.make()
    await restarted.start(true)
    expect(desk.host.badge).toBe(4)
    desk.index.setRead('a', 1, false)
    restarted.check()
    expect(desk.host.badge).toBe(3)
    desk.put('b', far, { level: 'urgent', state: 'answered' })
    desk.put('c', far, { level: 'urgent', assignee: 'other' })
    desk.index.setRead('d', 1, false)
    restarted.check()
    expect(desk.host.badge).toBe(1)
    expect(desk.urgent).toEqual([])
  })

  it('sleeps until the next boundary, a minute at most', async () => {
    const desk = new Watched()
    desk.put('1', hourMs + 30_000)
    await desk.watch.start(true)
    expect(desk.timers.at(-1)).toBe(30_000)
    desk.put('1', 50 * hourMs)
    desk.watch.check()
    expect(desk.timers.at(-1)).toBe(60_000)
  })

  it('carries no personal data', async () => {
    const desk = new Watched()
    await desk.watch.start(true)
    desk.watch.arrived(urgent('7'))
    desk.watch.synced()
    expect(JSON.stringify(desk.host.notified)).not.toMatch(/Cháy|Huế|HN-/)
  })
})
