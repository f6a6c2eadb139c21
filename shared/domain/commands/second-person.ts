import { canOthersHandle, may } from '../authority.ts'
import type { Action } from '../authority.ts'
import type { Situation } from './rule.ts'

/** The situation as if nobody took the place of these persons: what the actor may do without their roles. */
export const withoutPlaceOf = (situation: Situation, ...persons: readonly string[]): Situation => {
  const { context } = situation
  const absences = context.organisation.absences.filter((absence) => !persons.includes(absence.official))
  return { ...situation, context: { ...context, organisation: { ...context.organisation, absences } } }
}

/**
 * Whether the actor is one of the persons whose work is judged, or would act only by taking the place of absent ones of them. A second
 * pair of eyes must be another person with a right of their own.
 */
export const actsOnlyFor = (situation: Situation, action: Action, ...judged: readonly string[]): boolean => {
  const { actor, complaint } = situation
  const { organisation } = withoutPlaceOf(situation, ...judged).context
  return judged.includes(actor.id) || !may(actor, action, complaint, organisation)
}

/**
 * Whether a case worked on again after an unsatisfied rating must not go to an officer: it goes to another than before, unless the
 * agency has nobody else there who could handle it.
 */
export const isSameAssignee = (officer: string, { complaint, context }: Situation): boolean =>
  officer === complaint.rework?.formerAssignee && canOthersHandle(context.organisation, complaint.agency, officer)

/**
 * In a case worked on again, its outcome is decided by another approver than before, who stands in for nobody who decided it, nor only
 * for that approver and whoever's work is judged now.
 */
export const sameApprover = (
  situation: Situation,
  action: 'approveReply' | 'approveRefusal',
  judged: string,
): boolean => {
  const former = situation.complaint.rework?.formerApprover ?? null
  return former !== null && actsOnlyFor(situation, action, former, judged)
}
