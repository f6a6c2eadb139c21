import type { Complaint, Extension } from '../complaint.ts'
import type { DecisionContext } from '../decision-context.ts'
import { endedPauses } from '../time/clocks.ts'

/** The case with its outcome given now: the clock stops for good, and nobody waits for more time any more. */
export const withAnswer = (complaint: Complaint, context: DecisionContext): Complaint => ({
  ...complaint,
  extensions: lapsedExtensions(complaint, context),
  clocks: {
    ...complaint.clocks,
    pauses: endedPauses(complaint.clocks.pauses, context.nowMs),
    answeredAtMs: context.nowMs,
  },
})

/** The extensions with an undecided one lapsed: the clock it was asked for has ended. */
export const lapsedExtensions = ({ extensions }: Complaint, { nowMs }: DecisionContext): readonly Extension[] =>
  extensions.map((extension) =>
    extension.decision === 'requested' ? { ...extension, decision: 'lapsed', decidedAtMs: nowMs } : extension,
  )

/** Whether the case stands or was closed as refused, whatever was answered before. */
export const isRefusal = ({ proposal }: Pick<Complaint, 'proposal'>): boolean => proposal?.kind === 'refusal'

/** Who approved the outcome the case stands with: of the refusal, else of the reply. */
export const approverOfOutcome = (complaint: Complaint): string | null =>
  isRefusal(complaint) ? (complaint.proposal?.approvedBy ?? null) : (complaint.reply?.approvedBy ?? null)
