import type { Complaint } from '../complaint.ts'
import type { DecisionContext } from '../decision-context.ts'
import { endedPauses } from '../time/clocks.ts'

/** The case with its outcome given now: the clock stops for good. */
export const withAnswer = (complaint: Complaint, context: DecisionContext): Complaint => ({
  ...complaint,
  clocks: {
    ...complaint.clocks,
    pauses: endedPauses(complaint.clocks.pauses, context.nowMs),
    answeredAtMs: context.nowMs,
  },
})
