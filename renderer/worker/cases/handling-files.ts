import type { RowOf } from '../../../shared/contract/rows.ts'
import type { HandlingFileRole } from '../../../shared/domain/reply/gate/gate.ts'
import type { RowStore } from '../db/row-store.ts'
import type { CaseBoard } from '../index/case-board.ts'
import { filesOf } from '../outbox/evidence-files.ts'
import type { QueuedCommand } from '../outbox/queued-command.ts'

/** What the files added in handling a case show: those of the server, and those of commands that still wait here. */
export async function handlingFiles(
  caseId: string,
  { rows, board, pending }: { rows: RowStore; board: CaseBoard; pending: readonly QueuedCommand[] },
): Promise<readonly HandlingFileRole[]> {
  const stored = await Promise.all(board.caseParts.idsOf('file', caseId).map((id) => rows.read('file', id)))
  const roles = stored.flatMap((row) => (row === undefined ? [] : [(row as RowOf<'file'>).role]))
  const announced = pending.flatMap(filesOf).map((file) => file.role)
  return [...new Set([...roles.filter((role) => role !== 'report'), ...announced])]
}
