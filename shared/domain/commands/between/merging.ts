import type { RefusalCode } from '../../command.ts'
import type { Complaint } from '../../complaint.ts'
import { isOpen } from '../../states.ts'
import { withDatesAnew } from '../../time/recompute.ts'
import { closedCoordination } from '../outcome.ts'
import type { Given, Situation } from '../rule.ts'

/** A case that others were merged into stays a main case: chains are never built. */
export const mergeSituation = ({ context }: Situation): RefusalCode | null =>
  (context.mergedHere ?? 0) > 0 ? 'has_merged_cases' : null

/**
 * The target is another case of the same agency that is open or answered and not itself merged. Into a case of another agency nothing
 * is merged: that would be a transfer nobody decided.
 */
export const mergeGuard = ({ args, complaint, context }: Given<'merge'>): RefusalCode | null => {
  const target = context.mergeTarget
  if (target === undefined || target.id !== args.target || target.id === complaint.id) return 'merge_target_wrong'
  if (target.agency !== complaint.agency) return 'merge_target_wrong'
  return isOpen(target.state) || target.state === 'answered' ? null : 'merge_target_wrong'
}

/**
 * The case follows its main one; where it stood is remembered, a question to the citizen and a pause that are open included. Nobody
 * answers for a case that follows another: questions to other agencies close with it.
 */
export const applyMerge = ({ args, complaint, context }: Given<'merge'>): Complaint => ({
  ...complaint,
  coordination: closedCoordination(complaint, context),
  mergedInto: args.target,
  stateBeforeMerge: complaint.state,
  checkout: null,
  clocks: { ...complaint.clocks, closedAtMs: context.nowMs },
})

/**
 * The case goes on from where it stood, under its own clock, which never stopped for the citizen; questions that closed with it are
 * open again, and its dates are those of the rules of today, which may have changed while it was merged.
 */
export const applyUnmerge = ({ complaint, context }: Given<'unmerge'>): Complaint =>
  withDatesAnew(
    {
      ...complaint,
      state: complaint.stateBeforeMerge ?? 'awaiting_reception',
      mergedInto: null,
      stateBeforeMerge: null,
      coordination: complaint.coordination.map((asked) =>
        asked.closedAtMs !== null && asked.closedAtMs === complaint.clocks.closedAtMs
          ? { ...asked, closedAtMs: null }
          : asked,
      ),
      clocks: { ...complaint.clocks, closedAtMs: null },
    },
    context,
  )
