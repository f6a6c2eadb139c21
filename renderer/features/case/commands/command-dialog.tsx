import type { ComponentType, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ApproveRefusalDialog } from './refusal/approve-refusal-dialog.tsx'
import { AssignDialog } from './assign-dialog.tsx'
import { AcceptTransferDialog } from './between/accept-transfer-dialog.tsx'
import { AnswerCoordinationDialog } from './between/answer-coordination-dialog.tsx'
import { ApproveTransferDialog } from './between/approve-transfer-dialog.tsx'
import { GivenTransfer } from './between/given-transfer.tsx'
import { MergeDialog } from './between/merge-dialog.tsx'
import { RequestCoordinationDialog } from './between/request-coordination-dialog.tsx'
import { TransferDialog } from './between/transfer-dialog.tsx'
import { AskCitizenDialog } from './citizen/ask-citizen-dialog.tsx'
import { PersonalDataDialog } from './citizen/personal-data-dialog.tsx'
import { ReporterDialog } from './citizen/reporter-dialog.tsx'
import { VisitDialog } from './citizen/visit-dialog.tsx'
import { EvidenceDialog } from './evidence/evidence-dialog.tsx'
import type { ButtonCommand } from './command-order.ts'
import type { CommandDialogProps } from './dialog-props.ts'
import { LevelDialog } from './level/level-dialog.tsx'
import { ReceiveDialog } from './receive-dialog.tsx'
import { RefuseDialog } from './refusal/refuse-dialog.tsx'
import { ApproveDialog } from './reply/approve-dialog.tsx'
import { ReturnDialog } from './reply/return-dialog.tsx'
import { SubmitDialog } from './reply/submit-dialog.tsx'
import { CheckOutDialog } from './term/check-out-dialog.tsx'
import { ExtensionDialog } from './term/extension-dialog.tsx'
import { GivenExtension } from './term/given-extension.tsx'
import { GrantDialog } from './term/grant-dialog.tsx'
import { RecheckDialog } from './term/recheck-dialog.tsx'
import { SettleDialog } from './term/settle-dialog.tsx'
import { TextDialog } from './text-dialog.tsx'

const dialogs: Partial<Record<ButtonCommand, ComponentType<CommandDialogProps>>> = {
  receive: ReceiveDialog,
  assign: AssignDialog,
  setLevel: LevelDialog,
  submitReply: SubmitDialog,
  returnReply: ReturnDialog,
  approveReply: ApproveDialog,
  proposeRefusal: RefuseDialog,
  approveRefusal: ApproveRefusalDialog,
  askCitizen: AskCitizenDialog,
  recordVisit: VisitDialog,
  addEvidence: EvidenceDialog,
  proposeTransfer: TransferDialog,
  approveTransfer: ApproveTransferDialog,
  acceptTransfer: AcceptTransferDialog,
  requestCoordination: RequestCoordinationDialog,
  answerCoordination: AnswerCoordinationDialog,
  merge: MergeDialog,
  requestExtension: ExtensionDialog,
  grantExtension: GrantDialog,
  settleCommitment: SettleDialog,
  checkOut: CheckOutDialog,
  publish: PersonalDataDialog,
  orderRecheck: RecheckDialog,
  revealReporter: ReporterDialog,
}

/** What a decision in words is about, and what follows from it. */
function aboutOf({ command, detail, directory }: CommandDialogProps): ReactNode {
  switch (command) {
    case 'returnTransfer':
    case 'denyTransfer':
      return <GivenTransfer row={detail.case} directory={directory} />
    case 'denyExtension':
      return <GivenExtension row={detail.case} directory={directory} />
    default:
      return null
  }
}

/** The commands that need one text: a note, or the reason for a decision. */
function WordsDialog(props: CommandDialogProps) {
  const { command, detail, run, onClose } = props
  const { t } = useTranslation()
  const shared = { command, caseNumber: detail.case.caseNumber, onClose, about: aboutOf(props) }
  const reason = t('dialog.reason')
  switch (command) {
    case 'startVerification':
    case 'finishVerification':
      return <TextDialog {...shared} label={t('command.field.note')} onSubmit={(note) => run(command, { note })} />
    case 'addNote':
      return (
        <TextDialog
          {...shared}
          label={t('command.field.note')}
          onSubmit={(text) => run(command, { id: crypto.randomUUID(), text })}
        />
      )
    case 'returnTransfer':
      return (
        <TextDialog
          {...shared}
          label={reason}
          description={t('dialog.transferReturn')}
          onSubmit={(text) => run(command, { reason: text })}
        />
      )
    case 'denyRefusal':
    case 'denyTransfer':
    case 'denyExtension':
    case 'unmerge':
    case 'withhold':
      return <TextDialog {...shared} label={reason} onSubmit={(text) => run(command, { reason: text })} />
    default:
      return null
  }
}

/** The dialog that belongs to a command; none for those that run at once. */
export function CommandDialog(props: CommandDialogProps) {
  const Dialog = dialogs[props.command] ?? WordsDialog
  return <Dialog {...props} />
}
