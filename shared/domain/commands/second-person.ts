import { may } from '../authority.ts'
import type { Action } from '../authority.ts'
import type { Situation } from './rule.ts'

/**
 * Whether the actor is the person whose work is judged, or would act only by taking that absent person's place. A second pair of
 * eyes must be another person with a right of their own.
 */
export const actsOnlyFor = ({ actor, complaint, context }: Situation, action: Action, judged: string): boolean => {
  if (actor.id === judged) return true
  const { organisation } = context
  const absences = organisation.absences.filter((absence) => absence.official !== judged)
  return !may(actor, action, complaint, { ...organisation, absences })
}
