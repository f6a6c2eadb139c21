import type { CatalogueLike } from '../catalogues.ts'
import type { teamVi } from '../catalogue-vi/team.ts'

/** English texts of the supervisor's list of the day. */
export const teamEn: CatalogueLike<typeof teamVi> = {
  title: 'The team’s day',
  forDate: '{{date}}',
  intro: 'Opens once at the start of the working day; it can be opened again at any time.',
  empty: 'Nothing needs the supervisor today',
  emptyHint: 'Urgent, overdue, due today, unassigned or returned cases appear here.',
  reason: {
    overdue: 'Overdue',
    due_today: 'Due today',
    due_soon: 'Due soon',
    urgent: 'Urgent',
    unassigned: 'Unassigned',
    awaiting_reception: 'Awaiting reception',
    awaiting_approval: 'Awaiting approval',
    reply_returned: 'Returned for changes',
    returned: 'Returned for changes',
    stuck: 'No progress for long',
    rework: 'Rework',
    new: 'New',
    other: 'To look at',
  },
  more: 'and {{n}} more in the queue',
  openQueue: 'To the queue',
  noRight: 'This list is for team supervisors and approvers',
}
