import type { CommandName } from './command.ts'
import type { CommandRule } from './commands/rule.ts'
import { betweenRows } from './table/between.ts'
import { handlingRows } from './table/handling.ts'
import { outcomeRows } from './table/outcome.ts'

/**
 * Every command, run by the client for prediction and by the server for truth (domain.md section 3; QĐ 1207/QĐ-UBND 28/02/2025).
 * Who may give it stands in `entitlements` of `authority.ts`; the order of checks in `decision.ts`; `docs/commands.md` shows both.
 */
export const commandTable: { readonly [N in CommandName]: CommandRule<N> } = {
  ...handlingRows,
  ...betweenRows,
  ...outcomeRows,
}

/** The names of all commands, in the order of the table. */
export const commandNames: readonly CommandName[] = Object.keys(commandTable).filter(
  (name): name is CommandName => name in commandTable,
)

/** The commands officials give, in the order of the table. */
export const officialCommands: readonly CommandName[] = commandNames.filter(
  (name) => commandTable[name].givenBy === 'official',
)

/** Whether a name from outside is a command of the table. */
export const isCommandName = (name: string): name is CommandName => Object.hasOwn(commandTable, name)

/** Whether a command carries `ifVersion` and raises flowVersion. */
export const isWorkflowCommand = (name: CommandName): boolean => commandTable[name].workflow
