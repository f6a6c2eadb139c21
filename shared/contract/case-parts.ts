import { z } from 'zod'
import { proposalStages } from '../domain/complaint.ts'
import { caseStates } from '../domain/states.ts'

const ms = z.number().int()
const msOrNull = ms.nullable()

export const pointV1 = z.object({ lng: z.number(), lat: z.number() })

/** A refusal or transfer under decision. */
export const proposalV1 = z.object({
  kind: z.enum(['refusal', 'transfer']),
  ground: z.string(),
  text: z.string(),
  targetAgency: z.string().nullable(),
  proposedBy: z.string(),
  proposedAtMs: ms,
  stateBefore: z.enum(caseStates),
  stage: z.enum(proposalStages),
  waitingSinceMs: msOrNull,
  answerDueAtMs: msOrNull,
  approvedBy: z.string().nullable(),
  returnReason: z.string().nullable(),
  mayResume: z.boolean(),
})

/** One accepted transfer. */
export const transferHopV1 = z.object({
  from: z.string(),
  to: z.string(),
  ground: z.string(),
  proposedBy: z.string(),
  approvedBy: z.string(),
  acceptedBy: z.string(),
  arrivedAtMs: ms,
  leftAtMs: ms,
  workingMs: z.number(),
})

/** One question of the lead agency to another. */
export const coordinationV1 = z.object({
  id: z.string(),
  agency: z.string(),
  question: z.string(),
  askedBy: z.string(),
  askedAtMs: ms,
  dueAtMs: z.number(),
  answer: z.string().nullable(),
  answeredBy: z.string().nullable(),
  answeredAtMs: msOrNull,
  closedAtMs: msOrNull,
})

/** One wish for more time. */
export const extensionV1 = z.object({
  reason: z.string(),
  requestedBy: z.string(),
  requestedAtMs: ms,
  dueAtMs: z.number(),
  addedMs: z.number(),
  decision: z.enum(['requested', 'granted', 'denied', 'lapsed']),
  decidedBy: z.string().nullable(),
  decidedAtMs: msOrNull,
  decisionReason: z.string().nullable(),
})

/** One question to the citizen. */
export const citizenQuestionV1 = z.object({
  text: z.string(),
  askedBy: z.string(),
  askedAtMs: ms,
  answerDueAtMs: z.number(),
  outcome: z.enum(['open', 'answered', 'silent', 'withdrawn']),
  endedAtMs: msOrNull,
})

/** Why a case is worked on again. */
export const reworkV1 = z.object({
  cause: z.enum(['unsatisfied', 'recheck']),
  reason: z.string(),
  orderedBy: z.string().nullable(),
  openedAtMs: ms,
  dueAtMs: msOrNull,
  formerAssignee: z.string().nullable(),
  formerApprover: z.string().nullable(),
})

/** Who holds a case offline. */
export const checkoutV1 = z.object({ by: z.string(), atMs: ms, untilMs: ms })

/** Something promised in a reply. */
export const commitmentV1 = z.object({
  id: z.string(),
  text: z.string(),
  dueAtMs: ms,
  promisedBy: z.string(),
  promisedAtMs: ms,
  settledBy: z.string().nullable(),
  settledAtMs: msOrNull,
  settledNote: z.string().nullable(),
})

/** What a visit or a piece of evidence adds to its line of the timeline. */
export const eventExtraV1 = z.object({
  files: z.array(z.string()),
  point: pointV1.nullable(),
  occurredAtMs: msOrNull,
})
