import { dayMs, hanoiZone, steppedZone } from './zone.ts'
import type { Zone, ZoneStep } from './zone.ts'

/** A zone name this runtime does not know. */
export class UnknownZoneError extends Error {
  readonly code = 'unknown_zone'
}

/** The years for which changes of offset are looked up, both inclusive. */
export type YearSpan = Readonly<{ fromYear: number; toYear: number }>

const formatterOf = (id: string): Intl.DateTimeFormat => {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: id,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch (cause) {
    throw new UnknownZoneError(`unknown time zone: ${id}`, { cause })
  }
}

const offsetBy = (format: Intl.DateTimeFormat, utcMs: number): number => {
  const part: Record<string, number> = {}
  for (const { type, value } of format.formatToParts(utcMs)) part[type] = Number(value)
  const local = Date.UTC(part.year ?? 0, (part.month ?? 1) - 1, part.day, part.hour, part.minute, part.second)
  return local - Math.floor(utcMs / 1000) * 1000
}

/** Looks an IANA zone up once and gives it as a table of changes, so that no hot path asks Intl. Throws `UnknownZoneError`. */
export const ianaZone = (id: string, years: YearSpan): Zone => {
  if (id === hanoiZone.id) return hanoiZone
  const format = formatterOf(id)
  const endMs = Date.UTC(years.toYear + 1, 0, 1)
  let fromUtcMs = Date.UTC(years.fromYear, 0, 1)
  let offsetMs = offsetBy(format, fromUtcMs)
  const steps: ZoneStep[] = [{ fromUtcMs, offsetMs }]
  // No zone changes its offset and back within a week, so a weekly probe misses nothing.
  for (let probeMs = fromUtcMs + 7 * dayMs; probeMs <= endMs; probeMs += 7 * dayMs) {
    if (offsetBy(format, probeMs) === offsetMs) {
      fromUtcMs = probeMs
      continue
    }
    fromUtcMs = firstChange(format, { lowMs: probeMs - 7 * dayMs, highMs: probeMs })
    offsetMs = offsetBy(format, fromUtcMs)
    steps.push({ fromUtcMs, offsetMs })
  }
  return steppedZone(id, steps)
}

const firstChange = (format: Intl.DateTimeFormat, span: Readonly<{ lowMs: number; highMs: number }>): number => {
  let { lowMs, highMs } = span
  const offset = offsetBy(format, lowMs)
  while (highMs - lowMs > 60_000) {
    const middle = lowMs + Math.floor((highMs - lowMs) / 120_000) * 60_000
    if (offsetBy(format, middle) === offset) lowMs = middle
    else highMs = middle
  }
  return highMs
}
