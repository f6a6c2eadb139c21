import { agencyWideRoles, caseRoles, cityRoles } from './authority.ts'
import type { Complaint } from './complaint.ts'
import type { Actor, Role } from './roles.ts'
import { isUnreceived } from './states.ts'
import { otherAgencies } from './commands/between/taking-part.ts'

/** The bucket of reference data (policies, calendars, organisation, categories), which every official has. */
export const referenceBucket = 'ref'

/** The bucket of what is one official's own: drafts and marks. */
export const userBucket = (user: string): string => `user:${user}`

const works: ReadonlySet<Role> = new Set(caseRoles)
const cityWide: ReadonlySet<Role> = new Set(cityRoles)

/**
 * Whose cases an actor sees, as bucket prefixes without a period: `city`, `agency:<id>`, `team:<id>`, or `field:<id>` for the cases an
 * agency has not received yet, which any of its field officers verifies; sorted, none covered by another. Security monitors, system
 * administrators and editors of warnings see no case.
 */
export const scopesOf = (actor: Actor): readonly string[] => {
  if (actor.grants.some((grant) => cityWide.has(grant.role))) return ['city']
  const agencies = new Set<string>()
  const teams = new Map<string, string>()
  const verifies = new Set<string>()
  for (const grant of actor.grants) {
    if (!works.has(grant.role)) continue
    if (grant.team === null || agencyWideRoles.has(grant.role)) agencies.add(grant.agency)
    else teams.set(grant.team, grant.agency)
    if (grant.role === 'field_officer') verifies.add(grant.agency)
  }
  const ownTeams = [...teams].filter(([, agency]) => !agencies.has(agency)).map(([team]) => `team:${team}`)
  const onSite = [...verifies].filter((agency) => !agencies.has(agency)).map((agency) => `field:${agency}`)
  return [...[...agencies].map((agency) => `agency:${agency}`), ...onSite, ...ownTeams].toSorted()
}

/** Every bucket of an actor: per scope the open one and one for each given closing month (`YYYY-MM`), the own one, and `ref`. */
export const bucketsOf = (actor: Actor, closedMonths: readonly string[]): readonly string[] => [
  ...scopesOf(actor).flatMap((scope) => [`${scope}:open`, ...closedMonths.map((month) => `${scope}:closed-${month}`)]),
  userBucket(actor.id),
  referenceBucket,
]

/** Whether an actor may read a bucket, whatever months exist. */
export const mayReadBucket = (actor: Actor, bucket: string): boolean => {
  if (bucket === referenceBucket || bucket === userBucket(actor.id)) return true
  const match = /^(.+):(?:open|closed-\d{4}-\d{2})$/.exec(bucket)
  return match?.[1] !== undefined && scopesOf(actor).includes(match[1])
}

/** The period part of a case's buckets: `closed-YYYY-MM` by the UTC month of closing for closed and merged cases, else `open`. */
export const periodOfCase = (complaint: Pick<Complaint, 'state' | 'clocks'>): string => {
  const { closedAtMs } = complaint.clocks
  const isClosed = complaint.state === 'closed' || complaint.state === 'merged'
  return isClosed && closedAtMs !== null ? `closed-${new Date(closedAtMs).toISOString().slice(0, 7)}` : 'open'
}

/**
 * Every bucket a case is a member of: its agency's, its team's, that of the agency's field officers until it is received, those of the
 * agencies that take part, and the city's, in the period it belongs to.
 */
export const bucketsOfCase = (
  complaint: Pick<Complaint, 'state' | 'clocks' | 'agency' | 'team' | 'proposal' | 'coordination'>,
): readonly string[] => {
  const period = periodOfCase(complaint)
  const team = complaint.team === null ? [] : [`team:${complaint.team}:${period}`]
  const onSite = isUnreceived(complaint.state) ? [`field:${complaint.agency}:${period}`] : []
  const others = otherAgencies(complaint).map((agency) => `agency:${agency}:${period}`)
  return [`agency:${complaint.agency}:${period}`, ...team, ...onSite, ...others, `city:${period}`]
}
