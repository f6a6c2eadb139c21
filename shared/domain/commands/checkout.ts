import { stands } from '../authority.ts'
import type { RefusalCode } from '../command.ts'
import type { Complaint } from '../complaint.ts'
import type { Actor } from '../roles.ts'
import { policyOfCase } from '../time/clocks.ts'
import { dayMs } from '../time/zone.ts'
import type { Given, Situation } from './rule.ts'

/** One person holds a case offline at a time; a hold whose time is over holds nobody up. */
export const checkOutSituation = ({ actor, complaint, context }: Situation): RefusalCode | null => {
  const { checkout } = complaint
  if (checkout === null || checkout.untilMs <= context.nowMs || checkout.by === actor.id) return null
  return 'checked_out'
}

/** Whether an actor holds a case offline at a moment: with that goes the contact of who reported it, until it is given back or the time is over. */
export const holdsCheckedOut = (actor: Actor, { checkout }: Pick<Complaint, 'checkout'>, nowMs: number): boolean =>
  checkout !== null && checkout.by === actor.id && nowMs < checkout.untilMs

/** Until a moment to come, no longer than the policy allows (provisional). */
export const checkOutGuard = ({ args, complaint, context }: Given<'checkOut'>): RefusalCode | null => {
  if (args.untilMs <= context.nowMs) return 'date_past'
  const longestMs = policyOfCase(complaint, context).checkoutDays.value * dayMs
  return args.untilMs > context.nowMs + longestMs ? 'too_long' : null
}

/** Colleagues see who holds it and until when; nobody is kept from working on it. */
export const applyCheckOut = ({ actor, args, complaint, context }: Given<'checkOut'>): Complaint => ({
  ...complaint,
  checkout: { by: actor.id, atMs: context.nowMs, untilMs: args.untilMs },
})

/** The holder gives it back; a supervisor or an approver may do so for a device that does not come back. */
export const checkInSituation = ({ actor, complaint, context }: Situation): RefusalCode | null => {
  const { checkout } = complaint
  if (checkout === null) return 'not_checked_out'
  if (checkout.by === actor.id) return null
  const { organisation } = context
  const leads =
    stands(actor, { relation: 'team', roles: ['team_supervisor'] }, complaint, organisation) ||
    stands(actor, { relation: 'agency', roles: ['approver'] }, complaint, organisation)
  return leads ? null : 'not_permitted'
}

/** Nobody holds it any more. */
export const applyCheckIn = ({ complaint }: Given<'checkIn'>): Complaint => ({ ...complaint, checkout: null })
