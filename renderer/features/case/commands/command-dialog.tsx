import { AssignDialog } from './assign-dialog.tsx'
import type { ButtonCommand } from './command-order.ts'
import type { CommandDialogProps } from './dialog-props.ts'
import { LevelDialog } from './level-dialog.tsx'
import { ReceiveDialog } from './receive-dialog.tsx'
import { RefuseDialog } from './refuse-dialog.tsx'
import { ReturnDialog } from './return-dialog.tsx'
import { TextDialog } from './text-dialog.tsx'

/** The commands that need nothing but the click. */
export const immediateCommands = ['start', 'approveReply', 'approveRefusal', 'submitReply'] as const
export type ImmediateCommand = (typeof immediateCommands)[number]
export const isImmediate = (name: ButtonCommand): name is ImmediateCommand =>
  immediateCommands.some((candidate) => candidate === name)

/** The dialog that belongs to a command; none for those that run at once. */
export function CommandDialog(props: CommandDialogProps) {
  const { command, detail, run, onClose } = props
  const caseNumber = detail.case.caseNumber
  switch (command) {
    case 'receive':
      return <ReceiveDialog {...props} />
    case 'assign':
      return <AssignDialog {...props} />
    case 'setLevel':
      return <LevelDialog {...props} />
    case 'returnReply':
      return <ReturnDialog {...props} />
    case 'proposeRefusal':
      return <RefuseDialog {...props} />
    case 'startVerification':
    case 'finishVerification':
      return (
        <TextDialog
          command={command}
          caseNumber={caseNumber}
          label="note"
          onSubmit={(note) => run(command, { note })}
          onClose={onClose}
        />
      )
    case 'addNote':
      return (
        <TextDialog
          command={command}
          caseNumber={caseNumber}
          label="note"
          onSubmit={(text) => run(command, { id: crypto.randomUUID(), text })}
          onClose={onClose}
        />
      )
    case 'denyRefusal':
      return (
        <TextDialog
          command={command}
          caseNumber={caseNumber}
          label="reason"
          onSubmit={(reason) => run(command, { reason })}
          onClose={onClose}
        />
      )
    case 'start':
    case 'approveReply':
    case 'approveRefusal':
    case 'submitReply':
      return null
  }
}
