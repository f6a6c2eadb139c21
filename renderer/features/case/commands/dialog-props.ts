import type { CommandArgs } from '../../../../shared/domain/command.ts'
import type { CaseDetailV1 } from '../../../../shared/ipc/worker-contract.ts'
import type { Directory } from '../../../platform/use-reference.ts'
import type { ButtonCommand } from './command-order.ts'
import type { RunCommand } from './use-run-command.ts'

/** The reply in the editor, and how it goes up: with why it carries no evidence, and why it goes although the gate found something. */
export type ReplyInHand = Readonly<{
  text: string
  submit: (given: Pick<CommandArgs['submitReply'], 'overrideReason' | 'noEvidence'>) => Promise<boolean>
}>

/** What the dialog of any command gets. */
export type CommandDialogProps = Readonly<{
  command: ButtonCommand
  detail: CaseDetailV1
  directory: Directory
  run: RunCommand
  reply: ReplyInHand
  onClose: () => void
}>
