import type { CommandName } from '../../../../shared/domain/command.ts'
import type { CaseDetailV1 } from '../../../../shared/ipc/worker-contract.ts'

type Offer = CaseDetailV1['commands'][number]

/** The commands a person gives, in the order of the buttons; drafts and read marks are given by the app itself. */
const buttonOrder = [
  'receive',
  'startVerification',
  'finishVerification',
  'assign',
  'start',
  'submitReply',
  'approveReply',
  'returnReply',
  'approveRefusal',
  'denyRefusal',
  'proposeRefusal',
  'setLevel',
  'addNote',
] as const satisfies readonly CommandName[]
export type ButtonCommand = (typeof buttonOrder)[number]

export type CommandButton = Readonly<{ name: ButtonCommand; primary: boolean; code: Offer['code'] }>

/** The buttons of a case in their fixed order; at most one is primary, and only if it can be pressed. */
export function buttonsOf(offers: readonly Offer[]): CommandButton[] {
  const primary = offers.find((offer) => offer.primary && offer.allowed)?.name
  return buttonOrder.flatMap((name) => {
    const offer = offers.find((candidate) => candidate.name === name)
    if (offer === undefined) return []
    return [{ name, primary: name === primary, code: offer.allowed ? null : (offer.code ?? 'wrong_state') }]
  })
}
