import type { Complaint } from '../../complaint.ts'

/** The agency an approved transfer waits at, none otherwise: its intake officer must see the case to take it or send it back. */
export const receivingAgency = ({ proposal }: Pick<Complaint, 'proposal'>): readonly string[] =>
  proposal?.kind === 'transfer' && proposal.stage === 'receiver' && proposal.targetAgency !== null
    ? [proposal.targetAgency]
    : []

/** Every agency that sees a case besides its own: the one a transfer waits at and those asked for their part, each once. */
export const otherAgencies = (
  complaint: Pick<Complaint, 'agency' | 'proposal' | 'coordination'>,
): readonly string[] => {
  const others = new Set([...receivingAgency(complaint), ...complaint.coordination.map((asked) => asked.agency)])
  others.delete(complaint.agency)
  return [...others]
}
