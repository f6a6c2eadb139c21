import type { Complaint } from '../../../shared/domain/complaint.ts'
import type { DeskDatabase } from '../db/desk-database.ts'
import type { RowStore } from '../db/row-store.ts'
import type { Sealer } from '../db/sealing.ts'
import type { CaseBoard } from '../index/case-board.ts'
import { DraftKeeper } from '../outbox/draft-keeper.ts'
import type { DraftBasis, LocalDraft } from '../outbox/draft-keeper.ts'
import type { Outbox } from '../outbox/outbox.ts'
import { isTroubled } from '../outbox/queued-command.ts'
import type { CommandPayload } from '../outbox/queued-command.ts'
import type { CommandAnswer } from './command-desk.ts'

export type DraftSources = Readonly<{
  database: DeskDatabase
  sealer: Sealer
  rows: RowStore
  board: CaseBoard
  outbox: Outbox
  save: (caseId: string, args: Readonly<{ baseRevision: number; text: string }>) => Promise<CommandAnswer>
}>

/** The keeper of a session's drafts, on the journals and the outbox of its account. */
export function draftsOfSession(sources: DraftSources): DraftKeeper {
  const { database, sealer, outbox, board } = sources
  const { host, fence, environment, reporter } = outbox.parts
  return new DraftKeeper({
    ...{ database, sealer, host, fence, environment, reporter },
    basis: (caseId) => basisOf(caseId, sources),
    queue: async (caseId, { baseRevision, text }) => {
      const answer = await sources.save(caseId, { baseRevision, text })
      if (!answer.ok) reporter.info('draft_not_queued', { reason: answer.code })
    },
    revisionText: (caseId, revision) => {
      const row = board.own.drafts.get(caseId)
      if (row?.revision === revision) return row.text
      return revision === 0 ? '' : null
    },
    isHeld: (caseId) =>
      outbox.parts.store.all().some((command) => isTroubled(command) && isDraftOf(command.payload, caseId)),
  })
}

/** A text of this device as the command it would be, for one the rules do not let into the queue. */
export function draftPayload(sources: Pick<DraftSources, 'rows' | 'outbox'>) {
  return async (caseId: string, { baseRevision, text, savedAtMs }: LocalDraft): Promise<CommandPayload> => {
    const { caseNumber, basedOnSeq } = await basisOf(caseId, sources)
    return {
      ...{ name: 'saveDraft', caseId, caseNumber, v: 1, basedOnSeq, args: { baseRevision, text } },
      ...{ createdAtMs: savedAtMs, ifVersion: null, after: null, refusedAs: null, seen: null, carried: false },
    }
  }
}

async function basisOf(caseId: string, { rows, outbox }: Pick<DraftSources, 'rows' | 'outbox'>): Promise<DraftBasis> {
  const confirmed = (await rows.read('case', caseId)) as Complaint | undefined
  const queued = outbox.pendingOf(caseId).findLast((command) => isDraftOf(command.payload, caseId))
  return {
    user: outbox.parts.me(),
    caseNumber: confirmed?.caseNumber ?? '',
    basedOnSeq: rows.state.highestSeq,
    after: queued?.key ?? null,
  }
}

function isDraftOf(payload: CommandPayload, caseId: string): boolean {
  return payload.name === 'saveDraft' && payload.caseId === caseId
}
