import type { CatalogueLike } from '../catalogues.ts'
import type { teamVi } from '../catalogue-vi/team.ts'

/** English texts of the supervisor's list of the day. */
export const teamEn: CatalogueLike<typeof teamVi> = {
  title: 'The team’s day',
  forDate: '{{date}}',
  intro: 'Opens once at the start of the working day; it can be opened again at any time.',
  empty: 'Nothing needs the supervisor today',
  emptyHint: 'Urgent, overdue, due today, unassigned cases and those awaiting approval appear here.',
  reason: {
    overdue: 'Overdue',
    dueToday: 'Due today',
    awaitingApproval: 'Awaiting approval',
    unassigned: 'Unassigned',
    urgent: 'Urgent',
    other: 'To look at',
  },
  more: 'and {{n}} more in the queue',
  openQueue: 'To the queue',
  noRight: 'This list is for team supervisors and approvers',
}
