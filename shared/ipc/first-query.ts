import type { QueueQueryV1 } from './queue-contract.ts'

const ownWork = ['case_officer', 'field_officer']

/** The question a list opens with, by the roles held: the assignee's own cases, the approver's desk, else the unit. */
export function firstQuery(held: readonly string[]): QueueQueryV1 {
  const approves = held.includes('approver') && !held.includes('team_supervisor')
  const view = held.some((role) => ownWork.includes(role)) ? 'mine' : approves ? 'awaiting_approval' : 'unit'
  return {
    view,
    search: '',
    states: [],
    categories: [],
    levels: [],
    teams: [],
    sort: [{ column: 'due', descending: false }],
    includeClosed: false,
  }
}
