import { z } from 'zod'
import { configKinds } from '../../domain/admin/administration.ts'
import { mostSettingProblems, settingProblemCodes } from '../../domain/admin/setting-problem.ts'
import { roles } from '../../domain/roles.ts'
import { complaintKinds } from '../../domain/states.ts'
import { subDeadlineKinds } from '../../domain/time/recompute.ts'
import { dayOfDate } from '../../domain/time/zone.ts'
import { groundRowV1, templateRowV1 } from '../rows.ts'

const id = z.string().min(1).max(100)
const name = z.string().trim().min(1).max(300)
const text = z.string().max(20_000)
const date = z.string().refine((value) => dayOfDate(value) !== null, 'must be a date YYYY-MM-DD')

/** The content of each kind of setting, as it is read and saved. */
export const settingValues = {
  /** `data` is a policy file (`shared/domain/time/files/policy-file.ts`); the server gives the new version its id. */
  policy: z.object({ name, data: z.record(z.string(), z.unknown()) }),
  /**
   * `data` is a calendar file. With an agency the row is that agency's own hours, which it uses while the row is there: `data.basedOn`
   * names the city's hours it goes back to when the row is removed.
   */
  calendar: z.object({ name, data: z.record(z.string(), z.unknown()), agency: id.nullable() }),
  category: z.object({ name, kind: z.enum(complaintKinds), source: id }),
  routing: z.object({ category: id, agency: id, team: id.nullable() }),
  ground: groundRowV1
    .omit({ id: true })
    .extend({ name, text: text.trim().min(1), whereToGo: text, lawReference: name.nullable() }),
  template: templateRowV1
    .omit({ id: true })
    .extend({ name, text: text.trim().min(1), agency: id.nullable(), category: id.nullable(), ground: id.nullable() }),
  team: z.object({ agency: id, name, validFrom: date, validTo: date.nullable() }),
  grant: z.object({
    official: id,
    role: z.enum(roles),
    agency: id,
    team: id.nullable(),
    validFrom: date,
    validTo: date.nullable(),
  }),
} as const
export type SettingName = keyof typeof settingValues
export type SettingValue<S extends SettingName> = z.infer<(typeof settingValues)[S]>

/** A setting as it stands. `version` rises with every change of its row; 0 means that there is none yet. */
export type Setting<S extends SettingName> = Readonly<{ id: string; version: number; value: SettingValue<S> }>

/** The reply that lists the settings of a kind. */
export const settingList = <V extends z.ZodType>(value: V) =>
  z.object({ settings: z.array(z.object({ id: z.string(), version: z.number().int(), value })) })

/**
 * A request to save one setting: `id` null makes a new one, `version` is the one the change was made on (0 for a new one), `value`
 * null removes where the kind allows it. Without a reason nothing is saved.
 */
export const settingRequest = <V extends z.ZodType>(value: V) =>
  z.object({
    id: id.nullable(),
    version: z.number().int().nonnegative(),
    value: value.nullable(),
    reason: z.string().trim().max(2000),
  })
export type SettingRequest<S extends SettingName> = Readonly<{
  id: string | null
  version: number
  value: SettingValue<S> | null
  reason: string
}>

/** What `current` holds with `config_invalid`: why the setting is refused, each with its code, its place and its figures. */
export const invalidSettingV1 = z.object({
  problems: z
    .array(
      z.object({
        code: z.enum(settingProblemCodes),
        path: z.string(),
        n: z.number().int().optional(),
        text: z.string().optional(),
      }),
    )
    .min(1)
    .max(mostSettingProblems),
})

/** What was saved; `recomputing` is the number of open cases whose deadlines are computed anew. */
export const savedSettingV1 = z.object({
  id: z.string(),
  change: z.number().int(),
  recomputing: z.number().int(),
})

/** One change of a setting, newest first in a list. `before` and `after` are the setting's values, null where there was none. */
export const configChangeV1 = z.object({
  n: z.number().int(),
  kind: z.enum(configKinds),
  target: z.string(),
  agency: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
  reason: z.string(),
  actor: z.string(),
  actorName: z.string(),
  atMs: z.number().int(),
})
export type ConfigChangeV1 = z.infer<typeof configChangeV1>

/** Which changes: of a kind, of one setting, older than a change number; at most 100 at a time. */
export const historyRequestV1 = z.object({
  kind: z.enum(configKinds).optional(),
  target: id.optional(),
  before: z.coerce.number().int().positive().optional(),
})
export const historyReplyV1 = z.object({ changes: z.array(configChangeV1), more: z.boolean() })

const ms = z.number().int().nullable()
const moveV1 = z.object({ fromMs: ms, toMs: ms })

/**
 * What saving a calendar would do to open cases. `moved` counts cases with another deadline, `marked` those where only the mark
 * "provisional" changes, `unreadable` those whose own rule is missing. `cases` lists, at most 200, the number and the dates of each, the
 * next new date first: to whoever may save this calendar all of them, to others only what they may read.
 */
export const calendarPreviewV1 = z.object({
  moved: z.number().int(),
  marked: z.number().int(),
  unreadable: z.number().int(),
  open: z.number().int(),
  agencies: z.array(z.object({ agency: z.string(), moved: z.number().int() })),
  cases: z.array(
    z.object({
      id: z.string(),
      caseNumber: z.string(),
      agency: z.string(),
      reception: moveV1,
      processing: moveV1,
      /** The dates of answers and wishes that move, which hang on the same hours. */
      others: z.array(z.object({ kind: z.enum(subDeadlineKinds), fromMs: z.number(), toMs: z.number() })),
    }),
  ),
  /** How many moved cases are not listed: not the caller's to know, or beyond 200. */
  unlisted: z.number().int(),
})
export type CalendarPreviewV1 = z.infer<typeof calendarPreviewV1>

/** What a new policy version means: from when new cases come under it, and how many open cases keep which older version. */
export const policyPreviewV1 = z.object({
  id: z.string(),
  validFrom: z.string(),
  keeps: z.array(z.object({ policy: z.string(), open: z.number().int() })),
})
export type PolicyPreviewV1 = z.infer<typeof policyPreviewV1>
