/** Milliseconds of one day of 24 hours. */
export const dayMs = 86_400_000

/** A time zone as arithmetic: what to add to a UTC instant (Unix milliseconds) to read its wall clock. */
export type Zone = Readonly<{ id: string; offsetMs: (utcMs: number) => number }>

/** A zone whose offset never changes. */
export const fixedZone = (id: string, offsetMinutes: number): Zone => {
  const offset = offsetMinutes * 60_000
  return { id, offsetMs: () => offset }
}

/** The zone of every agency of the city; Viet Nam has kept +07:00 without summer time since 1975. */
export const hanoiZone: Zone = fixedZone('Asia/Ho_Chi_Minh', 420)

/** A change of offset: from `fromUtcMs` on, the offset is `offsetMs`. */
export type ZoneStep = Readonly<{ fromUtcMs: number; offsetMs: number }>

/** A zone with changes of offset, ascending; before the first step its offset holds as well. */
export const steppedZone = (id: string, steps: readonly ZoneStep[]): Zone => ({
  id,
  offsetMs: (utcMs) => {
    let low = 0
    let high = steps.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((steps[middle]?.fromUtcMs ?? Infinity) <= utcMs) low = middle
      else high = middle - 1
    }
    return steps[low]?.offsetMs ?? 0
  },
})

/** The instant at which a zone's wall clock shows `localMs`; the earlier one when it shows it twice, the jump forward when it never does. */
export const utcOfLocal = (zone: Zone, localMs: number): number => {
  const before = localMs - zone.offsetMs(localMs - dayMs)
  const after = localMs - zone.offsetMs(localMs + dayMs)
  if (before + zone.offsetMs(before) === localMs) return before
  return after + zone.offsetMs(after) === localMs ? after : before
}

/** The number of the local day (days since 1970-01-01) an instant falls on. */
export const localDay = (zone: Zone, utcMs: number): number => Math.floor((utcMs + zone.offsetMs(utcMs)) / dayMs)

/** The instant at which a local day begins. */
export const startOfLocalDay = (zone: Zone, day: number): number => utcOfLocal(zone, day * dayMs)

/** The weekday of a day number: 0 is Monday, 6 is Sunday. */
export const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7

/** A day number as `YYYY-MM-DD`. */
export const dateOfDay = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10)

/** The day number of `YYYY-MM-DD`, or null where that is no date. */
export const dayOfDate = (date: string): number | null => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return null
  const ms = Date.parse(`${date}T00:00:00Z`)
  if (Number.isNaN(ms)) return null
  const day = ms / dayMs
  return dateOfDay(day) === date ? day : null
}
