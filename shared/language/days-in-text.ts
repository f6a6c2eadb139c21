/** A day as a Vietnamese text names it; `year` null where none is written. `from` is the UTF-16 offset of its number. */
export type DayInText = Readonly<{ day: number; month: number; year: number | null; from: number }>

// 05/12/2026, 5.12.2026, 05-12-2026, 05/12/26; the second end of "05-10/12/2026".
const withYear = /(?<![\d/]|\d\.)(\d{1,2})(?:([/.-])(\d{1,2})\2(\d{4})|\/(\d{1,2})\/(\d{2}))(?![\d/]|[.-]\d)/gu

// Without a year a day is told from a share ("đã vá 10/12 ổ gà") by the word before it, or by being the second end of a span.
const before = '(?:ngày|trước|đến|tới|từ|vào|hạn|sau|sáng|trưa|chiều|tối|nhất|nhật|thứ (?:hai|ba|tư|năm|sáu|bảy))'
const byWord = new RegExp(
  `(?<=(?:(?<![\\p{L}\\p{N}])${before}|\\d\\s?(?:giờ|h)(?:\\s?\\d{2})?|\\d/\\d{1,2}\\s?[-–])[\\s,:(]*)(?<!\\d)(\\d{1,2})/(\\d{1,2})(?![\\d/])`,
  'giu',
)
const afterDay = /(?<=(?<![\p{L}\p{N}])ngày[\s:(]+)(\d{1,2})[.-](\d{1,2})(?![\d/]|[.-]\d|\s+tháng)/giu

// "ngày 5 tháng 12", "ngày 5 tháng 12 năm 2026", "ngày 5 đến ngày 10 tháng 12" (the last one), "mùng 5 tháng 12".
const spelled =
  /(?<![\p{L}\p{N}])(?:ngày|mồng|mùng)\s+(?:(?:mồng|mùng)\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})(?!\d)(?:(?:\s*,)?\s*năm\s+(\d{4})|\s?[/,]\s?(\d{4}))?/giu
const spelledSpan =
  /(?<![\p{L}\p{N}])ngày\s+\d{1,2}\s?(?:-|–|,|và|đến)\s?(\d{1,2})\s+tháng\s+(\d{1,2})(?!\d)(?:(?:\s*,)?\s*năm\s+(\d{4})|\s?[/,]\s?(\d{4}))?/giu

const numbersOf = (match: RegExpExecArray): readonly string[] =>
  match.slice(1).filter((group) => group !== undefined && /^\d+$/.test(group))

const dayOf = (match: RegExpExecArray): DayInText => {
  const [day, month, year] = numbersOf(match)
  const written = year === undefined ? null : Number(year)
  return {
    day: Number(day),
    month: Number(month),
    year: written !== null && written < 100 ? 2000 + written : written,
    from: match.index + match[0].indexOf(day ?? ''),
  }
}

/** Every day a text in NFC names, in its order; the lunar calendar is not read, and whether such a day exists is not asked. */
export const daysInText = (text: string): readonly DayInText[] =>
  [withYear, byWord, afterDay, spelled, spelledSpan]
    .flatMap((pattern) => [...text.matchAll(pattern)].map(dayOf))
    .toSorted((left, right) => left.from - right.from)
