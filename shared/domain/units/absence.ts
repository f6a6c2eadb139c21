import { administrators } from '../admin/administration.ts'
import { caseRoles } from '../authority.ts'
import { agenciesAnsweringFor, replacedBy, substitutesOf } from '../organisation.ts'
import type { Absence, Organisation } from '../organisation.ts'
import type { Actor, Role, RoleGrant } from '../roles.ts'

/** Why an absence cannot be recorded. Codes are stable; texts live in `shared/text`. */
export const absenceProblems = [
  'period_empty',
  'period_past',
  'unknown_official',
  'not_permitted',
  'absence_overlaps',
  'unknown_substitute',
  'own_substitute',
  'substitute_inactive',
  'substitution_loop',
  'substitute_not_allowed',
  'self_appointed',
] as const
export type AbsenceProblem = (typeof absenceProblems)[number]

/** An absence somebody wants to record; `organisation` holds the other absences, without an earlier state of this one, and the moment. */
export type AbsenceWish = Readonly<{ absence: Absence; by: Actor; organisation: Organisation }>

const works: ReadonlySet<Role> = new Set(caseRoles)

/**
 * The first reason against recording an absence, or null. The place goes to an active colleague of the same agency who works on
 * cases, any other role only to somebody who holds it; the same holds for everybody to whom it passes on while the substitute is
 * away as well. A chain never comes back to its start, nobody is away twice at once, and nobody puts themselves in another's place. Only
 * what is still to come is judged: an absence that is over holds nobody up, though this one be entered from the same morning.
 */
export const absenceProblem = ({ absence, by, organisation: given }: AbsenceWish): AbsenceProblem | null => {
  const organisation = { ...given, absences: given.absences.filter((other) => given.nowMs < other.toMs) }
  if (absence.toMs <= absence.fromMs) return 'period_empty'
  if (absence.toMs <= organisation.nowMs) return 'period_past'
  if (!organisation.officials.has(absence.official)) return 'unknown_official'
  if (!mayRecordAbsence(by, absence.official, organisation)) return 'not_permitted'
  const isTwice = organisation.absences.some((other) => other.official === absence.official && overlap(other, absence))
  if (isTwice) return 'absence_overlaps'
  return absence.substitute === null ? null : substituteProblem({ absence, by, organisation }, absence.substitute)
}

/** Whether an actor may record or end an absence: the own one, or as administrator or approver of an agency the official works in. */
export const mayRecordAbsence = (by: Actor, official: string, organisation: Organisation): boolean => {
  if (by.id === official) return true
  const agencies = new Set((organisation.officials.get(official)?.grants ?? []).map((grant) => grant.agency))
  return by.grants.some((grant) => rolesThatRecord.has(grant.role) && agencies.has(grant.agency))
}

/** An actor as judged where only the own absences are meant: without the roles that record those of others. */
export const forOneself = (actor: Actor): Actor => ({ id: actor.id, grants: [] })

const rolesThatRecord: ReadonlySet<Role> = new Set(administrators.absence.agency)

const substituteProblem = ({ absence, by, organisation }: AbsenceWish, substitute: string): AbsenceProblem | null => {
  const found = organisation.officials.get(substitute)
  if (found === undefined) return 'unknown_substitute'
  if (substitute === absence.official) return 'own_substitute'
  if (!found.active) return 'substitute_inactive'
  const absences = [...organisation.absences, absence]
  // Who stands in for whom changes within the absence only where it or another one begins; what ends only shortens a chain.
  const moments = [absence, ...organisation.absences.filter((other) => overlap(other, absence))].map((other) =>
    Math.max(other.fromMs, absence.fromMs, organisation.nowMs),
  )
  for (const nowMs of moments) {
    const problem = chainProblem(absence.official, by, { ...organisation, absences, nowMs })
    if (problem !== null) return problem
  }
  return null
}

const chainProblem = (official: string, by: Actor, organisation: Organisation): AbsenceProblem | null => {
  const receivers = substitutesOf(organisation, official)
  const givers = [official, ...replacedBy(organisation, official)]
  if (receivers.some((receiver) => givers.includes(receiver))) return 'substitution_loop'
  if (by.id !== official && receivers.includes(by.id)) return 'self_appointed'
  const isRefused = receivers.some((receiver) => givers.some((giver) => !mayTakePlace(giver, receiver, organisation)))
  return isRefused ? 'substitute_not_allowed' : null
}

const mayTakePlace = (official: string, substitute: string, organisation: Organisation): boolean => {
  const held = organisation.officials.get(substitute)?.grants ?? []
  const needed = organisation.officials.get(official)?.grants ?? []
  return needed.every((grant) => held.some((own) => covers(own, grant, organisation)))
}

const covers = (own: RoleGrant, needed: RoleGrant, organisation: Organisation): boolean => {
  const isColleague =
    own.agency === needed.agency || agenciesAnsweringFor(organisation, needed.agency).includes(own.agency)
  return isColleague && (works.has(needed.role) ? works.has(own.role) : own.role === needed.role)
}

const overlap = (left: Absence, right: Absence): boolean => left.fromMs < right.toMs && right.fromMs < left.toMs
