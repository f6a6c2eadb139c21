import type { ExportColumn, ExportRequestV1 } from '../../../../shared/contract/export.ts'
import { mostExported } from '../../../../shared/contract/export-limits.ts'
import type { AboutLineV1, CellV1, ExportFailure, SheetColumnV1 } from '../../../../shared/ipc/export.ts'
import { mostRowsAtOnce } from '../../../../shared/ipc/sheet-limits.ts'
import type { QueueQueryV1, QueueRowV1 } from '../../../../shared/ipc/queue-contract.ts'
import type { DeskServices } from '../../../platform/desk-services.tsx'
import { ServerProblem } from '../../../platform/server-ask.ts'

export type ExportWish = Readonly<{
  exportId: string
  query: QueueQueryV1
  shown: readonly ExportColumn[]
  sheetName: string
  aboutSheetName: string
  columns: readonly SheetColumnV1[]
  cells: (row: QueueRowV1) => CellV1[]
  about: (counts: Readonly<{ asOfMs: number; written: number; refused: number }>) => AboutLineV1[]
}>

export type FailureCode =
  | Exclude<ExportFailure, 'cancelled'>
  | 'list_gone'
  | 'offline'
  | 'server'
  | 'nothing_allowed'
  | 'too_many'
  | 'failed'

export type ExportOutcome =
  | Readonly<{ ok: true; ticket: string; fileName: string; rows: number; refused: number }>
  /** `code` is null where the person changed their mind. */
  | Readonly<{ ok: false; code: FailureCode | null }>

/** What an export goes through, in this order for each part: worker, server, main. */
export type ExportServices = Pick<DeskServices, 'worker' | 'bridge' | 'ask'>

export type Progress = Readonly<{ done: number; total: number }>

/** Rows asked of the worker together; and how many cases the server is asked about at once: an audit entry each. */
const rowsAtOnce = 500
const askedAtOnce = 2000

class Stopped extends Error {
  readonly code: FailureCode | null

  constructor(code: FailureCode | null) {
    super(code ?? 'stopped')
    this.name = 'Stopped'
    this.code = code
  }
}

/** One way through worker, server and main. `signal` stops it between two parts; whatever ends it early leaves no file. */
class ExportRun {
  readonly #parts: ExportServices
  readonly #wish: ExportWish
  readonly #signal: AbortSignal
  #written = 0
  #refused = 0

  constructor(parts: ExportServices, wish: ExportWish, signal: AbortSignal) {
    this.#parts = parts
    this.#wish = wish
    this.#signal = signal
  }

  /** Writes every row the worker and the server allow and answers the outcome; throws `Stopped` or what a port throws. */
  async write(ticket: string, onProgress: (progress: Progress) => void): Promise<ExportOutcome> {
    const { worker, bridge } = this.#parts
    const { list, total, asOfMs } = await worker.exports.open({ query: this.#wish.query })
    try {
      if (total > mostExported) throw new Stopped('too_many')
      for (let offset = 0; offset < total; offset += askedAtOnce) {
        await this.#writePart(ticket, { list, offset, total }, onProgress)
      }
    } finally {
      await worker.exports.close({ list })
    }
    if (this.#written === 0) throw new Stopped('nothing_allowed')
    const about = this.#wish.about({ asOfMs, written: this.#written, refused: this.#refused })
    const finished = await bridge.call('export:finish', { ticket, sheetName: this.#wish.aboutSheetName, about })
    if (!finished.ok) throw new Stopped(failureOf(finished.code))
    return { ok: true, ticket, fileName: finished.fileName, rows: finished.rows, refused: this.#refused }
  }

  async #writePart(
    ticket: string,
    part: Readonly<{ list: string; offset: number; total: number }>,
    onProgress: (progress: Progress) => void,
  ): Promise<void> {
    const rows = await this.#rows(part)
    const allowed = await this.#allowed(rows, part.total)
    const kept = rows.filter((row) => allowed.has(row.id))
    this.#refused += rows.length - kept.length
    for (let from = 0; from < kept.length; from += mostRowsAtOnce) {
      this.#assertGoing()
      const cells = kept.slice(from, from + mostRowsAtOnce).map(this.#wish.cells)
      const appended = await this.#parts.bridge.call('export:append', { ticket, rows: cells })
      if (!appended.ok) throw new Stopped(failureOf(appended.code))
      this.#written += cells.length
      onProgress({ done: this.#written + this.#refused, total: part.total })
    }
  }

  async #rows({ list, offset, total }: Readonly<{ list: string; offset: number; total: number }>) {
    const rows: QueueRowV1[] = []
    const end = Math.min(total, offset + askedAtOnce)
    for (let from = offset; from < end; from += rowsAtOnce) {
      this.#assertGoing()
      const limit = Math.min(rowsAtOnce, end - from)
      const answer = await this.#parts.worker.exports.rows({ list, offset: from, limit })
      rows.push(...answer.rows)
      this.#refused += answer.refused
    }
    return rows
  }

  /** Nothing is written before the server has recorded it. */
  async #allowed(rows: readonly QueueRowV1[], total: number): Promise<ReadonlySet<unknown>> {
    if (rows.length === 0) return new Set()
    const { exportId, shown } = this.#wish
    const body: ExportRequestV1 = {
      exportId,
      kind: 'queue',
      columns: [...shown],
      total,
      caseIds: rows.map((row) => row.id),
    }
    const answer = await this.#parts.ask({ method: 'POST', path: '/api/v1/exports', body })
    return new Set(allowedIn(answer))
  }

  #assertGoing(): void {
    if (this.#signal.aborted) throw new Stopped(null)
  }
}

/** Asks where to, then writes the whole list there. Never throws. */
export async function runExport(
  parts: ExportServices,
  wish: ExportWish,
  going: Readonly<{ signal: AbortSignal; onProgress: (progress: Progress) => void }>,
): Promise<ExportOutcome> {
  let ticket: string | null = null
  try {
    const { sheetName } = wish
    const columns = wish.columns.map(({ header, kind, width }) => ({ header, kind, width }))
    const begun = await parts.bridge.call('export:begin', { sheetName, columns })
    if (!begun.ok) return { ok: false, code: failureOf(begun.code) }
    ticket = begun.ticket
    // Before the first answer there is no number, but the file's place is known: the work has begun.
    going.onProgress({ done: 0, total: 0 })
    return await new ExportRun(parts, wish, going.signal).write(ticket, going.onProgress)
  } catch (problem) {
    if (!(problem instanceof Stopped)) console.error('export_failed', problem)
    if (ticket !== null) await parts.bridge.call('export:abandon', { ticket }).catch(() => undefined)
    return { ok: false, code: codeOf(problem) }
  }
}

function allowedIn(answer: unknown): unknown[] {
  const allowed: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'allowed') : null
  if (!Array.isArray(allowed)) throw new Stopped('server')
  return allowed
}

const failureOf = (code: ExportFailure): FailureCode | null => (code === 'cancelled' ? null : code)

function codeOf(problem: unknown): FailureCode | null {
  if (problem instanceof Stopped) return problem.code
  if (problem instanceof ServerProblem) {
    if (problem.code === 'offline') return 'offline'
    return problem.code === 'unauthenticated' ? 'signed_out' : 'server'
  }
  const code: unknown = typeof problem === 'object' && problem !== null ? Reflect.get(problem, 'code') : undefined
  return code === 'list_gone' || code === 'vault_closed' ? 'list_gone' : 'failed'
}
