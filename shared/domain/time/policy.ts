import type { Complaint } from '../complaint.ts'
import type { Level } from '../states.ts'
import type { Confirmation } from './confirmation.ts'

/**
 * A length of time by rule. `working_minutes` and `working_days` run in office hours; `calendar_days` run day and night
 * and end with the local day.
 */
export type Term = Readonly<{ unit: 'working_minutes' | 'working_days' | 'calendar_days'; amount: number }>

/** Where a value is published: a document by its code (titles live in the catalogues) and the article where known. */
export type LegalReference = Readonly<{ document: string; article: string | null }>

/** A term with its standing and its source. */
export type PolicyTerm = Readonly<{ term: Term; status: Confirmation; ref: LegalReference | null }>

/** A yes-or-no or numeric rule with its standing. */
export type PolicyValue<V> = Readonly<{ value: V; status: Confirmation; ref: LegalReference | null }>

/** One version of the deadline rules. A case keeps the version it was opened under for life. */
export type DeadlinePolicy = Readonly<{
  id: string
  ref: LegalReference | null
  /** Local dates `YYYY-MM-DD`, both inclusive, on which new cases come under it. */
  validFrom: string
  validTo: string | null
  /** `rule`: deadlines are computed; `source`: the deadline was given by the source and is never recomputed. */
  deadlines: 'rule' | 'source'
  /** Where "n working days" ends: with the n-th working day after the start day, or at the same clock time on it. */
  dayRule: 'end_of_day' | 'same_time'
  reception: PolicyTerm
  processing: Readonly<Record<Level, PolicyTerm>>
  /** A voter's petition within the agency's own authority, and otherwise. */
  voterPetition: Readonly<{ own: PolicyTerm; other: PolicyTerm }>
  rework: PolicyTerm
  transfer: Readonly<{ coordinator: PolicyTerm; receiver: PolicyTerm }>
  ratingWindow: PolicyTerm
  extension: Readonly<{ maxCount: PolicyValue<number>; maxShareOfClock: PolicyValue<number> }>
  coordinationShare: PolicyValue<number>
  pausesForCitizen: PolicyValue<boolean>
  /** How often the citizen may be asked, and after which time no answer counts as silence. */
  citizenQuestions: PolicyValue<number>
  citizenSilence: PolicyTerm
  /** The longest a case may be held offline, in days. */
  checkoutDays: PolicyValue<number>
  /** A deadline is due soon within this many working days, or this share of the clock, whichever is longer. */
  dueSoon: Readonly<{ workingDays: PolicyValue<number>; shareOfClock: PolicyValue<number> }>
}>

const decision1207: LegalReference = { document: 'qd-1207-2025', article: null }
const decision33: LegalReference = { document: 'qd-33-2017-ttg', article: '12' }

const confirmed = (unit: Term['unit'], amount: number, ref: LegalReference): PolicyTerm => ({
  term: { unit, amount },
  status: 'confirmed',
  ref,
})
const provisional = (unit: Term['unit'], amount: number): PolicyTerm => ({
  term: { unit, amount },
  status: 'provisional',
  ref: null,
})
const assumed = <V>(value: V): PolicyValue<V> => ({ value, status: 'provisional', ref: null })

/** The seed policy: QĐ 1207/QĐ-UBND of 28/02/2025, QĐ 33/2017/QĐ-TTg Điều 12; what neither states is provisional (domain.md section 5). */
export const hanoi1207: DeadlinePolicy = {
  id: 'hanoi-1207',
  ref: decision1207,
  validFrom: '2025-02-28',
  validTo: null,
  deadlines: 'rule',
  dayRule: 'end_of_day',
  reception: confirmed('working_minutes', 8 * 60, decision1207),
  processing: {
    urgent: confirmed('working_minutes', 4 * 60, decision1207),
    normal: provisional('working_days', 5),
    complex: provisional('working_days', 10),
  },
  voterPetition: { own: confirmed('calendar_days', 40, decision33), other: confirmed('calendar_days', 50, decision33) },
  rework: provisional('working_days', 3),
  transfer: { coordinator: provisional('working_minutes', 60), receiver: provisional('working_minutes', 4 * 60) },
  ratingWindow: provisional('calendar_days', 5),
  extension: { maxCount: assumed(1), maxShareOfClock: assumed(1) },
  coordinationShare: assumed(0.6),
  pausesForCitizen: assumed(false),
  citizenQuestions: assumed(2),
  citizenSilence: provisional('working_days', 5),
  checkoutDays: assumed(21),
  dueSoon: { workingDays: assumed(1), shareOfClock: assumed(0.2) },
}

/** For imported cases whose source stated the deadline: it is kept as given, in calendar time. */
export const sourceTarget: DeadlinePolicy = {
  ...hanoi1207,
  id: 'source-target',
  ref: null,
  validFrom: '0001-01-01',
  deadlines: 'source',
}

/** The policies a new server starts with. */
export const seedPolicies: readonly DeadlinePolicy[] = [hanoi1207, sourceTarget]

/** The rule-giving policy new cases come under on a local date: the newest one valid then; null where none is. */
export const policyOn = (policies: Iterable<DeadlinePolicy>, date: string): DeadlinePolicy | null => {
  let found: DeadlinePolicy | null = null
  for (const policy of policies) {
    const holds =
      policy.deadlines === 'rule' && policy.validFrom <= date && (policy.validTo === null || date <= policy.validTo)
    if (holds && (found === null || policy.validFrom > found.validFrom)) found = policy
  }
  return found
}

/**
 * The term of a case's running clock: rework first, then the kind (a voter's petition has its own, longer where another agency takes
 * part), then the level.
 */
export const processingTerm = (
  policy: DeadlinePolicy,
  complaint: Pick<Complaint, 'kind' | 'level' | 'rework' | 'coordination'>,
): PolicyTerm => {
  if (complaint.rework !== null) return policy.rework
  if (complaint.kind !== 'voter_petition') return policy.processing[complaint.level]
  return complaint.coordination.length > 0 ? policy.voterPetition.other : policy.voterPetition.own
}
