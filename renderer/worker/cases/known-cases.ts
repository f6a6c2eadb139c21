import type { CaseBoard } from '../index/case-board.ts'
import type { KnownCases } from '../index/prediction.ts'
import type { QueueIndex } from '../index/queue-index.ts'

/** What decisions about one case need of the others on this device, as they are shown: pending commands included. */
export function knownCases({
  index,
  board,
}: Readonly<{ index: QueueIndex; board: Pick<CaseBoard, 'merged'> }>): KnownCases {
  return {
    standingOf: (caseId) => index.standingOf(caseId),
    followersOf: (caseId) => board.merged.into(caseId).length,
  }
}
