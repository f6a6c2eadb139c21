import { z } from 'zod'

const id = z.string().min(1).max(80)
const place = z.object({ agency: id, team: id.nullable() })

/** A plan by which agencies end and others take over; equal in shape to the domain's `SuccessionPlan`. */
export const successionPlanV1 = z.object({
  kind: z.enum(['merge', 'split_by_area', 'split_by_team', 'rename']),
  ended: z.array(id).max(50),
  lastDay: z.string(),
  /** The legal document that orders it; empty only in jobs ordered before it was asked for. */
  document: z.string().trim().max(300).default(''),
  newAgencies: z
    .array(
      z.object({
        id,
        name: z.string().min(1).max(200),
        shortName: z.string().min(1).max(80),
        kind: z.enum(['department', 'ward', 'commune']),
        calendar: id,
      }),
    )
    .max(50),
  newTeams: z.array(z.object({ id, agency: id, name: z.string().min(1).max(200) })).max(400),
  teams: z.record(id, place),
  areas: z.record(id, id),
  officials: z.record(id, place),
  rest: id,
})

/** What a plan would move, told before anything is changed. `code` says why it cannot be carried out. */
export const successionPreviewV1 = z.object({
  code: z.string().nullable(),
  /** Open cases by where they go. */
  cases: z.array(z.object({ agency: id, team: id.nullable(), count: z.number().int() })),
  /** Answered and closed cases: they stay under the old name. */
  staying: z.number().int(),
  /** Transfers proposed to an ended agency, which its successor answers. */
  retargeted: z.number().int(),
  /** Cases of which an ended agency was asked something, which its successor answers. */
  asked: z.number().int(),
  /** Templates by the agency they go to; a split gives each successor its own. */
  templates: z.array(z.object({ agency: id, count: z.number().int() })),
  /** Officials by the agency their roles go to. */
  accounts: z.array(z.object({ agency: id, count: z.number().int() })),
  /** Officials with a role of one team that has no successor: it ends, and somebody must give a new one. */
  withoutPlace: z.array(id),
})
export type SuccessionPreviewV1 = z.infer<typeof successionPreviewV1>

/** How a succession stands: `waiting` until the first day of the successors, `withdrawn` where it was taken back before. */
export const successionStateV1 = z.object({
  id,
  plan: successionPlanV1,
  by: id,
  byName: z.string(),
  orderedAtMs: z.number().int(),
  state: z.enum(['waiting', 'running', 'done', 'withdrawn']),
  /** What is being moved while it runs. */
  step: z.enum(['accounts', 'texts', 'cases', 'done']),
  /** Cases moved so far, and how many there were when moving began (null before). */
  moved: z.number().int(),
  total: z.number().int().nullable(),
  updatedAtMs: z.number().int(),
  /** Who took it back, when and why. */
  withdrawn: z.object({ by: id, byName: z.string(), atMs: z.number().int(), reason: z.string() }).nullable(),
})
export type SuccessionStateV1 = z.infer<typeof successionStateV1>
