import type { MutationV1 } from '../../shared/contract/sync.ts'
import type { Official } from '../identity/officials.ts'

/** One command on its way through a push: who gives it, on which client. */
export type Submission = Readonly<{ official: Official; clientId: string; mutation: MutationV1 }>

/** The number of a rescued command before it gets one of its own; a device counts from 1. */
export const rescuedNumber = 0

/** Whether a command comes from a rescue and has no number of the device. */
export function isRescue(submission: Submission): boolean {
  return submission.mutation.id === rescuedNumber
}
