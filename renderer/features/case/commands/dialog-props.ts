import type { CaseDetailV1 } from '../../../../shared/ipc/worker-contract.ts'
import type { Directory } from '../../../platform/use-reference.ts'
import type { ButtonCommand } from './command-order.ts'
import type { RunCommand } from './use-run-command.ts'

/** What the dialog of any command gets. */
export type CommandDialogProps = Readonly<{
  command: ButtonCommand
  detail: CaseDetailV1
  directory: Directory
  run: RunCommand
  onClose: () => void
}>
