import { z } from 'zod'
import {
  absenceRowV1,
  agencyRowV1,
  areaRowV1,
  categoryRowV1,
  groundRowV1,
  noticeRowV1,
  officialRowV1,
  routingRowV1,
  teamRowV1,
  templateRowV1,
} from '../contract/rows.ts'
import { caseStates, levels } from '../domain/states.ts'

/** The saved views every officer has (interface.md section 3). */
export const builtInViews = ['mine', 'unit', 'due_soon', 'overdue', 'awaiting_approval'] as const
export const viewName = z.enum(builtInViews)
export type ViewName = z.infer<typeof viewName>

export const sortColumns = [
  'due',
  'number',
  'submitted',
  'level',
  'state',
  'category',
  'area',
  'assignee',
  'title',
] as const

/** What of the queue is asked for. `search` is matched folded against number, title, text and place. */
export const queueQueryV1 = z.object({
  view: viewName,
  search: z.string().max(500),
  states: z.array(z.enum(caseStates)),
  categories: z.array(z.string()),
  levels: z.array(z.enum(levels)),
  teams: z.array(z.string()),
  sort: z.array(z.object({ column: z.enum(sortColumns), descending: z.boolean() })).max(3),
  /** Closed cases too. */
  includeClosed: z.boolean(),
})
export type QueueQueryV1 = z.infer<typeof queueQueryV1>

/** Where the clock that runs now stands: `paused` while it stands still in time, `stopped` where none runs. */
export const clockStatuses = ['on_time', 'due_soon', 'overdue', 'paused', 'stopped'] as const
export type ClockStatus = (typeof clockStatuses)[number]

/** One row of the queue grid: all a row shows, ready made but for words. */
export const queueRowV1 = z.object({
  id: z.string(),
  caseNumber: z.string(),
  title: z.string(),
  category: z.string(),
  area: z.string().nullable(),
  place: z.string(),
  level: z.enum(levels),
  state: z.enum(caseStates),
  agency: z.string(),
  team: z.string().nullable(),
  assignee: z.string().nullable(),
  submittedAtMs: z.number(),
  receptionDueAtMs: z.number().nullable(),
  receivedAtMs: z.number().nullable(),
  dueAtMs: z.number().nullable(),
  /** Of the clock that runs now (reception or processing). */
  dueStatus: z.enum(clockStatuses),
  /** Working milliseconds left (negative: over) on the clock that runs now. */
  workingMsLeft: z.number().nullable(),
  /** 0-1 share of each clock used. */
  receptionShare: z.number(),
  processingShare: z.number(),
  dueIsProvisional: z.boolean(),
  /** Something of this case waits to be confirmed by the server. */
  provisional: z.boolean(),
  pendingCount: z.number().int(),
  unread: z.boolean(),
  pictureCount: z.number().int(),
  /** Who holds it offline and until when; absent in a first screen stored by an older version. */
  checkout: z.object({ by: z.string(), untilMs: z.number() }).nullable().default(null),
  /** Its assignee is away and I take the place; absent in a first screen stored by an older version. */
  substituted: z.boolean().default(false),
})
export type QueueRowV1 = z.infer<typeof queueRowV1>

/** A chosen case, as far as a command on many needs it. */
export const queueFactsV1 = queueRowV1
  .pick({ id: true, caseNumber: true, title: true, agency: true, team: true })
  .extend({ rowVersion: z.number().int() })
export type QueueFactsV1 = z.infer<typeof queueFactsV1>

/** Who is signed in, and the names everything else refers to by id. */
export const referenceV1 = z.object({
  me: z.object({
    id: z.string(),
    username: z.string(),
    displayName: z.string(),
    grants: officialRowV1.shape.grants,
  }),
  agencies: z.array(agencyRowV1),
  teams: z.array(teamRowV1),
  officials: z.array(officialRowV1),
  /** Missing in a first screen stored by an older version. */
  absences: z.array(absenceRowV1).default([]),
  areas: z.array(areaRowV1),
  categories: z.array(categoryRowV1),
  routings: z.array(routingRowV1),
  grounds: z.array(groundRowV1),
  templates: z.array(templateRowV1),
  /** Long jobs of the server that are running now. */
  notices: z.array(noticeRowV1),
})
export type ReferenceV1 = z.infer<typeof referenceV1>
