import type { CommandArgs, CommandName, RefusalCode } from '../command.ts'
import type { CaseEvent, Complaint, EventExtra } from '../complaint.ts'
import type { DecisionContext } from '../decision-context.ts'
import type { Actor, Giver } from '../roles.ts'
import type { CaseState } from '../states.ts'

/** `always` is accepted whenever it arrives, `provisional` is predicted offline and confirmed later, `online` needs the server at once. */
export const offlineClasses = ['always', 'provisional', 'online'] as const
export type OfflineClass = (typeof offlineClasses)[number]

/** What is known before an official has filled in a command: enough to enable or explain a button. */
export type Situation = Readonly<{ actor: Actor; complaint: Complaint; context: DecisionContext }>

/** A situation with the command's arguments. */
export type Given<N extends CommandName> = Situation & Readonly<{ args: Readonly<CommandArgs[N]> }>

/**
 * One row of the command table. `to` is the state afterwards: `restored` is the one a proposal remembered, of a list `apply` chooses
 * one. `required` names the texts that must not be blank and the code where one is. `situation` and `guard` give the first reason
 * against, or null. `apply` changes everything but state and versions. `entry` is the timeline text, null where none is written;
 * `extra` what else the entry shows.
 */
export type CommandRule<N extends CommandName> = Readonly<{
  from: readonly CaseState[] | 'any'
  to: CaseState | 'unchanged' | 'restored' | readonly CaseState[]
  givenBy: Giver
  offline: OfflineClass
  /** Carries `ifVersion` and raises flowVersion (sync.md section 5). */
  workflow: boolean
  /** Work recorded while the case was the officer's is kept even when it no longer is. */
  keptLate: boolean
  required: Readonly<Partial<Record<keyof CommandArgs[N], RefusalCode>>>
  situation: ((situation: Situation) => RefusalCode | null) | null
  guard: ((given: Given<N>) => RefusalCode | null) | null
  apply: (given: Given<N>) => Complaint
  entry: ((args: Readonly<CommandArgs[N]>) => string) | null
  entryKind: CaseEvent['kind']
  extra?: (args: Readonly<CommandArgs[N]>) => EventExtra
}>
