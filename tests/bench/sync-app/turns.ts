const everyMs = 4

/** Watches how punctually this thread gets its turn until `stop`, which answers the longest it had to wait beyond its timer. */
export function watchTurns(): Readonly<{ stop: () => number }> {
  let longestMs = 0
  let before = performance.now()
  const ticking = setInterval(() => {
    const now = performance.now()
    longestMs = Math.max(longestMs, now - before - everyMs)
    before = now
  }, everyMs)
  return {
    stop: () => {
      clearInterval(ticking)
      return longestMs
    },
  }
}
