import type { Complaint, Coordination, Extension } from '../complaint.ts'
import type { DecisionContext } from '../decision-context.ts'
import { endedPauses, isAwaited } from '../time/clocks.ts'

/** The case with its outcome given now: the clock stops for good, and nobody waits for more time or for another agency any more. */
export const withAnswer = (complaint: Complaint, context: DecisionContext): Complaint => ({
  ...complaint,
  extensions: lapsedExtensions(complaint, context),
  coordination: closedCoordination(complaint, context),
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

/** The questions to other agencies with the unanswered ones closed: they stay in the ledger as unanswered. */
export const closedCoordination = ({ coordination }: Complaint, { nowMs }: DecisionContext): readonly Coordination[] =>
  coordination.map((asked) => (isAwaited(asked) ? { ...asked, closedAtMs: nowMs } : asked))

/** Whether the case stands or was closed as refused, whatever was answered before. */
export const isRefusal = ({ proposal }: Pick<Complaint, 'proposal'>): boolean => proposal?.kind === 'refusal'

/** Who approved the outcome the case stands with: of the refusal, else of the reply. */
export const approverOfOutcome = (complaint: Complaint): string | null =>
  isRefusal(complaint) ? (complaint.proposal?.approvedBy ?? null) : (complaint.reply?.approvedBy ?? null)
