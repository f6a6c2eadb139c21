const pad = (part: string | undefined) => (part ?? '').padStart(2, '0')

const isDay = (date: string) => {
  const atMs = Date.parse(`${date}T00:00:00Z`)
  return !Number.isNaN(atMs) && new Date(atMs).toISOString().slice(0, 10) === date
}

/** `YYYY-MM-DD` of a day as people write it here (day first, also `d/M/yyyy`, or ISO); null where it is none. */
export function dateOf(typed: string): string | null {
  const local = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(typed.trim())
  const date = local === null ? typed.trim() : `${local[3]}-${pad(local[2])}-${pad(local[1])}`
  return /^\d{4}-\d{2}-\d{2}$/.test(date) && isDay(date) ? date : null
}

/** `YYYY-MM-DDTHH:mm` of a moment as people write it here, day first; null where it is none. */
export function momentOf(typed: string): string | null {
  const match = /^(\S+)[ T]+(\d{1,2})[:hg](\d{2})$/u.exec(typed.trim())
  const date = match === null ? null : dateOf(match[1] ?? '')
  if (match === null || date === null || Number(match[2]) > 23 || Number(match[3]) > 59) return null
  return `${date}T${pad(match[2])}:${match[3]}`
}

/** `dd/MM/yyyy` or `dd/MM/yyyy HH:mm` of what `dateOf` and `momentOf` give. */
export function writtenAs(value: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}:\d{2}))?$/.exec(value)
  if (match === null) return ''
  const date = `${match[3]}/${match[2]}/${match[1]}`
  return match[4] === undefined ? date : `${date} ${match[4]}`
}
