import { randomUUID } from 'node:crypto'
import { basename, join } from 'node:path'
import type { AboutLineV1, CellV1, ExportFailure, SheetColumnV1 } from '../../../shared/ipc/export.ts'
import { dateOfDay, hanoiZone, localDay } from '../../../shared/domain/time/zone.ts'
import { shellText } from '../../../shared/text/shell.ts'
import type { AskForPath } from '../carry/carry-desk.ts'
import { codeOf } from '../desk-error.ts'
import { describeError } from '../logs/redact.ts'
import type { Log } from '../logs/rotating-log.ts'
import { WorkbookFile } from './workbook-file.ts'
import type { OpenFile } from './workbook-file.ts'

export type ExportDeskParts = Readonly<{
  askWhereToSave: AskForPath
  /** Where the dialog begins. */
  folder: () => string
  /** Shows a file in its folder. */
  reveal: (path: string) => void
  nowMs: () => number
  log: Log
  openFile?: OpenFile
}>

type Refused = Readonly<{ ok: false; code: ExportFailure }>
type Done = Readonly<{ ok: true }>
type Book = Readonly<{ sheetName: string; columns: readonly SheetColumnV1[] }>

const done: Done = { ok: true }
const refusedWith = (code: ExportFailure): Refused => ({ ok: false, code })

/** One workbook at a time, written only where the person said in the system's dialog. */
export class ExportDesk {
  readonly #parts: ExportDeskParts
  #current: Readonly<{ ticket: string; file: WorkbookFile }> | null = null
  #finished: Readonly<{ ticket: string; path: string }> | null = null

  constructor(parts: ExportDeskParts) {
    this.#parts = parts
  }

  /** Asks where to; an export that a page left behind is given up first. */
  async begin({ sheetName, columns }: Book): Promise<Refused | Readonly<{ ok: true; ticket: string }>> {
    const { askWhereToSave, folder, nowMs, openFile } = this.#parts
    await this.#giveUp()
    const day = dateOfDay(localDay(hanoiZone, nowMs()))
    const { title, fileName, fileKind } = shellText.export
    const path = await askWhereToSave({
      title,
      defaultPath: join(folder(), fileName(day)),
      filters: [{ name: fileKind, extensions: ['xlsx'] }],
    })
    if (path === null) return refusedWith('cancelled')
    try {
      const file = await WorkbookFile.begin({ path, sheetName, columns, nowMs: nowMs() }, openFile)
      await this.#giveUp()
      const ticket = randomUUID()
      this.#current = { ticket, file }
      return { ok: true, ticket }
    } catch (error) {
      return this.#failure(error)
    }
  }

  async append(ticket: string, rows: readonly (readonly CellV1[])[]): Promise<Refused | Done> {
    return this.#on(ticket, async (file) => {
      await file.add(rows)
      return done
    })
  }

  async finish(
    ticket: string,
    { sheetName, about }: Readonly<{ sheetName: string; about: readonly AboutLineV1[] }>,
  ): Promise<Refused | Readonly<{ ok: true; rows: number; fileName: string }>> {
    const taken = (code: string) => (heldAtTheEnd.has(code) ? 'file_busy' : failureOf(code))
    const write = async (file: WorkbookFile) => {
      const rows = await file.finish(sheetName, about)
      this.#current = null
      this.#finished = { ticket, path: file.path }
      this.#parts.log.info('queue_exported', { rows })
      return { ok: true as const, rows, fileName: basename(file.path) }
    }
    return this.#on(ticket, write, taken)
  }

  async abandon(ticket: string): Promise<void> {
    if (this.#current?.ticket === ticket) await this.#giveUp()
  }

  show(ticket: string): Refused | Done {
    if (this.#finished?.ticket !== ticket) return refusedWith('not_open')
    this.#parts.reveal(this.#finished.path)
    return done
  }

  /** Gives up what is being written: another account, or the end. */
  async stop(): Promise<void> {
    this.#finished = null
    await this.#giveUp()
  }

  async #on<T>(ticket: string, work: (file: WorkbookFile) => Promise<T>, told = failureOf): Promise<T | Refused> {
    const { file } = this.#current?.ticket === ticket ? this.#current : { file: null }
    if (file === null) return refusedWith('not_open')
    try {
      return await work(file)
    } catch (error) {
      await this.#giveUp()
      return this.#failure(error, told)
    }
  }

  async #giveUp(): Promise<void> {
    const current = this.#current
    this.#current = null
    await current?.file.abandon()
  }

  #failure(error: unknown, told = failureOf): Refused {
    this.#parts.log.error('export_not_written', describeError(error))
    return refusedWith(told(codeOf(error)))
  }
}

/** The folder takes files, as the one beside shows: then these say that the target was opened, or taken, while the rows were written. */
const heldAtTheEnd: ReadonlySet<string> = new Set(['EACCES', 'EISDIR', 'EEXIST', 'ENOTEMPTY'])

/** Of a system call's code. Windows says EBUSY or EPERM where another program holds the file, EACCES also where the folder is closed. */
function failureOf(code: string): ExportFailure {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return 'disk_full'
    case 'EBUSY':
    case 'EPERM':
    case 'ETXTBSY':
      return 'file_busy'
    case 'EACCES':
    case 'EROFS':
    case 'EISDIR':
    case 'ENOENT':
    case 'ENAMETOOLONG':
      return 'not_writable'
    default:
      return 'disk_failed'
  }
}
