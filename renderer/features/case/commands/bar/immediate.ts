import { personalDataIn } from '../../../../../shared/domain/reply/personal-data.ts'
import type { CaseDetailV1 } from '../../../../../shared/ipc/worker-contract.ts'
import type { ButtonCommand } from '../command-order.ts'
import type { RunCommand } from '../use-run-command.ts'

/** Gives a command that needs nothing but the click; false where a dialog must ask first. */
export function giveAtOnce(name: ButtonCommand, detail: CaseDetailV1, run: RunCommand): boolean {
  const { reply } = detail.case
  const isClean = reply !== null && personalDataIn(reply.text).length === 0
  switch (name) {
    case 'start':
    case 'checkIn':
      void run(name, {})
      return true
    case 'approveReply':
      if (isClean) void run(name, { revision: reply.revision, hash: reply.hash, personalDataReason: null })
      return isClean
    case 'publish':
      if (isClean) void run(name, { personalDataReason: null })
      return isClean
    default:
      return false
  }
}
