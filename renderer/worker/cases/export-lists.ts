import type { JudgedCase } from '../../../shared/domain/authority.ts'
import { may } from '../../../shared/domain/authority.ts'
import type { Complaint } from '../../../shared/domain/complaint.ts'
import type { QueueQueryV1, QueueRowV1 } from '../../../shared/ipc/queue-contract.ts'
import { WorkerFailure } from '../failure.ts'
import type { DeskSession } from '../session/desk-session.ts'

/** What the lists are read from: a session, as far as they need it. */
export type ExportSource = Pick<DeskSession, 'index' | 'queue' | 'rows' | 'identity' | 'serverNowMs'>

type OpenList = Readonly<{ source: ExportSource; ids: readonly string[]; asOfMs: number }>
export type ExportRows = { rows: QueueRowV1[]; refused: number }

/** A list that a page forgot must not be kept for ever. */
const mostOpen = 2

/**
 * The order of a query at one moment, read in parts while the queue goes on changing: each case comes once, with what it shows when it
 * is read. A list ends with the session it was opened in; asking for more of it then throws `list_gone`.
 */
export class ExportLists {
  readonly #open = new Map<string, OpenList>()

  open(list: string, source: ExportSource, query: QueueQueryV1): { total: number; asOfMs: number } {
    const asOfMs = source.serverNowMs()
    const ids = source.queue.ids(query)
    this.#open.set(list, { source, ids, asOfMs })
    const oldest = this.#open.keys().next().value
    if (this.#open.size > mostOpen && oldest !== undefined) this.#open.delete(oldest)
    return { total: ids.length, asOfMs }
  }

  /** Rows in the list's order; left out and counted in `refused` are cases that this official may not export or that are gone. */
  async rows(list: string, source: ExportSource, part: { offset: number; limit: number }): Promise<ExportRows> {
    const found = this.#open.get(list)
    if (found?.source !== source) throw new WorkerFailure('list_gone')
    const ids = found.ids.slice(part.offset, part.offset + part.limit)
    const rows: QueueRowV1[] = []
    for (const id of ids) {
      if (!(await mayExport(source, id))) continue
      // Read without a pause after the place is known: it is another case's when this one has left the device.
      const place = source.index.placeOf(id)
      if (place !== undefined) rows.push(source.queue.row(place, found.asOfMs))
    }
    return { rows, refused: ids.length - rows.length }
  }

  close(list: string): void {
    this.#open.delete(list)
  }
}

/**
 * Judged by what the index knows first: a right that needs neither coordination nor transfer stands whatever those are. Only where there
 * is none is the whole row opened, which for a list in an order of its own would mean another segment each time.
 */
async function mayExport(source: ExportSource, id: string): Promise<boolean> {
  const { actor, rules } = source.identity.standing()
  const organisation = { ...rules.organisation, nowMs: source.serverNowMs() }
  const place = source.index.placeOf(id)
  if (place === undefined) return false
  if (may(actor, 'exportCase', judgedAt(source, place), organisation)) return true
  const row = (await source.rows.read('case', id)) as Complaint | undefined
  return row !== undefined && may(actor, 'exportCase', row, organisation)
}

function judgedAt({ index }: ExportSource, place: number): JudgedCase {
  const { values } = index.columns
  const { agency, state } = index.clockFacts(place)
  const team = index.texts.textOf(values.team[place] ?? -1)
  const assignee = index.texts.textOf(values.assignee[place] ?? -1)
  return { agency, state, team, assignee, coordination: [], proposal: null, rework: null, reply: null }
}
