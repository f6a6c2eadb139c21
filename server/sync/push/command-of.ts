import { commandArgsV1 } from '../../../shared/contract/command-args.ts'
import { upgradedCommand } from '../../../shared/contract/command-upgrades.ts'
import type { CommandForms } from '../../../shared/contract/command-upgrades.ts'
import type { MutationV1 } from '../../../shared/contract/sync.ts'
import { officialCommands } from '../../../shared/domain/command-table.ts'
import type { Command, CommandName } from '../../../shared/domain/command.ts'
import { isStorable } from '../storable.ts'

// The reporter's identity is shown by its own route, which answers it; the citizen's and the server's commands are not an official's.
const pushable: ReadonlySet<string> = new Set(officialCommands.filter((name) => name !== 'revealReporter'))

/**
 * The command of a mutation in today's form, checked against its schema; a code when it is unknown or malformed, null when its
 * version has no way to today's form.
 */
export function commandOf(
  forms: CommandForms,
  mutation: MutationV1,
): Command | { code: 'unknown_command' | 'bad_request' } | null {
  const today = upgradedCommand(forms, mutation)
  if (today === null) return null
  const { name, caseId } = today
  if (!isCommandName(name)) return { code: 'unknown_command' }
  if (caseId === undefined || !isStorable([caseId, today.args, today.key])) return { code: 'bad_request' }
  const args = commandArgsV1[name].safeParse(today.args)
  if (!args.success) return { code: 'bad_request' }
  // The schema table is typed by command name, so name and arguments fit together.
  return { name, caseId, args: args.data } as Command
}

function isCommandName(name: string): name is CommandName {
  return pushable.has(name)
}
