import type { NoEvidenceReason } from './reply/gate/findings.ts'
import type { CaseState, ComplaintKind, Level, Publication, Rating, ReporterKind } from './states.ts'

/** A stretch in which the processing clock stood still; `toMs` null while it still stands. Unix milliseconds. */
export type ClockPause = Readonly<{ fromMs: number; toMs: number | null; reason: string }>

/**
 * How a reply passed the gate (domain.md section 7): `shown` false where the device knew no gate yet; why it was submitted although
 * something was found; why it carries no evidence.
 */
export type ReplyGate = Readonly<{ shown: boolean; overrideReason: string | null; noEvidence: NoEvidenceReason | null }>

/** The reply under way or sent, `gate` null where it was submitted before there was one. `author` saved the submitted revision; `hash` is the hex SHA-256 of `text` (NFC, LF). */
export type Reply = Readonly<{
  revision: number
  text: string
  hash: string
  author: string
  submittedAtMs: number
  approvedBy: string | null
  returnComment: string | null
  /** The words of the reply that the comment is about. */
  returnPassage: string | null
  gate: ReplyGate | null
}>

/**
 * Where a proposal waits: for the agency's approver, for the city's coordinator (a second hop, one the receiver returned, or a refusal
 * on a ground that only the city decides), or, approved, for the receiving agency's intake officer.
 */
export const proposalStages = ['approver', 'coordinator', 'receiver'] as const
export type ProposalStage = (typeof proposalStages)[number]

/** What was asked of an approver: a refusal or a transfer, with the state to restore when it is denied. */
export type Proposal = Readonly<{
  kind: 'refusal' | 'transfer'
  ground: string
  text: string
  targetAgency: string | null
  proposedBy: string
  proposedAtMs: number
  stateBefore: CaseState
  stage: ProposalStage
  /** Since when it waits there; null where that was not written down. */
  waitingSinceMs: number | null
  /** When the one it waits for must have answered; null where no rule says so. */
  answerDueAtMs: number | null
  /** Who let a transfer go to the receiver, or refused the report. */
  approvedBy: string | null
  /** Why the receiver sent it back. */
  returnReason: string | null
  /** What the ground of a refusal said when it was proposed: whether the citizen may add facts and resume the case. */
  mayResume: boolean
}>

/**
 * One accepted transfer: how long the case lay at `from`, in real and in office time (milliseconds of that agency's hours). It lay there
 * since `arrivedAtMs`: its arrival, or the opening of its rework where that came later.
 */
export type TransferHop = Readonly<{
  from: string
  to: string
  ground: string
  proposedBy: string
  approvedBy: string
  acceptedBy: string
  arrivedAtMs: number
  leftAtMs: number
  workingMs: number
}>

/** What the lead agency asked of another one; `dueAtMs` lies before the lead's own deadline while that has not passed. */
export type Coordination = Readonly<{
  id: string
  agency: string
  question: string
  askedBy: string
  askedAtMs: number
  dueAtMs: number
  answer: string | null
  answeredBy: string | null
  answeredAtMs: number | null
  /** When the case ended without an answer to it; null while it waits or once it is answered. */
  closedAtMs: number | null
}>

/** A wish for more time: `addedMs` is what the clock gets (office time, or real time for terms in calendar days). */
export type Extension = Readonly<{
  reason: string
  requestedBy: string
  requestedAtMs: number
  /** The deadline that was asked for. */
  dueAtMs: number
  addedMs: number
  /** `lapsed` where the clock ended before anybody decided. */
  decision: 'requested' | 'granted' | 'denied' | 'lapsed'
  decidedBy: string | null
  decidedAtMs: number | null
  decisionReason: string | null
}>

/** A question to the citizen and how it ended; an open one ends as silence after `answerDueAtMs`. */
export type CitizenQuestion = Readonly<{
  text: string
  askedBy: string
  askedAtMs: number
  answerDueAtMs: number
  outcome: 'open' | 'answered' | 'silent' | 'withdrawn'
  endedAtMs: number | null
}>

/**
 * Why the case is worked on again. Whoever is named must not do the same part again: the assignee after an unsatisfied rating,
 * the approver always. `dueAtMs` is the date an ordered re-check names; null where the policy's term runs.
 */
export type Rework = Readonly<{
  cause: 'unsatisfied' | 'recheck'
  reason: string
  orderedBy: string | null
  openedAtMs: number
  dueAtMs: number | null
  formerAssignee: string | null
  formerApprover: string | null
}>

/** Who holds the case offline, and until when. */
export type Checkout = Readonly<{ by: string; atMs: number; untilMs: number }>

/** Something promised for a day in an approved reply. */
export type Commitment = Readonly<{
  id: string
  text: string
  dueAtMs: number
  promisedBy: string
  promisedAtMs: number
  settledBy: string | null
  settledAtMs: number | null
  settledNote: string | null
}>

/** Which rule gives the case its deadline: `policy` is the id of the version the case keeps for life. */
export type CaseClocks = Readonly<{
  policy: string
  /** When the citizen sent it: the overall clock starts here and never resets. */
  submittedAtMs: number
  /** When it reached the present agency. */
  arrivedAtMs: number
  receptionDueAtMs: number | null
  receivedAtMs: number | null
  dueAtMs: number | null
  /** True where any value used is not confirmed by a published rule. */
  dueIsProvisional: boolean
  pauses: readonly ClockPause[]
  /** When the outcome was given (reply or refusal approved, or closed by the source). */
  answeredAtMs: number | null
  closedAtMs: number | null
}>

/**
 * A phản ánh, kiến nghị as every official who may see it sees it: never the reporter's name, phone, address or tax code.
 * All times are Unix milliseconds of the server's clock.
 */
export type Complaint = Readonly<{
  id: string
  caseNumber: string
  kind: ComplaintKind
  reporterKind: ReporterKind
  level: Level
  state: CaseState
  title: string
  body: string
  category: string
  area: string | null
  place: string
  point: Readonly<{ lng: number; lat: number }> | null
  /** Where it came from: `ihanoi`, `sample`, or `import:<mapping>`. */
  source: string
  agency: string
  team: string | null
  assignee: string | null
  clocks: CaseClocks
  reply: Reply | null
  proposal: Proposal | null
  /** The main case of a merged one, and the state to come back to when it is separated again. */
  mergedInto: string | null
  stateBeforeMerge: CaseState | null
  /** Every accepted transfer, the first one first: their number is the hop count. */
  transfers: readonly TransferHop[]
  coordination: readonly Coordination[]
  extensions: readonly Extension[]
  questions: readonly CitizenQuestion[]
  rework: Rework | null
  checkout: Checkout | null
  commitments: readonly Commitment[]
  publication: Publication
  rating: Rating | null
  /** Raised by any change of the row. */
  rowVersion: number
  /** Raised only by a change of state, level, agency, team or assignee (sync.md section 5). */
  flowVersion: number
}>

/** The parts of a case that nothing has happened to yet; its lists are empty for good. */
export const untouchedParts: Readonly<{
  mergedInto: null
  stateBeforeMerge: null
  transfers: never[]
  coordination: never[]
  extensions: never[]
  questions: never[]
  rework: null
  checkout: null
  commitments: never[]
}> = {
  mergedInto: null,
  stateBeforeMerge: null,
  transfers: [],
  coordination: [],
  extensions: [],
  questions: [],
  rework: null,
  checkout: null,
  commitments: [],
}

/** What a visit or a piece of evidence adds to its entry: files by id, where, and when it was seen (the device's clock: told, never used). */
export type EventExtra = Readonly<{
  files: readonly string[]
  point: Readonly<{ lng: number; lat: number }> | null
  occurredAtMs: number | null
}>

/** What the timeline of a case shows. Append-only; `late` marks what was recorded offline and arrived after the case had moved on. */
export type CaseEvent = Readonly<{
  id: string
  caseId: string
  kind: 'command' | 'note' | 'visit' | 'evidence' | 'citizen' | 'system'
  /** The command's name for `command`, else a short code of what happened. */
  code: string
  actor: string | null
  atMs: number
  text: string
  late: boolean
  extra: EventExtra | null
}>
