import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import type { WriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { stream, Worksheet } from 'exceljs'
import type { AboutLineV1, CellV1, SheetColumnV1 } from '../../../shared/ipc/export.ts'
import { DeskError } from '../desk-error.ts'
import { syncDirectory } from '../profile/durable-file.ts'
import { cellValue, numberFormats } from './cell-value.ts'

type Writer = stream.xlsx.WorkbookWriter

export type OpenFile = (path: string, flags: string, mode: number) => Promise<FileHandle>

export type WorkbookWish = Readonly<{
  path: string
  sheetName: string
  columns: readonly SheetColumnV1[]
  nowMs: number
}>

const labelWidth = 28
const valueWidth = 90

/**
 * A workbook that grows row by row in a file of its own beside the target, and takes the target's place when it is whole: until then an
 * older file there stays as it is. After any failure `abandon` leaves nothing behind.
 */
export class WorkbookFile {
  readonly #wish: WorkbookWish
  readonly #partial: string
  readonly #handle: FileHandle
  readonly #stream: WriteStream
  readonly #writer: Writer
  readonly #sheet: Worksheet
  readonly #failed: Promise<never>
  #rows = 0

  private constructor(wish: WorkbookWish, opened: { partial: string; handle: FileHandle; writer: WriterClass }) {
    this.#wish = wish
    this.#partial = opened.partial
    this.#handle = opened.handle
    this.#stream = opened.handle.createWriteStream({ autoClose: false })
    this.#failed = new Promise((_resolve, reject) => this.#stream.on('error', reject))
    // Whoever writes next is told; until then it is no unhandled rejection.
    this.#failed.catch(() => undefined)
    const created = new Date(wish.nowMs)
    this.#writer = new opened.writer({ stream: this.#stream, useStyles: true, zip: { zlib: { level: 6 } } })
    Object.assign(this.#writer, { creator: 'iHaNoi Desk', lastModifiedBy: 'iHaNoi Desk', created, modified: created })
    this.#sheet = this.#firstSheet()
  }

  /** Throws the system's error where the target cannot be replaced or nothing can be written beside it. */
  static async begin(wish: WorkbookWish, openFile: OpenFile = open): Promise<WorkbookFile> {
    await assertReplaceable(wish.path, openFile)
    const { default: writer } = await import('exceljs/lib/stream/xlsx/workbook-writer.js')
    const partial = join(dirname(wish.path), `.${basename(wish.path)}.${randomUUID().slice(0, 8)}.partial`)
    const handle = await openFile(partial, 'wx', 0o600)
    return new WorkbookFile(wish, { partial, handle, writer })
  }

  get path(): string {
    return this.#wish.path
  }

  async add(rows: readonly (readonly CellV1[])[]): Promise<void> {
    const { columns } = this.#wish
    for (const row of rows) {
      this.#sheet.addRow(columns.map(({ kind }, place) => cellValue(kind, row[place] ?? null))).commit()
    }
    this.#rows += rows.length
    const drained = this.#stream.writableNeedDrain ? once(this.#stream, 'drain') : Promise.resolve()
    await Promise.race([drained, this.#failed])
    // A failure of this moment's write is told now, not with the next part.
    await Promise.race([new Promise((resolve) => setImmediate(resolve)), this.#failed])
  }

  /** Adds the sheet that says what the file is, writes everything through to the disk and answers how many rows there are. */
  async finish(sheetName: string, about: readonly AboutLineV1[]): Promise<number> {
    this.#sheet.autoFilter = {
      from: { row: 1, column: 1 },
      to: { row: this.#rows + 1, column: this.#wish.columns.length },
    }
    this.#sheet.commit()
    this.#addAbout(sheetName, about)
    await Promise.race([this.#writer.commit(), this.#failed])
    await this.#handle.sync()
    // The handle closes only when the stream on it is gone.
    this.#stream.destroy()
    await this.#handle.close()
    await rename(this.#partial, this.#wish.path)
    await syncDirectory(dirname(this.#wish.path))
    return this.#rows
  }

  /** Removes what was written so far. */
  async abandon(): Promise<void> {
    // With an error: a `finish` that is under way would wait for ever otherwise.
    this.#stream.destroy(new DeskError('abandoned', 'the export was given up'))
    await this.#handle.close().catch(() => undefined)
    await rm(this.#partial, { force: true })
  }

  #firstSheet(): Worksheet {
    const { sheetName, columns } = this.#wish
    const sheet = this.#writer.addWorksheet(sheetName, { views: [{ state: 'frozen', ySplit: 1 }] })
    sheet.columns = columns.map(({ width, kind }) => ({ width, style: { numFmt: numberFormats[kind] } }))
    const header = sheet.addRow(columns.map((column) => cellValue('text', column.header)))
    header.eachCell((cell) => {
      cell.font = { bold: true }
      cell.numFmt = numberFormats.text
      cell.alignment = { vertical: 'top', wrapText: true }
    })
    header.commit()
    return sheet
  }

  #addAbout(sheetName: string, about: readonly AboutLineV1[]): void {
    const sheet = this.#writer.addWorksheet(sheetName)
    sheet.columns = [{ width: labelWidth }, { width: valueWidth }]
    for (const { label, kind, value } of about) {
      const row = sheet.addRow([cellValue('text', label), cellValue(kind, value)])
      row.getCell(1).font = { bold: true }
      row.getCell(2).numFmt = kind === 'number' ? '#,##0' : numberFormats[kind]
      row.getCell(2).alignment = { horizontal: 'left', wrapText: true }
      row.commit()
    }
    sheet.commit()
  }
}

type WriterClass = typeof stream.xlsx.WorkbookWriter

/** A file that another program holds is found before the work, not after it. */
async function assertReplaceable(path: string, openFile: OpenFile): Promise<void> {
  let held: FileHandle
  try {
    held = await openFile(path, 'r+', 0o600)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return
    throw error
  }
  await held.close()
}
