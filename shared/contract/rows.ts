import { z } from 'zod'
import { caseStates, complaintKinds, levels, publications, ratings, reporterKinds } from '../domain/states.ts'
import { noEvidenceReasons } from '../domain/reply/gate/findings.ts'
import { roles } from '../domain/roles.ts'
import {
  checkoutV1,
  citizenQuestionV1,
  commitmentV1,
  coordinationV1,
  eventExtraV1,
  extensionV1,
  pointV1,
  proposalV1,
  reworkV1,
  transferHopV1,
} from './case-parts.ts'
import { confirmations } from '../domain/time/confirmation.ts'

const ms = z.number().int()
const msOrNull = ms.nullable()

const pauseV1 = z.object({ fromMs: ms, toMs: msOrNull, reason: z.string() })

const clocksV1 = z.object({
  policy: z.string(),
  submittedAtMs: ms,
  arrivedAtMs: ms,
  receptionDueAtMs: msOrNull,
  receivedAtMs: msOrNull,
  dueAtMs: msOrNull,
  dueIsProvisional: z.boolean(),
  pauses: z.array(pauseV1),
  answeredAtMs: msOrNull,
  closedAtMs: msOrNull,
})

const replyV1 = z.object({
  revision: z.number().int(),
  text: z.string(),
  hash: z.string(),
  author: z.string(),
  submittedAtMs: ms,
  approvedBy: z.string().nullable(),
  returnComment: z.string().nullable(),
  returnPassage: z.string().nullable(),
  gate: z
    .object({
      shown: z.boolean(),
      overrideReason: z.string().nullable(),
      noEvidence: z.enum(noEvidenceReasons).nullable(),
    })
    .nullable(),
})

/** A case as it travels; equal in shape to the domain's `Complaint`. */
export const caseRowV1 = z.object({
  id: z.string(),
  caseNumber: z.string(),
  kind: z.enum(complaintKinds),
  reporterKind: z.enum(reporterKinds),
  level: z.enum(levels),
  state: z.enum(caseStates),
  title: z.string(),
  body: z.string(),
  category: z.string(),
  area: z.string().nullable(),
  place: z.string(),
  point: pointV1.nullable(),
  source: z.string(),
  agency: z.string(),
  team: z.string().nullable(),
  assignee: z.string().nullable(),
  clocks: clocksV1,
  reply: replyV1.nullable(),
  proposal: proposalV1.nullable(),
  mergedInto: z.string().nullable(),
  stateBeforeMerge: z.enum(caseStates).nullable(),
  transfers: z.array(transferHopV1),
  coordination: z.array(coordinationV1),
  extensions: z.array(extensionV1),
  questions: z.array(citizenQuestionV1),
  rework: reworkV1.nullable(),
  checkout: checkoutV1.nullable(),
  commitments: z.array(commitmentV1),
  publication: z.enum(publications),
  rating: z.enum(ratings).nullable(),
  rowVersion: z.number().int(),
  flowVersion: z.number().int(),
})

/** One line of a case's timeline. */
export const eventRowV1 = z.object({
  id: z.string(),
  caseId: z.string(),
  kind: z.enum(['command', 'note', 'visit', 'evidence', 'citizen', 'system']),
  code: z.string(),
  actor: z.string().nullable(),
  atMs: ms,
  text: z.string(),
  late: z.boolean(),
  extra: eventExtraV1.nullable(),
})

/** A file of a case. `thumb` is a base64 JPEG of at most 40 KB for pictures; `stored` false while the bytes are awaited. */
export const fileRowV1 = z.object({
  id: z.string(),
  caseId: z.string(),
  hash: z.string(),
  name: z.string(),
  type: z.string(),
  sizeBytes: z.number().int(),
  role: z.enum(['report', 'evidence', 'photo_before', 'photo_after', 'document']),
  thumb: z.string().nullable(),
  stored: z.boolean(),
})

/** One saved revision of an author's unsent reply; `id` is `<caseId>:<author>`. Travels in the author's user bucket. */
export const draftRowV1 = z.object({
  id: z.string(),
  caseId: z.string(),
  author: z.string(),
  revision: z.number().int(),
  text: z.string(),
  savedAtMs: ms,
})

/** What one official has read or pinned; `id` is `<caseId>:<user>`. `readVersion` is the rowVersion last seen. */
export const markRowV1 = z.object({
  id: z.string(),
  caseId: z.string(),
  readVersion: z.number().int(),
  pinned: z.boolean(),
})

const validity = { validFrom: z.string(), validTo: z.string().nullable(), successors: z.array(z.string()) }

/** A city department, commune or ward, or imported department. Dates are `YYYY-MM-DD`. */
export const agencyRowV1 = z.object({
  id: z.string(),
  name: z.string(),
  shortName: z.string(),
  kind: z.enum(['department', 'ward', 'commune', 'imported']),
  certainty: z.enum(['verified', 'probable', 'unverified']),
  /** IANA zone of its office hours. */
  timeZone: z.string(),
  calendar: z.string(),
  ...validity,
})

/** A team inside an agency. */
export const teamRowV1 = z.object({ id: z.string(), agency: z.string(), name: z.string(), ...validity })

/** A commune or ward as a place, with the former units it was merged from. */
export const areaRowV1 = z.object({
  id: z.string(),
  name: z.string(),
  formerNames: z.array(z.string()),
  ...validity,
})

/** An official as colleagues see one. */
export const officialRowV1 = z.object({
  id: z.string(),
  username: z.string(),
  displayName: z.string(),
  active: z.boolean(),
  grants: z.array(z.object({ role: z.enum(roles), agency: z.string(), team: z.string().nullable() })),
})

/** A stretch in which an official is away, Unix milliseconds, end exclusive; `substitute` takes the place meanwhile, null for nobody. */
export const absenceRowV1 = z.object({
  id: z.string(),
  official: z.string(),
  fromMs: ms,
  toMs: ms,
  substitute: z.string().nullable(),
})

/** A field of complaints (lĩnh vực). */
export const categoryRowV1 = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(complaintKinds),
  source: z.string(),
})

/** A versioned deadline policy or a yearly calendar: the domain parses `data` (see `shared/domain`). */
export const policyRowV1 = z.object({ id: z.string(), name: z.string(), data: z.unknown() })
export const calendarRowV1 = z.object({ id: z.string(), name: z.string(), data: z.unknown() })

/** A long server job officials should know of ("đang cập nhật N hồ sơ"). */
export const noticeRowV1 = z.object({
  id: z.string(),
  code: z.string(),
  count: z.number().int(),
  atMs: ms,
  /** Whose officials it concerns; empty or absent: everybody's. */
  agencies: z.array(z.string()).optional(),
})

/**
 * Where a category's cases go. With a team: the team of that agency they are assigned to by default. Without: the agency that gets
 * reports of the category naming neither an agency nor an area.
 */
export const routingRowV1 = z.object({
  id: z.string(),
  category: z.string(),
  agency: z.string(),
  team: z.string().nullable(),
})

/** A ground for refusal (domain.md section 6): what the citizen is told, where to go instead, who decides. */
export const groundRowV1 = z.object({
  id: z.string(),
  name: z.string(),
  text: z.string(),
  whereToGo: z.string(),
  lawReference: z.string().nullable(),
  approvedBy: z.enum(roles),
  /** Whether the citizen may add facts and resume the same case. */
  mayResume: z.boolean(),
  status: z.enum(confirmations),
  active: z.boolean(),
})

/** A text to start a reply or a refusal from, of the city (`agency` null) or of one agency; `{{...}}` marks what is filled in. */
export const templateRowV1 = z.object({
  id: z.string(),
  kind: z.enum(['reply', 'refusal']),
  name: z.string(),
  agency: z.string().nullable(),
  /** Only for cases of this category, null for all; likewise the ground of a refusal. */
  category: z.string().nullable(),
  ground: z.string().nullable(),
  text: z.string(),
  status: z.enum(confirmations),
  active: z.boolean(),
})

/** Every entity that synchronises, with the shape of its row. */
export const syncedRows = {
  case: caseRowV1,
  event: eventRowV1,
  file: fileRowV1,
  draft: draftRowV1,
  mark: markRowV1,
  agency: agencyRowV1,
  team: teamRowV1,
  area: areaRowV1,
  official: officialRowV1,
  absence: absenceRowV1,
  category: categoryRowV1,
  policy: policyRowV1,
  calendar: calendarRowV1,
  notice: noticeRowV1,
  routing: routingRowV1,
  ground: groundRowV1,
  template: templateRowV1,
} as const
export type EntityName = keyof typeof syncedRows
export type RowOf<E extends EntityName> = z.infer<(typeof syncedRows)[E]>
export type CaseRowV1 = RowOf<'case'>
export type EventRowV1 = RowOf<'event'>
export type FileRowV1 = RowOf<'file'>
