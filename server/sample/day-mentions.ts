import { dateOfDay, dayOfDate, weekdayOf } from '../../shared/domain/time/zone.ts'

/** The words by which a day written as `dd/mm` is told from a fraction or a house number, in lower case but for `weekdays`. */
export type DateWords = Readonly<{
  /** The day (`YYYY-MM-DD`) on which reports read as written; later days lie ahead of their writer. */
  writtenOn: string
  /** The last day (`YYYY-MM-DD`) that a reply can tell of as past. */
  repliedBy: string
  /** Words after which `dd/mm` is a day at any time of the year. */
  dayWords: readonly string[]
  /** Words after which it is a day in the months around `writtenOn` only, and not before one of `countedWords`. */
  spanWords: readonly string[]
  countedWords: readonly string[]
  /** Words directly before a day that make it a deadline. */
  deadlineWords: readonly string[]
  /** Words earlier in the sentence, or directly after the day, that make it a promised one. */
  planWords: readonly string[]
  /** Words that join days to a list: `10 và 11/11`. */
  listWords: readonly string[]
  /** Ways of writing the seven weekdays, Monday first. */
  weekdays: readonly (readonly string[])[]
}>

type Span = Readonly<{ start: number; end: number }>

/** A day written in a text, with the bare days of a list before it and a weekday word in front of it. `day` counts from 1970-01-01. */
export type DayMention = Span &
  Readonly<{
    day: number
    hasYear: boolean
    isPromised: boolean
    listed: readonly (Span & Readonly<{ day: number }>)[]
    weekday: (Span & Readonly<{ row: number }>) | null
  }>

const datePattern = /(?<![\d/.:])(\d{1,2})\s?\/\s?(\d{1,2})(?:\s?\/\s?(\d{4}))?(?![\d/])/g
/** September to January: the months the reports speak of. */
const seasonMonths: ReadonlySet<number> = new Set([9, 10, 11, 12, 1])
/** Months up to May belong to the year after `writtenOn`. */
const lastMonthOfNextYear = 5

function endingWord(text: string, words: readonly string[]): string | undefined {
  const lower = text.toLowerCase()
  return words
    .filter((word) => lower.endsWith(word.toLowerCase()))
    .filter((word) => !/[\p{L}\p{N}]/u.test(lower.charAt(lower.length - word.length - 1)))
    .toSorted((a, b) => b.length - a.length)[0]
}

function isCounted(after: string, words: DateWords): boolean {
  const next = /^ ([\p{L}]+)/u.exec(after)?.[1]?.toLowerCase()
  return next !== undefined && words.countedWords.includes(next)
}

function weekdayBefore(before: string, words: DateWords): DayMention['weekday'] {
  let tail = before.replace(/[\s,(]+$/u, '')
  const dayWord = endingWord(tail, words.dayWords)
  if (dayWord !== undefined) tail = tail.slice(0, -dayWord.length).replace(/[\s,(]+$/u, '')
  for (const [row, names] of words.weekdays.entries()) {
    const name = endingWord(tail, names)
    if (name !== undefined) return { start: tail.length - name.length, end: tail.length, row }
  }
  return null
}

function isDay(before: string, after: string, month: number, words: DateWords): boolean {
  const tail = before.replace(/[\s(]+$/u, '')
  if (endingWord(tail, words.dayWords) !== undefined || weekdayBefore(before, words) !== null) return true
  return endingWord(tail, words.spanWords) !== undefined && seasonMonths.has(month) && !isCounted(after, words)
}

function isPromised(before: string, after: string, words: DateWords): boolean {
  let tail = before.trimEnd()
  const dayWord = endingWord(tail, words.dayWords)
  if (dayWord !== undefined) tail = tail.slice(0, -dayWord.length).trimEnd()
  if (endingWord(tail, words.deadlineWords) !== undefined) return true
  const next = after.trimStart().toLowerCase()
  if (words.planWords.some((plan) => next.startsWith(`${plan} `))) return true
  const sentence = before.split(/[.;:!?\n]/).at(-1) ?? ''
  const spoken = sentence.toLowerCase().split(/[^\p{L}]+/u)
  return words.planWords.some((plan) => ` ${spoken.join(' ')} `.includes(` ${plan} `))
}

/** The bare days of `1, 3 và 6/11` or `17-24/11` in front of a date; none unless they ascend to it. */
function listBefore(
  before: string,
  joint: string,
  date: Readonly<{ dayOfMonth: number; day: number }>,
): DayMention['listed'] {
  const list = new RegExp(`(?<![\\d/.:])(?:\\d{1,2}(?:${joint}))+$`, 'iu').exec(before)
  if (list === null) return []
  const days = [...list[0].matchAll(/\d{1,2}/g)].map((found) => ({
    start: list.index + found.index,
    end: list.index + found.index + found[0].length,
    day: date.day - date.dayOfMonth + Number(found[0]),
  }))
  const ascending = [...days.map((one) => one.day), date.day]
  const isList = ascending.every((day, at) => day > (ascending[at - 1] ?? date.day - date.dayOfMonth))
  return isList ? days : []
}

function dayOf(found: RegExpExecArray, words: DateWords): number | null {
  const [, dayOfMonth = '', month = '', year] = found
  const writtenYear = Number(words.writtenOn.slice(0, 4))
  const meantYear = Number(month) <= lastMonthOfNextYear ? writtenYear + 1 : writtenYear
  return dayOfDate(`${year ?? meantYear}-${month.padStart(2, '0')}-${dayOfMonth.padStart(2, '0')}`)
}

/** Finds the days written as `dd/mm` or `dd/mm/yyyy`; what may be a fraction or a number of a house is left out. */
export function mentionsIn(text: string, words: DateWords): DayMention[] {
  const joint = `\\s*,\\s*|\\s*[-–]\\s*|\\s+(?:${words.listWords.join('|')})\\s+`
  const mentions: DayMention[] = []
  for (const found of text.matchAll(datePattern)) {
    const day = dayOf(found, words)
    if (day === null) continue
    const [whole, dayOfMonth, month, year] = found
    const end = found.index + whole.length
    const after = text.slice(end)
    const starts = listBefore(text.slice(0, found.index), joint, { dayOfMonth: Number(dayOfMonth), day })
    const listStart = starts[0]?.start ?? found.index
    const isDated = (at: number): boolean => isDay(text.slice(0, at), after, Number(month), words)
    const previous = mentions.at(-1)
    const follows =
      previous !== undefined && new RegExp(`^(?:${joint})$`, 'iu').test(text.slice(previous.end, found.index))
    const isList = starts.length > 0 && isDated(listStart)
    if (!isList && !follows && year === undefined && !isDated(found.index)) continue
    const start = isList ? listStart : found.index
    const before = text.slice(0, start)
    mentions.push({
      start,
      end,
      day,
      hasYear: year !== undefined,
      isPromised: isPromised(before, after, words) || (follows && previous.isPromised),
      listed: isList ? starts : [],
      weekday: isList ? null : weekdayBefore(before, words),
    })
  }
  return mentions
}

function weekdayName(original: string, isFirst: boolean, day: number, names: readonly string[]): string {
  const name = names[weekdayOf(day)] ?? original
  if (original.length > 2 && original === original.toUpperCase()) return name.toUpperCase()
  return isFirst ? `${name.charAt(0).toUpperCase()}${name.slice(1)}` : name
}

/** Writes every day of a text `shift` days later and corrects the weekday words in front of them; all else stays as it is. */
export function withMovedDays(text: string, shift: number, words: DateWords): string {
  const mentions = mentionsIn(text, words)
  const isPadded = !mentions.some(({ start, end }) => /(?<!\d)[1-9](?!\d)/.test(text.slice(start, end)))
  const number = (part: string): string => (isPadded ? part : String(Number(part)))
  const written = (day: number, parts: Readonly<{ month: boolean; year: boolean }>): string => {
    const [year = '', month = '', dayOfMonth = ''] = dateOfDay(day).split('-')
    return [number(dayOfMonth), ...(parts.month ? [number(month)] : []), ...(parts.year ? [year] : [])].join('/')
  }
  let moved = ''
  let at = 0
  const put = (span: Span, replacement: string): void => {
    moved += text.slice(at, span.start) + replacement
    at = span.end
  }
  for (const { day, end, hasYear, listed, weekday } of mentions) {
    if (weekday !== null) {
      const isFirst = /(?:^|[.!?\n])\s*$/u.test(text.slice(0, weekday.start))
      const original = text.slice(weekday.start, weekday.end)
      put(weekday, weekdayName(original, isFirst, day + shift, words.weekdays[weekday.row] ?? []))
    }
    const monthOf = (one: number): string => dateOfDay(one + shift).slice(0, 7)
    for (const one of listed) {
      put(one, written(one.day + shift, { month: monthOf(one.day) !== monthOf(day), year: false }))
    }
    const gap = /\d{1,2}\s?\/.*$/su.exec(text.slice(at, end))
    put({ start: at + (gap?.index ?? 0), end }, written(day + shift, { month: true, year: hasYear }))
  }
  return moved + text.slice(at)
}
