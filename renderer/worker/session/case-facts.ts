import type { CaseFactsV1 } from '../../../shared/ipc/outbox-contract.ts'

/** Of a case, what two versions of it are compared by. */
export function factsOf({ state, level, team, assignee }: CaseFactsV1): CaseFactsV1 {
  return { state, level, team, assignee }
}
