import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { WorkerSupervisor } from '../../../electron/main/worker/supervisor.ts'

const silence = vi.fn()

/** A supervisor over workers that live until they are killed, on the clock of the fake timers. */
function supervised() {
  const restarts: string[] = []
  const supervisor: WorkerSupervisor<string> = new WorkerSupervisor<string>({
    start: () => ({ ready: Promise.resolve(), handOver: silence, kill: silence }),
    openHostPort: String,
    nextFence: () => Promise.resolve(supervisor.fence + 1),
    onRestarting: (reason) => restarts.push(reason),
    onReplaced: silence,
    nowMs: () => Date.now(),
    log: { info: silence, error: silence } as never,
  })
  return { supervisor, restarts }
}

/** One heartbeat, and then nothing for so long; counts the replacements that followed. */
async function fallsSilentFor(desk: ReturnType<typeof supervised>, silentMs: number): Promise<number> {
  const before = desk.restarts.length
  desk.supervisor.heartbeat(desk.supervisor.fence)
  await vi.advanceTimersByTimeAsync(silentMs)
  return desk.restarts.length - before
}

describe('the watch over the data worker', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  it('replaces a worker that has been silent for five seconds, and not before', async () => {
    const desk = supervised()
    await desk.supervisor.start('a')
    expect(await fallsSilentFor(desk, 4_500)).toBe(0)
    expect(await fallsSilentFor(desk, 6_000)).toBe(1)
    desk.supervisor.stop()
  })

  it('waits longer after each replacement in a row, so that a slow worker finishes in the end', async () => {
    const desk = supervised()
    await desk.supervisor.start('a')
    expect(await fallsSilentFor(desk, 6_000)).toBe(1)
    expect(await fallsSilentFor(desk, 6_000)).toBe(1)
    expect(await fallsSilentFor(desk, 9_000)).toBe(0)
    expect(await fallsSilentFor(desk, 11_000)).toBe(1)
    expect(await fallsSilentFor(desk, 19_000)).toBe(0)
    desk.supervisor.stop()
  })

  it('is strict again after a calm minute', async () => {
    const desk = supervised()
    await desk.supervisor.start('a')
    await fallsSilentFor(desk, 6_000)
    await fallsSilentFor(desk, 6_000)
    for (let second = 0; second < 70; second += 1) await fallsSilentFor(desk, 1_000)
    expect(await fallsSilentFor(desk, 11_000)).toBe(1)
    expect(await fallsSilentFor(desk, 6_000)).toBe(1)
    desk.supervisor.stop()
  })
})
