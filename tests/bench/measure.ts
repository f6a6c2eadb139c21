/** The middle value; of an even number the lower middle one. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN
}

/** The value below which a share of all values lies; `share` from 0 to 1. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

/** One measured number that may be at most `target`. */
export type Figure = Readonly<{ name: string; value: number; unit: string; target: number; reached: boolean }>

/** Prints a number beside the most it may be. */
export function reportFigure(figure: Omit<Figure, 'reached'>): Figure {
  const reached = figure.value <= figure.target
  const shown = Number.isInteger(figure.value) ? String(figure.value) : figure.value.toFixed(2)
  console.log(
    `${figure.name}: ${shown} ${figure.unit}   target <= ${figure.target}   ${reached ? 'reached' : 'NOT reached'}`,
  )
  return { ...figure, reached }
}

/** One measured thing beside what it is measured against, in milliseconds. */
export type Comparison = Readonly<{
  name: string
  oursMs: readonly number[]
  limitName: string
  limitMs: readonly number[]
  /** The ratio of the medians that is aimed at. */
  target: number
}>
export type Verdict = Readonly<{
  name: string
  oursMs: number
  limitMs: number
  ratio: number
  target: number
  reached: boolean
}>

/** The verdict on medians. */
export function judge(comparison: Comparison): Verdict {
  const oursMs = median(comparison.oursMs)
  const limitMs = median(comparison.limitMs)
  const ratio = oursMs / limitMs
  return {
    name: comparison.name,
    oursMs,
    limitMs,
    ratio,
    target: comparison.target,
    reached: ratio <= comparison.target,
  }
}

const list = (values: readonly number[]) => values.map((value) => Math.round(value)).join(' ')

/** Prints ours, the limit, the ratio and every single run. */
export function report(comparison: Comparison): Verdict {
  const verdict = judge(comparison)
  console.log(comparison.name)
  console.log(`  ours   ${Math.round(verdict.oursMs)} ms   (${list(comparison.oursMs)})`)
  console.log(`  limit  ${Math.round(verdict.limitMs)} ms   (${list(comparison.limitMs)})   ${comparison.limitName}`)
  console.log(
    `  ratio  ${verdict.ratio.toFixed(2)}   target <= ${verdict.target}   ${verdict.reached ? 'reached' : 'NOT reached'}`,
  )
  return verdict
}

/** One measured thing beside another program's. */
export type PeerComparison = Readonly<{
  name: string
  oursMs: readonly number[]
  peerName: string
  peerMs: readonly number[]
  /** Whether some of the peer's rounds were ended before they were over: their times are then the least they take. */
  ended: boolean
  /** How many times faster ours is meant to be. */
  target: number
}>

/** Prints the peer, how many times faster ours is, and every single run of it; `ratio` of the verdict is that number of times. */
export function reportPeer({ name, oursMs, peerName, peerMs, ended, target }: PeerComparison): Verdict {
  const [ours, peer] = [median(oursMs), median(peerMs)]
  const ratio = peer / ours
  const reached = ratio >= target
  const least = ended ? 'at least ' : ''
  console.log(`  ${peerName}   ${least}${Math.round(peer)} ms   (${list(peerMs)}; rounds: ${peerMs.length})`)
  console.log(
    `    ours is ${least}${ratio.toFixed(1)} x faster   target >= ${target}   ${reached ? 'reached' : 'NOT reached'}`,
  )
  return { name, oursMs: ours, limitMs: peer, ratio, target, reached }
}
