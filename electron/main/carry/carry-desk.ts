import { readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { CarryRefusal } from '../../../shared/ipc/outbox-contract.ts'
import { carryRefusals } from '../../../shared/ipc/outbox-contract.ts'
import { shellText } from '../../../shared/text/shell.ts'
import { codeOf } from '../desk-error.ts'
import { describeError } from '../logs/redact.ts'
import type { Log } from '../logs/rotating-log.ts'
import { replaceFile } from '../profile/durable-file.ts'
import { openCarried, sealCarried } from './carried-file.ts'

/** A file dialog: the title, the folder or file it begins at, and the kind of file; answers the path, null when cancelled. */
export type AskForPath = (
  wish: Readonly<{ title: string; defaultPath: string }> & { filters: { name: string; extensions: string[] }[] },
) => Promise<string | null>

export type CarryDeskParts = Readonly<{
  askWhereToSave: AskForPath
  askWhatToOpen: AskForPath
  /** Where the dialogs begin. */
  folder: () => string
  nowMs: () => number
  log: Log
}>

export type CarrySaved = Readonly<{ ok: true } | { ok: false; code: 'cancelled' | 'disk_failed' }>
export type CarryOpened = Readonly<{ ok: true; plain: string } | { ok: false; code: CarryRefusal }>

/** Bigger than any outbox; a file of another kind is not read whole into memory. */
const mostBytes = 64 * 1024 * 1024
const extension = 'ihd'

/** Files of unsent work for another device: where they go and come from, and their seal. */
export class CarryDesk {
  readonly #parts: CarryDeskParts
  #chosen: string | null = null

  constructor(parts: CarryDeskParts) {
    this.#parts = parts
  }

  /** Asks where, then writes the sealed file through to the disk. */
  async save(passphrase: string, plain: string): Promise<CarrySaved> {
    const { askWhereToSave, folder, nowMs, log } = this.#parts
    const date = new Date(nowMs()).toISOString().slice(0, 10)
    const { saveTitle, fileName } = shellText.carry
    const defaultPath = join(folder(), `${fileName(date)}.${extension}`)
    const path = await askWhereToSave({ title: saveTitle, defaultPath, filters: this.#filters() })
    if (path === null) return { ok: false, code: 'cancelled' }
    try {
      await replaceFile(path, await sealCarried(passphrase, plain))
      log.info('work_carried_out')
      return { ok: true }
    } catch (error) {
      log.error('carry_not_written', describeError(error))
      return { ok: false, code: 'disk_failed' }
    }
  }

  async choose(): Promise<{ name: string } | null> {
    const { askWhatToOpen, folder } = this.#parts
    const { openTitle } = shellText.carry
    const path = await askWhatToOpen({ title: openTitle, defaultPath: folder(), filters: this.#filters() })
    if (path === null) return null
    this.#chosen = path
    return { name: basename(path) }
  }

  /** The content of the file chosen last, which stays chosen: a mistyped passphrase can be corrected. */
  async open(passphrase: string): Promise<CarryOpened> {
    if (this.#chosen === null) return { ok: false, code: 'no_file' }
    try {
      const { size } = await stat(this.#chosen)
      if (size > mostBytes) return { ok: false, code: 'not_carried_work' }
      return { ok: true, plain: await openCarried(passphrase, await readFile(this.#chosen)) }
    } catch (error) {
      const code = carryRefusals.find((known) => known === codeOf(error)) ?? 'disk_failed'
      this.#parts.log.info('carry_not_opened', { code })
      return { ok: false, code }
    }
  }

  #filters() {
    return [{ name: shellText.carry.fileKind, extensions: [extension] }]
  }
}
