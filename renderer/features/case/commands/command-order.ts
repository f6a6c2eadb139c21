import type { CommandName } from '../../../../shared/domain/command.ts'
import type { CaseState } from '../../../../shared/domain/states.ts'
import type { CaseDetailV1 } from '../../../../shared/ipc/worker-contract.ts'

type Offer = CaseDetailV1['commands'][number]

/** The commands a person gives, by the group they belong to, in the order of the buttons. */
export const commandGroups = {
  handling: [
    'receive',
    'startVerification',
    'finishVerification',
    'assign',
    'start',
    'submitReply',
    'approveReply',
    'returnReply',
    'askCitizen',
    'recordVisit',
    'addEvidence',
    'addNote',
    'setLevel',
    'proposeRefusal',
    'approveRefusal',
    'denyRefusal',
    'checkOut',
    'checkIn',
  ],
  between: [
    'proposeTransfer',
    'approveTransfer',
    'denyTransfer',
    'acceptTransfer',
    'returnTransfer',
    'requestCoordination',
    'answerCoordination',
    'merge',
    'unmerge',
  ],
  time: ['requestExtension', 'grantExtension', 'denyExtension', 'settleCommitment'],
  public: ['publish', 'withhold', 'orderRecheck', 'revealReporter'],
} as const satisfies Readonly<Record<string, readonly CommandName[]>>
export type CommandGroup = keyof typeof commandGroups
export type ButtonCommand = (typeof commandGroups)[CommandGroup][number]

const groupNames = ['handling', 'between', 'time', 'public'] as const satisfies readonly CommandGroup[]

/** What somebody else waits for, and what belongs to the usual course of a state: the buttons one looks for first. */
const always: readonly ButtonCommand[] = ['answerCoordination', 'grantExtension', 'denyExtension', 'settleCommitment']
const usual: Readonly<Record<CaseState, readonly ButtonCommand[]>> = {
  awaiting_reception: ['receive', 'startVerification', 'proposeTransfer', 'proposeRefusal', 'merge'],
  verifying: ['receive', 'finishVerification', 'recordVisit', 'proposeTransfer', 'proposeRefusal'],
  received: ['assign', 'setLevel', 'proposeTransfer'],
  assigned: ['start', 'assign', 'requestExtension'],
  in_progress: ['submitReply', 'askCitizen', 'requestCoordination', 'requestExtension'],
  awaiting_citizen: ['requestCoordination', 'requestExtension'],
  reply_submitted: ['approveReply', 'returnReply'],
  reply_returned: ['start', 'requestExtension'],
  answered: ['publish', 'withhold', 'orderRecheck'],
  refusal_submitted: ['approveRefusal', 'denyRefusal'],
  refused: ['orderRecheck'],
  transfer_proposed: ['acceptTransfer', 'returnTransfer', 'approveTransfer', 'denyTransfer'],
  merged: ['unmerge'],
  rework: ['start', 'assign'],
  closed: ['publish', 'withhold', 'orderRecheck'],
}

/** Nothing of the kind is at hand: such a button would only stand in the way. Any other reason is worth seeing at once. */
const idle: ReadonlySet<Offer['code']> = new Set([
  'wrong_state',
  'nothing_asked',
  'nothing_to_show',
  'deadline_given',
  'not_checked_out',
  'already_so',
])

export type CommandButton = Readonly<{ name: ButtonCommand; primary: boolean; code: Offer['code'] }>
export type ButtonPlan = Readonly<{
  /** What the state usually asks for, the next sensible one first. */
  first: readonly CommandButton[]
  /** What else is possible now. */
  further: readonly CommandButton[]
  /** What cannot be done now, by group. */
  others: readonly Readonly<{ group: CommandGroup; buttons: readonly CommandButton[] }>[]
}>

/** Where each button of a case stands; within each part the order is fixed, and at most one button is primary. */
export function buttonsOf(offers: readonly Offer[], state: CaseState): ButtonPlan {
  const primary = offers.find((offer) => offer.primary && offer.allowed)?.name
  const grouped = groupNames.map((group) => ({
    group,
    buttons: commandGroups[group].flatMap((name): CommandButton[] => {
      const offer = offers.find((candidate) => candidate.name === name)
      if (offer === undefined) return []
      return [{ name, primary: name === primary, code: offer.allowed ? null : (offer.code ?? 'wrong_state') }]
    }),
  }))
  const shown = grouped.flatMap(({ buttons }) => buttons.filter(({ code }) => !idle.has(code)))
  const wanted: readonly ButtonCommand[] = [...always, ...usual[state]]
  const rank = ({ name, primary: isNext }: CommandButton) => (isNext ? -1 : wanted.indexOf(name))
  const isFirst = (button: CommandButton) => button.primary || wanted.includes(button.name)
  return {
    first: shown.filter(isFirst).toSorted((a, b) => rank(a) - rank(b)),
    further: shown.filter((button) => !isFirst(button)),
    others: grouped
      .map(({ group, buttons }) => ({ group, buttons: buttons.filter(({ code }) => idle.has(code)) }))
      .filter(({ buttons }) => buttons.length > 0),
  }
}
