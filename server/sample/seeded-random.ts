/** A repeatable source of choices: the same seed gives the same sequence on every machine. Not for secrets. */
export type SeededRandom = Readonly<{
  /** A number in [0, 1). */
  next: () => number
  /** A number in [low, high). */
  between: (low: number, high: number) => number
  /** A whole number in [low, high], both included. */
  whole: (low: number, high: number) => number
  /** True with the given probability. */
  chance: (probability: number) => boolean
  /** One item; throws RangeError for an empty list. */
  pick: <T>(items: readonly T[]) => T
  /** A shuffled copy. */
  shuffle: <T>(items: readonly T[]) => T[]
}>

/** FNV-1a, 32 bits. */
function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return hash >>> 0
}

/** Makes a generator (mulberry32) from a seed text, for example `2026:SXD:cases`. */
export function seededRandom(seed: string): SeededRandom {
  let state = hashText(seed)
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const between = (low: number, high: number): number => low + (high - low) * next()
  const whole = (low: number, high: number): number => low + Math.floor((high - low + 1) * next())
  return {
    next,
    between,
    whole,
    chance: (probability) => next() < probability,
    pick(items) {
      const picked = items[whole(0, items.length - 1)]
      if (picked === undefined) throw new RangeError('cannot pick from an empty list')
      return picked
    },
    shuffle(items) {
      const copy = [...items]
      for (let at = copy.length - 1; at > 0; at -= 1) {
        const other = whole(0, at)
        const kept = copy[at] as (typeof copy)[number]
        copy[at] = copy[other] as (typeof copy)[number]
        copy[other] = kept
      }
      return copy
    },
  }
}
