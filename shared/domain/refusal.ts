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

const resumable: ReadonlySet<string> = new Set<RefusalGround>([
  'unclear_content',
  'missing_location_or_contact',
  'already_answered_no_new_fact',
])

/** Whether the citizen may add facts to a case refused on this ground and have it taken up again (provisional, domain.md section 6). */
export const isResumable = (ground: string): boolean => resumable.has(ground)
