import type { AbsenceEntryV1 } from '../../../../shared/contract/admin/organisation.ts'
import { cityDate, isAbsent, substitutesOf } from '../../../../shared/domain/organisation.ts'
import type { Absence, Organisation } from '../../../../shared/domain/organisation.ts'
import { dayOfDate, hanoiZone, startOfLocalDay } from '../../../../shared/domain/time/zone.ts'
import { formatClock, formatDate } from '../../../../shared/text/format-moment.ts'

/** Absences by when they are: those of now and to come from the soonest, those that are over from the latest. */
export type AbsencesInTime = Readonly<{
  now: readonly AbsenceEntryV1[]
  coming: readonly AbsenceEntryV1[]
  past: readonly AbsenceEntryV1[]
}>

export function absencesInTime(absences: readonly AbsenceEntryV1[], nowMs: number): AbsencesInTime {
  const soonest = absences.toSorted((left, right) => left.fromMs - right.fromMs || (left.id < right.id ? -1 : 1))
  return {
    now: soonest.filter((one) => one.fromMs <= nowMs && nowMs < one.toMs),
    coming: soonest.filter((one) => nowMs < one.fromMs),
    past: soonest.filter((one) => one.toMs <= nowMs).toReversed(),
  }
}

/** The moment for which a list is read: the device's, or that of its newest entry by the server's clock where that is later. */
export const momentOf = (absences: readonly AbsenceEntryV1[], nowMs: number): number =>
  absences.reduce((latest, { recorded }) => Math.max(latest, recorded?.atMs ?? latest), nowMs)

/** Who answers in an official's place: the chain in order, the last of whom answers, and whether that one is away as well. */
export type Chain = Readonly<{ substitutes: readonly string[]; lastIsAway: boolean }>

type Known = Absence & Readonly<{ id: string }>

/**
 * The chain of an absence while it runs: as it is now or, where it has not begun, as it will be then. `known` are all absences,
 * `absence` counts over an earlier state of itself among them.
 */
export function chainOf(absence: Known, known: readonly Known[], organisation: Organisation): Chain {
  const absences = [absence, ...known.filter((one) => one.id !== absence.id)]
  const then = { ...organisation, nowMs: Math.max(organisation.nowMs, absence.fromMs), absences }
  const substitutes = substitutesOf(then, absence.official)
  const last = substitutes.at(-1)
  return { substitutes, lastIsAway: last !== undefined && isAbsent(then, last) }
}

/** The absences just listed by the server with those the device holds besides, which may be some seconds older. */
export const knownAbsences = (listed: readonly Known[], held: readonly Known[]): readonly Known[] => {
  const ids = new Set(listed.map((one) => one.id))
  return [...listed, ...held.filter((one) => !ids.has(one.id))]
}

/** The first and last local day of an absence. */
export const daysOf = ({ fromMs, toMs }: Pick<Absence, 'fromMs' | 'toMs'>): Readonly<{ from: string; to: string }> => ({
  from: cityDate(fromMs),
  to: cityDate(toMs - 1),
})

const startOf = (date: string): number | null => {
  const day = dayOfDate(date)
  return day === null ? null : startOfLocalDay(hanoiZone, day)
}

/** The stretch from the beginning of one local day to the end of another; null where either is no date. */
export function stretchOf(from: string, to: string): Readonly<{ fromMs: number; toMs: number }> | null {
  const [fromMs, lastDay] = [startOf(from), dayOfDate(to)]
  return fromMs === null || lastDay === null ? null : { fromMs, toMs: startOfLocalDay(hanoiZone, lastDay + 1) }
}

/** A stretch in words: days, with the hour where it begins or ends within one. */
export function stretchWords({ fromMs, toMs }: Pick<Absence, 'fromMs' | 'toMs'>): Readonly<{
  from: string
  to: string
  wholeDays: boolean
}> {
  const { from, to } = daysOf({ fromMs, toMs })
  const wholeDays = stretchOf(from, to)?.toMs === toMs
  const words = (atMs: number): string => `${formatClock(atMs)} ${formatDate(atMs)}`
  return {
    from: startOf(from) === fromMs ? formatDate(fromMs) : words(fromMs),
    to: wholeDays ? formatDate(toMs - 1) : words(toMs),
    wholeDays,
  }
}
