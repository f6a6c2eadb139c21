import { commandArgsV1 } from '../../../shared/contract/command-args.ts'
import type { MutationV1 } from '../../../shared/contract/sync.ts'
import type { Command, CommandName } from '../../../shared/domain/command.ts'
import { isStorable } from '../storable.ts'

/** The newest version of every command's arguments this server understands. */
const newestVersion = 1

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
  return Object.hasOwn(commandArgsV1, name)
}
