import type { RescueCommandV1 } from '../../../shared/contract/sync.ts'
import type { CommandPayload } from './queued-command.ts'

/** The command as the server opens it from an envelope: everything a push would carry but the number. */
export function rescueText(key: string, payload: CommandPayload, user: string, isDraft = false): string {
  const command: RescueCommandV1 = {
    key,
    name: payload.name,
    v: payload.v,
    args: payload.args,
    caseId: payload.caseId,
    ...(payload.ifVersion === null ? {} : { ifVersion: payload.ifVersion }),
    ...(payload.after === null ? {} : { after: payload.after }),
    basedOnSeq: payload.basedOnSeq,
    clientAt: payload.createdAtMs,
    user,
    caseNumber: payload.caseNumber,
    draft: isDraft,
  }
  return JSON.stringify(command)
}
