import type { CaseState, ComplaintKind, Level, Publication, Rating, ReporterKind } from './states.ts'

/** A stretch in which the processing clock stood still; `toMs` null while it still stands. Unix milliseconds. */
export type ClockPause = Readonly<{ fromMs: number; toMs: number | null; reason: string }>

/** The reply under way or sent. `author` saved the submitted revision; `hash` is the hex SHA-256 of `text` (NFC, LF). */
export type Reply = Readonly<{
  revision: number
  text: string
  hash: string
  author: string
  submittedAtMs: number
  approvedBy: string | null
  returnComment: string | null
}>

/** What was asked of an approver: a refusal or a transfer, with the state to restore when it is denied. */
export type Proposal = Readonly<{
  kind: 'refusal' | 'transfer'
  ground: string
  text: string
  targetAgency: string | null
  proposedBy: string
  proposedAtMs: number
  stateBefore: CaseState
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
  mergedInto: string | null
  publication: Publication
  rating: Rating | null
  /** Raised by any change of the row. */
  rowVersion: number
  /** Raised only by a change of state, level, agency, team or assignee (sync.md section 5). */
  flowVersion: number
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
}>
