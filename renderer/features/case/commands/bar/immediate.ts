import { personalDataIn } from '../../../../../shared/domain/reply/personal-data.ts'
import { isEmptyReply } from '../../../../../shared/domain/reply-text.ts'
import type { CaseDetailV1 } from '../../../../../shared/ipc/worker-contract.ts'
import type { ButtonCommand } from '../command-order.ts'
import { checkReply, isHeldBack } from '../../reply/gate/reply-check.ts'
import { missingFiles } from '../reply/missing-files.ts'
import type { ReplyInHand } from '../dialog-props.ts'
import type { RunCommand } from '../use-run-command.ts'

/** The case, what the editor holds, and how commands are given. */
export type GivenAtOnce = Readonly<{ detail: CaseDetailV1; run: RunCommand; reply: ReplyInHand }>

/** Gives a command that needs nothing but the click; false where a dialog must ask first. */
export function giveAtOnce(name: ButtonCommand, { detail, run, reply: inHand }: GivenAtOnce): boolean {
  const { reply } = detail.case
  const isClean = reply !== null && personalDataIn(reply.text).length === 0
  switch (name) {
    case 'start':
    case 'checkIn':
      void run(name, {})
      return true
    case 'submitReply': {
      // An empty reply is refused as such: there is nothing to check.
      const isFree = isEmptyReply(inHand.text) || !isHeldBack(checkReply(inHand.text, detail, null))
      if (isFree) void inHand.submit({ overrideReason: null, noEvidence: null })
      return isFree
    }
    case 'approveReply': {
      const isReady = isClean && missingFiles(detail).length === 0
      const unasked = { personalDataReason: null, missingFilesReason: null }
      if (isReady) void run(name, { revision: reply.revision, hash: reply.hash, ...unasked })
      return isReady
    }
    case 'publish':
      if (isClean) void run(name, { personalDataReason: null })
      return isClean
    default:
      return false
  }
}
