import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dateOfDay, dayOfDate } from '../../../shared/domain/time/zone.ts'
import { mentionsIn, withMovedDays } from '../../../server/sample/day-mentions.ts'
import { daysOfReport, movedReport, shiftFor } from '../../../server/sample/moved-dates.ts'
import { readSampleFiles } from '../../../server/sample/sample-files.ts'
import { holds } from '../../support/seeded-property.ts'
import '../../support/property-runs.ts'

const files = readSampleFiles()
const words = files.phrases.dates
const moved = (text: string, shift: number) => withMovedDays(text, shift, words)
const dayNumber = (date: string) => dayOfDate(date) ?? Number.NaN
const noonOf = (date: string) => Date.parse(`${date}T05:00:00Z`)

describe('days written in a text', () => {
  it.each([
    ['chiều ngày 5/11 và sáng 06/11', 'chiều ngày 8/11 và sáng 9/11'],
    ['Kiểm tra lại ngày 07/11, đến hết 14/11 xong', 'Kiểm tra lại ngày 10/11, đến hết 17/11 xong'],
    ['chieu 31/10 toi lai xe', 'chieu 03/11 toi lai xe'],
    ['trước ngày 30/12/2025.', 'trước ngày 02/01/2026.'],
    ['Khoảng 1h sáng nay (12/11) chó sủa', 'Khoảng 1h sáng nay (15/11) chó sủa'],
    ['trong ngày 22/11 và 29/11', 'trong ngày 25/11 và 02/12'],
  ])('move with the others: %s', (text, expected) => {
    expect(moved(text, 3)).toBe(expected)
  })

  it.each([
    ['hai ngày 10 và 11/11', 'hai ngày 20 và 21/11'],
    ['các ngày 1, 3 và 6/11', 'các ngày 11, 13 và 16/11'],
    ['từ 12 đến 22/11', 'từ 22/11 đến 02/12'],
    ['thi công 17-24/11', 'thi công 27/11-04/12'],
  ])('move as lists: %s', (text, expected) => {
    expect(moved(text, 10)).toBe(expected)
  })

  it.each([
    'Trực cây đổ 24/24: 024 0000 2024',
    'Khu nữ tầng 1 hỏng 5/8 buồng',
    'nhà tôi ở ngõ 12/5, số 5/12 phố Huế',
    'Ngách nhà tôi là 12/38, đến 1/2 đường thì hết',
    'từ 9/12 hộ đồng ý đến 10/12 hộ',
    'ngày 31/2 và ngày 12/13',
    'số 64, 12/11 Bạch Mai',
  ])('stay when they may be something else: %s', (text) => {
    expect(mentionsIn(text, words)).toEqual([])
    expect(moved(text, 9)).toBe(text)
  })

  it.each([
    ['Đêm thứ Bảy 08/11 bố tôi', 'Đêm chủ nhật 09/11 bố tôi'],
    ['tổ chức thứ Bảy, ngày 08/11', 'tổ chức chủ nhật, ngày 09/11'],
    ['Chủ nhật 02/11 tôi nghỉ', 'Thứ Hai 03/11 tôi nghỉ'],
    ['lúc 2 giờ Chủ nhật 09/11', 'lúc 2 giờ thứ Hai 10/11'],
    ['toi thu bay 8/11 va cn ngay 9/11', 'toi chu nhat 9/11 va T2 ngay 10/11'],
    ['họp CN 09/11', 'họp T2 10/11'],
    ['THỨ BẢY 08/11', 'CHỦ NHẬT 09/11'],
  ])('take the weekday of the new day: %s', (text, expected) => {
    expect(moved(text, 1)).toBe(expected)
  })

  it('change nothing else of a text', () => {
    const reports = fc.constantFrom(...files.reports.flatMap(({ body, reply }) => [body, reply ?? '']))
    holds(
      'only days change',
      fc.property(reports, fc.integer({ min: -40, max: 400 }), (text, shift) => {
        const outside = (of: string) => of.replaceAll(/\d+/g, '#').replaceAll(/#(?:\/#)+/g, '#')
        const hasWeekday = mentionsIn(text, words).some((one) => one.weekday !== null)
        if (!hasWeekday) expect(outside(moved(text, shift))).toBe(outside(text))
        if (mentionsIn(text, words).length === 0) expect(moved(text, shift)).toBe(text)
      }),
    )
  })
})

describe('the days of a report', () => {
  const report = {
    body: 'Tối 05/11 nước tràn. Cưới ngày 06/12.',
    reply: 'Sau vụ ngày 05/11, sáng 07/11 tổ đã thông cống, ngày 08/11 thay nắp. Phần còn lại trước 20/11.',
  }
  const days = daysOfReport(report, words)

  it('are told apart as past, done and promised', () => {
    expect(days).toEqual({
      lastPast: dayNumber('2025-11-05'),
      handling: dayNumber('2025-11-07'),
      lastDone: dayNumber('2025-11-08'),
      firstPromised: dayNumber('2025-11-20'),
    })
  })

  it('move by one number that fits submission, reception and answer', () => {
    const handled = { receivedAtMs: noonOf('2026-03-11'), answeredAtMs: noonOf('2026-03-16') }
    const moments = { submittedAtMs: noonOf('2026-03-10'), handled }
    expect(dateOfDay(dayNumber('2025-11-07') + shiftFor(days, moments, words))).toBe('2026-03-12')
    expect(movedReport(report, moments, words)).toEqual({
      body: 'Tối 10/03 nước tràn. Cưới ngày 10/04.',
      reply: 'Sau vụ ngày 10/03, sáng 12/03 tổ đã thông cống, ngày 13/03 thay nắp. Phần còn lại trước 25/03.',
    })
  })

  it('move back to the day of reception where the case was short', () => {
    const atMs = noonOf('2026-03-10')
    const short = { submittedAtMs: atMs, handled: { receivedAtMs: atMs, answeredAtMs: atMs } }
    expect(dateOfDay(dayNumber('2025-11-07') + shiftFor(days, short, words))).toBe('2026-03-10')
  })

  it('keep their distance to the day of writing while nobody has received the report', () => {
    const shift = shiftFor(days, { submittedAtMs: noonOf('2026-03-10'), handled: null }, words)
    expect(dateOfDay(dayNumber(words.writtenOn) + shift)).toBe('2026-03-10')
  })

  it('fit every written report to cases of any length at any time', () => {
    const span = fc.integer({ min: 0, max: 30 })
    const moments = fc.tuple(fc.integer({ min: 20_400, max: 21_500 }), span, span)
    holds(
      'past days lie before submission, the first handling within the case',
      fc.property(fc.constantFrom(...files.reports), moments, (written, [submitted, wait, work]) => {
        const atMs = (day: number) => day * 86_400_000 + 5 * 3_600_000
        const handled = { receivedAtMs: atMs(submitted + wait), answeredAtMs: atMs(submitted + wait + work) }
        const told = daysOfReport(written, words)
        const shift = shiftFor(told, { submittedAtMs: atMs(submitted), handled }, words)
        if (told.lastPast !== null) expect(told.lastPast + shift).toBeLessThanOrEqual(submitted)
        if (told.handling === null) return
        expect(told.handling + shift).toBeGreaterThanOrEqual(submitted)
        expect(told.handling + shift).toBeLessThanOrEqual(submitted + wait + work)
        if (told.lastPast === null) expect(told.handling + shift).toBeGreaterThanOrEqual(submitted + wait)
      }),
    )
  })
})
