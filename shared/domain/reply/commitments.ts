import type { Commitment } from '../complaint.ts'
import { sentencesOf } from '../../language/sentences.ts'
import { dayOfDate, localDay, startOfLocalDay } from '../time/zone.ts'
import type { Zone } from '../time/zone.ts'

const dayInText = /(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?(?![\d/]|[.-]\d)/gu

/** Who promised when, on which wall clock. */
export type PromiseGiven = Readonly<{ by: string; atMs: number; zone: Zone; id: string }>

/** Every future day named in a reply as a commitment due at the end of that day; a day without a year is the next one to come. */
export const commitmentsIn = (reply: string, promise: PromiseGiven): readonly Commitment[] => {
  const today = localDay(promise.zone, promise.atMs)
  const found = new Map<number, string>()
  for (const sentence of sentencesOf(reply)) {
    for (const match of sentence.matchAll(dayInText)) {
      const day = dayOf(match, today)
      if (day !== null && day > today && !found.has(day)) found.set(day, sentence.trim())
    }
  }
  return [...found]
    .toSorted(([left], [right]) => left - right)
    .map(([day, text], index) => ({
      id: `${promise.id}-c${index + 1}`,
      text,
      dueAtMs: startOfLocalDay(promise.zone, day + 1) - 1,
      promisedBy: promise.by,
      promisedAtMs: promise.atMs,
      settledBy: null,
      settledAtMs: null,
      settledNote: null,
    }))
}

// Without a year: this year's day, or next year's where this year's lies more than half a year back ("trước 05/01" in December).
const dayOf = (match: RegExpExecArray, today: number): number | null => {
  const [, day = '', month = '', year] = match
  const at = (fullYear: number): number | null =>
    dayOfDate(`${fullYear}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
  if (year !== undefined) return at(Number(year))
  const thisYear = new Date(today * 86_400_000).getUTCFullYear()
  const found = at(thisYear)
  return found !== null && found < today - 183 ? at(thisYear + 1) : found
}
