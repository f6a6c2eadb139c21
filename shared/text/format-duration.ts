import type { Language } from './catalogues.ts'

const minuteMs = 60_000
const hourMs = 3_600_000

/** How a length of time is counted: working days of `dayMs` (8 hours by default) or calendar days of 24. */
export type DurationScale = Readonly<{ dayMs: number; working: boolean }>

/** Office time: a day is the eight hours of the seed policy (domain.md section 5). */
export const workingScale: DurationScale = { dayMs: 8 * hourMs, working: true }

/** Real time: a day is 24 hours. */
export const calendarScale: DurationScale = { dayMs: 24 * hourMs, working: false }

const units = {
  vi: {
    day: 'ngày',
    hour: 'giờ',
    minute: 'phút',
    left: 'còn',
    paused: 'tạm dừng',
    over: 'quá',
    working: 'làm việc',
    less: 'chưa đến 1 phút',
  },
  en: {
    day: 'd',
    hour: 'h',
    minute: 'min',
    left: '',
    paused: 'paused',
    over: 'over by',
    working: 'working',
    less: 'under 1 min',
  },
} as const

/** At most two units, the smaller dropped where it is zero; minutes are dropped beside days. `lengthMs` >= 0. */
export function formatDuration(lengthMs: number, scale: DurationScale, language: Language): string {
  const unit = units[language]
  const days = Math.floor(lengthMs / scale.dayMs)
  const hours = Math.floor((lengthMs - days * scale.dayMs) / hourMs)
  const minutes = Math.floor((lengthMs - days * scale.dayMs - hours * hourMs) / minuteMs)
  const parts: string[] = []
  if (days > 0) parts.push(`${days} ${unit.day}`)
  if (hours > 0) parts.push(`${hours} ${unit.hour}`)
  if (minutes > 0 && days === 0) parts.push(`${minutes} ${unit.minute}`)
  return parts.length === 0 ? unit.less : parts.join(' ')
}

/** "còn 3 giờ 20 phút làm việc" while `leftMs` >= 0, "quá 1 ngày" below. */
export function formatTimeLeft(leftMs: number, scale: DurationScale, language: Language): string {
  const unit = units[language]
  const length = formatDuration(Math.abs(leftMs), scale, language)
  if (leftMs < 0) return `${unit.over} ${length}`
  if (language === 'en') return scale.working ? `${length} ${unit.working} left` : `${length} left`
  return scale.working ? `${unit.left} ${length} ${unit.working}` : `${unit.left} ${length}`
}

/** The time left on a clock in words, with "tạm dừng" before it while the clock stands still; empty where none runs. */
export function formatClock(
  clock: Readonly<{ leftMs: number | null; paused: boolean }>,
  scale: DurationScale,
  language: Language,
): string {
  if (clock.leftMs === null) return ''
  const left = formatTimeLeft(clock.leftMs, scale, language)
  return clock.paused ? `${units[language].paused}, ${left}` : left
}
