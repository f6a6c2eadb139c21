import { runSeed } from '../seeded-property.ts'

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export type Chance = Readonly<{
  seed: number
  next: () => number
  /** A whole number in [0, below). */
  below: (below: number) => number
  pick: <T>(from: readonly T[]) => T
}>

/** The chance of one fault scenario; prints the seed, which `IHANOI_DESK_SEED` repeats where none is given. */
export function seededChance(scenario: string, seed: number = runSeed()): Chance {
  console.info(`fault "${scenario}": seed ${seed}`)
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    seed,
    next,
    below,
    pick: (from) => {
      const found = from[below(from.length)]
      if (found === undefined) throw new Error('nothing to pick from')
      return found
    },
  }
}
