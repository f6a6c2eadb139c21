// Prints a digest of many lives as one process decides them: run with another TZ, or another clock (CLOCK_OFFSET_MS), it must print the same.
import { createHash } from 'node:crypto'

const offsetMs = Number(process.env['CLOCK_OFFSET_MS'] ?? '0')
if (offsetMs !== 0) {
  const RealDate = Date
  const realNow = Date.now.bind(Date)
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args: ConstructorParameters<typeof Date> | []) =>
      args.length === 0 ? new target(realNow() + offsetMs) : new target(...args),
    get: (target, key) => (key === 'now' ? () => realNow() + offsetMs : Reflect.get(target, key)),
  })
}

const { newReport, walk, walkers } = await import('./case-walk.ts')

/** A small generator of its own: the same turns in every process. */
const turnsOf = (seed: number) => {
  let state = seed
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  return Array.from({ length: 60 }, () => ({
    who:
      ['assignee', 'colleague', 'colleague', 'citizen', 'system', walkers[next(walkers.length)] ?? 'system'][next(6)] ??
      'system',
    pick: next(1_000_000),
    laterMs: 1 + next(next(4) === 0 ? 6 * 86_400_000 : 5 * 3_600_000),
  }))
}

const hash = createHash('sha256')
let steps = 0
for (let seed = 1; seed <= 25; seed += 1) {
  for (const policy of ['hanoi-1207', 'pausing', 'same-time']) {
    for (const step of walk(newReport(policy, seed % 4 === 0 ? 'voter_petition' : 'field'), turnsOf(seed))) {
      steps += 1
      hash.update(JSON.stringify([step.who, step.command, step.after, step.events]))
    }
  }
}
const shown = new Date(Date.UTC(2026, 0, 1, 20)).getDate()
console.info(JSON.stringify({ steps, digest: hash.digest('hex'), localDay: shown, nowMs: Date.now() }))
