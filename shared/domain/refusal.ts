import type { Role } from './roles.ts'

/** The grounds on which a report is refused (domain.md section 6, provisional list); a wrong agency is a transfer, not a refusal. */
export const refusalGrounds = [
  'legal_complaint_or_denunciation',
  'state_secret',
  'unclear_content',
  'missing_location_or_contact',
  'outside_city_authority',
  'already_answered_no_new_fact',
  'unlawful_or_abusive',
  'not_in_scope',
] as const
export type RefusalGround = (typeof refusalGrounds)[number]

/** Whether a code names a ground for refusal. */
export const isRefusalGround = (ground: string): ground is RefusalGround =>
  refusalGrounds.some((candidate) => candidate === ground)

/** What the rules ask of a ground: who approves a refusal on it, whether the citizen may resume the case, whether it is in use. */
export type GroundRule = Readonly<{ approvedBy: Role; mayResume: boolean; active: boolean }>

const resumable: ReadonlySet<string> = new Set<RefusalGround>([
  'unclear_content',
  'missing_location_or_contact',
  'already_answered_no_new_fact',
])

/** What each ground says until an administrator has changed it (provisional, domain.md section 6). */
export const seedGrounds: ReadonlyMap<string, GroundRule> = new Map(
  refusalGrounds.map((ground) => [
    ground,
    {
      approvedBy: ground === 'outside_city_authority' ? 'city_coordinator' : 'approver',
      mayResume: resumable.has(ground),
      active: true,
    } as const,
  ]),
)

/** The rules of every ground by its code: the stored ones, and the seed's where none of that code is stored. */
export const groundRules = (rows: Iterable<GroundRule & Readonly<{ id: string }>>): ReadonlyMap<string, GroundRule> => {
  const rules = new Map(seedGrounds)
  for (const { id, approvedBy, mayResume, active } of rows) {
    if (isRefusalGround(id)) rules.set(id, { approvedBy, mayResume, active })
  }
  return rules
}
