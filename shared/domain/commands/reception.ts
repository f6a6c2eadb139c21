import type { RefusalCode } from '../command.ts'
import type { Complaint } from '../complaint.ts'
import { withReception } from '../time/clocks.ts'
import type { Given } from './rule.ts'

/** An area is part of reception; only imported cases may lack one, as their sources give none of ours. */
export const needsArea = ({ source }: Pick<Complaint, 'source'>): boolean => !source.startsWith('import:')

/** Category and area must be known, an urgent case stays urgent, and possible duplicates are looked at. */
export const receiveGuard = ({ args, complaint, context }: Given<'receive'>): RefusalCode | null => {
  const { areas, categories } = context.organisation
  if (!categories.has(args.category)) return 'unknown_category'
  if (args.area === null && needsArea(complaint)) return 'area_required'
  if (args.area !== null && !areas.has(args.area)) return 'unknown_area'
  // Lowering from urgent is the team supervisor's, with a reason: `setLevel`.
  if (complaint.level === 'urgent' && args.level !== 'urgent') return 'urgent_kept'
  return args.duplicatesLookedAt ? null : 'duplicates_not_checked'
}

/** The case classified and received: the processing clock starts (QĐ 1207). */
export const applyReceive = ({ args, complaint, context }: Given<'receive'>): Complaint => {
  const classified = { ...complaint, level: args.level, category: args.category, area: args.area }
  return withReception(classified, context, context.nowMs)
}
