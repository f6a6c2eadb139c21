import type { CommandName } from '../command.ts'
import type { Given } from '../commands/rule.ts'
import type { CaseState } from '../states.ts'
import { openStates, unreceivedStates } from '../states.ts'

export const assignable = openStates.filter((state) => state !== 'reply_submitted' && state !== 'refusal_submitted')
export const movable: readonly CaseState[] = [...unreceivedStates, 'received', 'assigned', 'in_progress', 'rework']
export const inHand: readonly CaseState[] = ['assigned', 'in_progress', 'awaiting_citizen', 'reply_returned', 'rework']
export const ended: readonly CaseState[] = ['answered', 'refused', 'closed']

export const unchanged = <N extends CommandName>({ complaint }: Given<N>): Given<N>['complaint'] => complaint
export const noText = (): string => ''
export const reasonOf = ({ reason }: Readonly<{ reason: string }>): string => reason.trim()
export const textOf = ({ text }: Readonly<{ text: string }>): string => text.trim()
export const noteOf = ({ note }: Readonly<{ note: string }>): string => note.trim()

/** The texts that were given, a line each. */
export const linesOf = (...texts: readonly (string | null)[]): string =>
  texts.flatMap((text) => text?.trim() || []).join('\n')

export const row = {
  givenBy: 'official',
  offline: 'provisional',
  workflow: true,
  keptLate: false,
  required: {},
  situation: null,
  guard: null,
  apply: unchanged,
  entry: noText,
  entryKind: 'command',
} as const
export const online = { ...row, offline: 'online' } as const
/** Append-only or the officer's own: accepted whenever it arrives, never a conflict. */
export const always = { ...row, offline: 'always', workflow: false, keptLate: true } as const
/** Changes the case without moving it, whoever moved it meanwhile. */
export const beside = { ...row, workflow: false } as const
export const byCitizen = { ...online, givenBy: 'citizen', workflow: false, entryKind: 'citizen' } as const
export const bySystem = { ...online, givenBy: 'system', workflow: false, entryKind: 'system' } as const
