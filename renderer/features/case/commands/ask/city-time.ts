// Every agency of the city lives on Asia/Ho_Chi_Minh, which has kept +07:00 since 1975; what is typed is meant there.
const cityOffset = '+07:00'
const cityOffsetMs = 7 * 3_600_000

/** The local day `YYYY-MM-DD` of an instant in the city. */
export const cityDate = (atMs: number): string => new Date(atMs + cityOffsetMs).toISOString().slice(0, 10)

/** `YYYY-MM-DDTHH:mm` of an instant in the city, as a field for a moment holds it. */
export const cityMinute = (atMs: number): string => new Date(atMs + cityOffsetMs).toISOString().slice(0, 16)

/** The instant of `YYYY-MM-DDTHH:mm` in the city; null where that is none. */
export function minuteMs(typed: string): number | null {
  const atMs = Date.parse(`${typed}:00${cityOffset}`)
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(typed) && !Number.isNaN(atMs) ? atMs : null
}

/** The last minute of a local day in the city; null where that is no day. */
export const dayEndMs = (date: string): number | null => minuteMs(`${date}T23:59`)
