import { canOthersHandle, may } from '../authority.ts'
import type { Action } from '../authority.ts'
import type { Situation } from './rule.ts'

/** The situation as if nobody took the place of one person: what the actor may do without that person's roles. */
export const withoutPlaceOf = (situation: Situation, person: string): Situation => {
  const { context } = situation
  const absences = context.organisation.absences.filter((absence) => absence.official !== person)
  return { ...situation, context: { ...context, organisation: { ...context.organisation, absences } } }
}

/**
 * Whether the actor is the person whose work is judged, or would act only by taking that absent person's place. A second pair of
 * eyes must be another person with a right of their own.
 */
export const actsOnlyFor = (situation: Situation, action: Action, judged: string): boolean => {
  const { actor, complaint } = situation
  return actor.id === judged || !may(actor, action, complaint, withoutPlaceOf(situation, judged).context.organisation)
}

/**
 * Whether a case worked on again after an unsatisfied rating must not go to an officer: it goes to another than before, unless the
 * agency has nobody else there who could handle it.
 */
export const isSameAssignee = (officer: string, { complaint, context }: Situation): boolean =>
  officer === complaint.rework?.formerAssignee && canOthersHandle(context.organisation, complaint.agency, officer)

/** In a case worked on again, its outcome is decided by another approver than before, who stands in for nobody who decided it. */
export const sameApprover = (situation: Situation, action: 'approveReply' | 'approveRefusal'): boolean => {
  const former = situation.complaint.rework?.formerApprover ?? null
  return former !== null && actsOnlyFor(situation, action, former)
}
