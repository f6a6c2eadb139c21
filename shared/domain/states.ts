/** The states of a case (domain.md section 2; QĐ 1207/QĐ-UBND 28/02/2025). Only these exist. */
export const caseStates = [
  'awaiting_reception',
  'verifying',
  'received',
  'assigned',
  'in_progress',
  'awaiting_citizen',
  'reply_submitted',
  'reply_returned',
  'answered',
  'refusal_submitted',
  'refused',
  'transfer_proposed',
  'merged',
  'rework',
  'closed',
] as const
export type CaseState = (typeof caseStates)[number]

/** The levels of a report: disaster, accident or public safety is urgent; several agencies or a legal procedure is complex. */
export const levels = ['urgent', 'complex', 'normal'] as const
export type Level = (typeof levels)[number]

/** The kinds of report the platform takes. */
export const complaintKinds = [
  'field',
  'procedure',
  'waste',
  'initiative',
  'voter_petition',
  'survey_followup',
] as const
export type ComplaintKind = (typeof complaintKinds)[number]

/** Who reported: figures of citizens and businesses are kept apart. */
export const reporterKinds = ['citizen', 'business'] as const
export type ReporterKind = (typeof reporterKinds)[number]

/** Whether the reply is shown to the public. */
export const publications = ['unpublished', 'published', 'withheld'] as const
export type Publication = (typeof publications)[number]

/** The citizen's rating of a reply. */
export const ratings = ['satisfied', 'acceptable', 'unsatisfied'] as const
export type Rating = (typeof ratings)[number]

/** The states in which an outcome is still owed: an officer, a supervisor or an approver must be able to move each of them on. */
export const openStates = [
  'awaiting_reception',
  'verifying',
  'received',
  'assigned',
  'in_progress',
  'awaiting_citizen',
  'reply_submitted',
  'reply_returned',
  'refusal_submitted',
  'transfer_proposed',
  'rework',
] as const satisfies readonly CaseState[]

/** The states of a case that its agency has not received yet. */
export const unreceivedStates = ['awaiting_reception', 'verifying'] as const satisfies readonly CaseState[]

const unreceived: ReadonlySet<CaseState> = new Set(unreceivedStates)

/** Whether the agency has not received the case yet. */
export const isUnreceived = (state: CaseState): boolean => unreceived.has(state)

const open: ReadonlySet<CaseState> = new Set(openStates)

/** Whether an outcome is still owed. Answered and refused cases are not open, though they stay in the open bucket until they close. */
export const isOpen = (state: CaseState): boolean => open.has(state)
