import { commandArgsV1 } from '../../../shared/contract/command-args.ts'
import type { MutationV1 } from '../../../shared/contract/sync.ts'
import { officialCommands } from '../../../shared/domain/command-table.ts'
import type { Command, CommandName } from '../../../shared/domain/command.ts'
import { isStorable } from '../storable.ts'

/** The newest version of every command's arguments this server understands. */
const newestVersion = 1

// The reporter's identity is shown by its own route, which answers it; the citizen's and the server's commands are not an official's.
const pushable: ReadonlySet<string> = new Set(officialCommands.filter((name) => name !== 'revealReporter'))

/** The command of a mutation, checked against its schema; a code when it is unknown or malformed. */
export function commandOf(mutation: MutationV1): Command | { code: 'unknown_command' | 'bad_request' } {
  if (!isCommandName(mutation.name) || mutation.v > newestVersion) return { code: 'unknown_command' }
  if (mutation.caseId === undefined || !isStorable([mutation.caseId, mutation.args, mutation.key])) {
    return { code: 'bad_request' }
  }
  const args = commandArgsV1[mutation.name].safeParse(mutation.args)
  if (!args.success) return { code: 'bad_request' }
  // The schema table is typed by command name, so name and arguments fit together.
  return { name: mutation.name, caseId: mutation.caseId, args: args.data } as Command
}

function isCommandName(name: string): name is CommandName {
  return pushable.has(name)
}
