import type { Language } from './catalogues.ts'

/** The zone of every moment shown: the city's own. */
export const displayZone = 'Asia/Ho_Chi_Minh'

const fields = new Intl.DateTimeFormat('en-GB', {
  timeZone: displayZone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

type Parts = Readonly<{ year: string; month: string; day: string; hour: string; minute: string }>

function partsOf(atMs: number): Parts {
  const found: Record<string, string> = {}
  for (const part of fields.formatToParts(atMs)) found[part.type] = part.value
  return {
    year: found['year'] ?? '',
    month: found['month'] ?? '',
    day: found['day'] ?? '',
    hour: found['hour'] ?? '',
    minute: found['minute'] ?? '',
  }
}

const words = {
  vi: { today: 'hôm nay', yesterday: 'hôm qua', tomorrow: 'ngày mai' },
  en: { today: 'today', yesterday: 'yesterday', tomorrow: 'tomorrow' },
} as const

const dayMs = 86_400_000

/** `dd/MM/yyyy` in the city's zone; `atMs` is Unix milliseconds. */
export function formatDate(atMs: number): string {
  const { day, month, year } = partsOf(atMs)
  return `${day}/${month}/${year}`
}

/** `HH:mm`, 24 hours, in the city's zone. */
export function formatClock(atMs: number): string {
  const { hour, minute } = partsOf(atMs)
  return `${hour}:${minute}`
}

/** "hôm nay 14:05", "hôm qua 09:10", "ngày mai 08:00", else `dd/MM/yyyy HH:mm`; days are the city's calendar days. */
export function formatMoment(atMs: number, nowMs: number, language: Language): string {
  const date = formatDate(atMs)
  const clock = formatClock(atMs)
  const near = words[language]
  if (date === formatDate(nowMs)) return `${near.today} ${clock}`
  if (date === formatDate(nowMs - dayMs)) return `${near.yesterday} ${clock}`
  if (date === formatDate(nowMs + dayMs)) return `${near.tomorrow} ${clock}`
  return `${date} ${clock}`
}

/** `YYYY-MM-DD` to `dd/MM/yyyy`; anything else is returned as it is. */
export function formatIsoDate(date: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date)
  return match === null ? date : `${match[3]}/${match[2]}/${match[1]}`
}

/** `YYYY-MM` to `MM/yyyy`; anything else is returned as it is. */
export function formatMonth(month: string): string {
  const match = /^(\d{4})-(\d{2})$/.exec(month)
  return match === null ? month : `${match[2]}/${match[1]}`
}
