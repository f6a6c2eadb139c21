import type { RefusalCode } from '../command.ts'
import type { Complaint } from '../complaint.ts'
import type { Given, Situation } from './rule.ts'

/** Something promised is still to be kept. */
export const settleCommitmentSituation = ({ complaint }: Situation): RefusalCode | null =>
  complaint.commitments.some((commitment) => commitment.settledAtMs === null) ? null : 'nothing_asked'

/** The promise exists and is open. */
export const settleCommitmentGuard = ({ args, complaint }: Given<'settleCommitment'>): RefusalCode | null => {
  const found = complaint.commitments.find((commitment) => commitment.id === args.id)
  if (found === undefined) return 'unknown_request'
  return found.settledAtMs === null ? null : 'already_so'
}

/** The promise is kept, and how is told. */
export const applySettleCommitment = ({ actor, args, complaint, context }: Given<'settleCommitment'>): Complaint => ({
  ...complaint,
  commitments: complaint.commitments.map((commitment) =>
    commitment.id === args.id
      ? { ...commitment, settledBy: actor.id, settledAtMs: context.nowMs, settledNote: args.note.trim() }
      : commitment,
  ),
})
