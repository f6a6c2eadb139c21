import { describe, expect, it } from 'vitest'
import { DraftSession } from '../../../renderer/features/case/reply/draft-session.ts'
import type { DraftStatus } from '../../../renderer/features/case/reply/draft-session.ts'

/** A clock moved by hand: work is due when `pass` reaches it. */
const handClock = () => {
  let nowMs = 0
  let waiting: { atMs: number; work: () => void }[] = []
  return {
    schedule: (work: () => void, delayMs: number) => {
      const entry = { atMs: nowMs + delayMs, work }
      waiting.push(entry)
      return () => {
        waiting = waiting.filter((other) => other !== entry)
      }
    },
    pass: async (ms: number) => {
      nowMs += ms
      const due = waiting.filter((entry) => entry.atMs <= nowMs)
      waiting = waiting.filter((entry) => entry.atMs > nowMs)
      for (const entry of due) entry.work()
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

const started = (save: (text: string, base: number) => Promise<number>) => {
  const clock = handClock()
  const statuses: DraftStatus['kind'][] = []
  const session = new DraftSession(
    { save, onStatus: (status) => statuses.push(status.kind), schedule: clock.schedule },
    3,
  )
  return { clock, statuses, session }
}

describe('draft session', () => {
  it('saves once per pause, with the newest text and its base revision', async () => {
    const saved: [string, number][] = []
    const { clock, session, statuses } = started(async (text, base) => saved.push([text, base]))
    session.edit('a')
    await clock.pass(100)
    session.edit('ab')
    await clock.pass(300)
    expect(saved).toEqual([['ab', 3]])
    expect(statuses.at(-1)).toBe('saved')
    session.rebase(4)
    session.edit('abc')
    await session.flush()
    expect(saved.at(-1)).toEqual(['abc', 4])
  })

  it('saves at the latest after a second of unbroken typing', async () => {
    const saved: string[] = []
    const { clock, session } = started(async (text) => saved.push(text))
    for (let key = 0; key < 12; key += 1) {
      session.edit('x'.repeat(key + 1))
      await clock.pass(100)
    }
    expect(saved).toEqual(['x'.repeat(10)])
  })

  it('does nothing on flush when nothing was typed', async () => {
    const saved: string[] = []
    const { session } = started(async (text) => saved.push(text))
    await session.flush()
    expect(saved).toEqual([])
  })

  it('tries a failed save again and says so meanwhile', async () => {
    const answers = [Promise.reject(new Error('disk full')), Promise.resolve(7)]
    answers[0]?.catch(() => undefined)
    const { clock, session, statuses } = started(() => answers.shift() ?? Promise.resolve(8))
    session.edit('kept')
    await clock.pass(300)
    expect(statuses.at(-1)).toBe('failed')
    expect(session.dirty).toBe(true)
    await clock.pass(2000)
    expect(statuses.at(-1)).toBe('saved')
    expect(session.dirty).toBe(false)
  })

  it('never runs two saves at once and keeps what was typed during one', async () => {
    const order: string[] = []
    let release: () => void = () => undefined
    const { session } = started(async (text) => {
      order.push(`start ${text}`)
      if (text === 'one') {
        await new Promise<void>((resolve) => {
          release = resolve
        })
      }
      order.push(`end ${text}`)
      return 1
    })
    session.edit('one')
    const first = session.flush()
    session.edit('two')
    const second = session.flush()
    release()
    await Promise.all([first, second])
    expect(order).toEqual(['start one', 'end one', 'start two', 'end two'])
  })
})
