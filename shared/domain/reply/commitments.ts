import type { Commitment } from '../complaint.ts'
import { daysInText } from '../../language/days-in-text.ts'
import type { DayInText } from '../../language/days-in-text.ts'
import { sentencesOf } from '../../language/sentences.ts'
import { dayMs, dayOfDate, localDay, startOfLocalDay } from '../time/zone.ts'
import type { Zone } from '../time/zone.ts'

/** Who promised when, on which wall clock. */
export type PromiseGiven = Readonly<{ by: string; atMs: number; zone: Zone; id: string }>

/** Every future day named in a reply as a commitment due at the end of that day; a day without a year is the next one to come. */
export const commitmentsIn = (reply: string, promise: PromiseGiven): readonly Commitment[] => {
  const today = localDay(promise.zone, promise.atMs)
  const found = new Map<number, string>()
  for (const sentence of sentencesOf(reply)) {
    for (const named of daysInText(sentence)) {
      const day = dayOf(named, today)
      if (day !== null && day > today && !found.has(day)) found.set(day, sentence)
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
const dayOf = ({ day, month, year }: DayInText, today: number): number | null => {
  const at = (fullYear: number): number | null =>
    dayOfDate(`${fullYear}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`)
  if (year !== null) return at(year)
  const thisYear = new Date(today * dayMs).getUTCFullYear()
  const found = at(thisYear)
  return found !== null && found < today - 183 ? at(thisYear + 1) : found
}
