import type { MutationV1 } from '../../shared/contract/sync.ts'
import type { Official } from '../identity/officials.ts'

/** One command on its way through a push: who gives it, on which client. */
export type Submission = Readonly<{ official: Official; clientId: string; mutation: MutationV1 }>
