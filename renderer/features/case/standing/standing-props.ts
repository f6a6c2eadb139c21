import type { CaseDetailV1 } from '../../../../shared/ipc/worker-contract.ts'
import type { Directory } from '../../../platform/use-reference.ts'

export type StandingProps = Readonly<{ detail: CaseDetailV1; directory: Directory }>
