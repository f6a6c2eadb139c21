import { describe, expect, it } from 'vitest'
import { calendarScale, formatDuration, formatTimeLeft, workingScale } from '../../../shared/text/format-duration.ts'
import {
  formatClock,
  formatDate,
  formatIsoDate,
  formatMoment,
  formatMonth,
} from '../../../shared/text/format-moment.ts'
import { formatBytes, formatCount, formatShare } from '../../../shared/text/format-number.ts'

const minute = 60_000
const hour = 60 * minute
// 24/11/2026 09:05 in Hanoi.
const now = Date.UTC(2026, 10, 24, 2, 5)

describe('moments', () => {
  it('are told in the time of Hanoi, 24 hours, day first', () => {
    expect(formatDate(Date.UTC(2026, 10, 23, 17, 30))).toBe('24/11/2026')
    expect(formatClock(Date.UTC(2026, 10, 23, 17, 30))).toBe('00:30')
  })

  it('near today carry the day in words', () => {
    expect(formatMoment(now, now, 'vi')).toBe('hôm nay 09:05')
    expect(formatMoment(now - 10 * hour, now, 'vi')).toBe('hôm qua 23:05')
    expect(formatMoment(now + 20 * hour, now, 'vi')).toBe('ngày mai 05:05')
    expect(formatMoment(now - 72 * hour, now, 'vi')).toBe('21/11/2026 09:05')
    expect(formatMoment(now, now, 'en')).toBe('today 09:05')
  })

  it('written as ISO dates and months read in the Vietnamese order', () => {
    expect(formatIsoDate('2026-11-24')).toBe('24/11/2026')
    expect(formatMonth('2026-11')).toBe('11/2026')
    expect(formatIsoDate('unknown')).toBe('unknown')
  })
})

describe('durations', () => {
  it('count a working day as eight hours', () => {
    expect(formatTimeLeft(3 * hour + 20 * minute, workingScale, 'vi')).toBe('còn 3 giờ 20 phút làm việc')
    expect(formatTimeLeft(17 * hour, workingScale, 'vi')).toBe('còn 2 ngày 1 giờ làm việc')
    expect(formatTimeLeft(-8 * hour, workingScale, 'vi')).toBe('quá 1 ngày')
  })

  it('count a calendar day as 24 hours and do not call it working time', () => {
    expect(formatTimeLeft(25 * hour, calendarScale, 'vi')).toBe('còn 1 ngày 1 giờ')
    expect(formatDuration(90 * minute, calendarScale, 'vi')).toBe('1 giờ 30 phút')
  })

  it('say under a minute instead of nothing', () => {
    expect(formatDuration(20_000, workingScale, 'vi')).toBe('chưa đến 1 phút')
  })

  it('have English words too', () => {
    expect(formatTimeLeft(2 * hour, workingScale, 'en')).toBe('2 h working left')
    expect(formatTimeLeft(-2 * hour, workingScale, 'en')).toBe('over by 2 h')
  })
})

describe('numbers', () => {
  it('use the Vietnamese marks', () => {
    expect(formatCount(18781, 'vi')).toBe('18.781')
    expect(formatShare(18781 / 21080, 'vi')).toBe('89,1 %')
    expect(formatBytes(312_345, 'vi')).toBe('305 KB')
  })
})
