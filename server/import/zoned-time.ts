const pattern = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2}):(\d{2})$/
const quarterHourMs = 15 * 60 * 1000

const formats = new Map<string, Intl.DateTimeFormat>()
const offsets = new Map<string, number>()

function readOffsetMs(zone: string, instantMs: number): number {
  let format = formats.get(zone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
    formats.set(zone, format)
  }
  const name = format.formatToParts(instantMs).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT'
  const match = /^GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(name)
  if (match === null) throw new RangeError(`unexpected zone offset ${name}`)
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = match
  const size = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000
  return sign === '-' ? -size : size
}

/** The offset of `zone` from UTC at an instant, in milliseconds; offsets only change at full quarters of an hour. */
function offsetMs(zone: string, instantMs: number): number {
  const quarter = Math.floor(instantMs / quarterHourMs)
  const key = `${zone}:${quarter}`
  const known = offsets.get(key)
  if (known !== undefined) return known
  if (offsets.size > 200_000) offsets.clear()
  const read = readOffsetMs(zone, quarter * quarterHourMs)
  offsets.set(key, read)
  return read
}

/**
 * Unix milliseconds of a local time `YYYY-MM-DD HH:MM:SS` in an IANA zone, or null when the text is no real date and time.
 * In the hour that repeats when summer time ends the first passage is meant; in the hour that is skipped when it begins, the
 * time is read with the offset before the change.
 */
export function zonedTimeToMs(text: string, zone: string): number | null {
  const match = pattern.exec(text)
  if (match === null) return null
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const asUtcMs = Date.UTC(year, month - 1, day, hour, minute, second)
  if (new Date(asUtcMs).toISOString().slice(0, 19) !== `${text.slice(0, 10)}T${text.slice(11)}`) return null
  const dayMs = 24 * 60 * 60 * 1000
  const before = offsetMs(zone, asUtcMs - dayMs)
  const early = asUtcMs - before
  if (offsetMs(zone, early) === before) return early
  const late = asUtcMs - offsetMs(zone, asUtcMs + dayMs)
  return offsetMs(zone, late) === asUtcMs - late ? late : early
}
