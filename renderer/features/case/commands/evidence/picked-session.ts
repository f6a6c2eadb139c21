import { maxFilesPerCommand } from '../../../../../shared/contract/command-args.ts'
import type { AnnouncedFile } from '../../../../../shared/domain/command.ts'
import type { DeskBridge } from '../../../../../shared/ipc/bridge.ts'
import { likelyRole, takeFile } from './picked-files.ts'
import type { PickedFile } from './picked-files.ts'

/** What a dialog shows of its files; `isTooMany`: more were picked at once than one command may bring. */
export type Picked = Readonly<{ files: readonly PickedFile[]; isTooMany: boolean }>

/** The files of one open dialog, from being picked to being given with a command, or given up. */
export class PickedSession {
  readonly #bridge: DeskBridge
  readonly #caseId: string
  readonly #listeners = new Set<() => void>()
  /** By the key of a picked file: its id once it is sealed on this device. */
  readonly #ids = new Map<string, string | null>()
  #picked: Picked = { files: [], isTooMany: false }
  #isGiven = false

  constructor(bridge: DeskBridge, caseId: string) {
    this.#bridge = bridge
    this.#caseId = caseId
  }

  readonly snapshot = (): Picked => this.#picked

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly add = (files: Iterable<File>): void => {
    const all = [...files]
    const room = Math.max(0, maxFilesPerCommand - this.#ids.size)
    this.#show(this.#picked.files, all.length > room)
    for (const file of all.slice(0, room)) {
      const key = crypto.randomUUID()
      this.#ids.set(key, null)
      const shown = { key, name: file.name, sizeBytes: file.size, role: likelyRole(file.type), thumb: null }
      this.#show([...this.#picked.files, { ...shown, phase: 'reading', percent: 0 }])
      this.#take(key, file).catch((reason: unknown) => {
        console.error('evidence_not_taken', reason)
        this.#change(key, (old) => ({ ...old, phase: 'failed', code: 'disk_failed' }))
      })
    }
  }

  readonly remove = (key: string): void => {
    const id = this.#ids.get(key)
    this.#ids.delete(key)
    if (typeof id === 'string') this.#discard([id])
    this.#show(
      this.#picked.files.filter((one) => one.key !== key),
      false,
    )
  }

  readonly setRole = (key: string, role: AnnouncedFile['role']): void => this.#change(key, (old) => ({ ...old, role }))

  /** A command names the files: closing the dialog keeps them. */
  given(): void {
    this.#isGiven = true
  }

  /** The dialog closes: what no command names is given up, also what is still being read. */
  leave(): void {
    const ids = [...this.#ids.values()].filter((id) => id !== null)
    this.#ids.clear()
    if (!this.#isGiven) this.#discard(ids)
  }

  async #take(key: string, file: File): Promise<void> {
    const taken = await takeFile({
      bridge: this.#bridge,
      caseId: this.#caseId,
      file,
      onPercent: (percent) => this.#change(key, (old) => (old.phase === 'reading' ? { ...old, percent } : old)),
      isUnwanted: () => !this.#ids.has(key),
    })
    if (taken === null) return
    if (!taken.ok) this.#change(key, (old) => ({ ...old, phase: 'failed', code: taken.code }))
    else if (this.#ids.has(key)) {
      this.#ids.set(key, taken.file.id)
      this.#change(key, (old) => ({ ...old, phase: 'ready', file: taken.file, thumb: taken.thumb }))
    } else this.#discard([taken.file.id])
  }

  #change(key: string, next: (old: PickedFile) => PickedFile): void {
    this.#show(this.#picked.files.map((one) => (one.key === key ? next(one) : one)))
  }

  #show(files: readonly PickedFile[], isTooMany = this.#picked.isTooMany): void {
    this.#picked = { files, isTooMany }
    for (const listener of this.#listeners) listener()
  }

  #discard(ids: readonly string[]): void {
    if (ids.length === 0) return
    this.#bridge
      .call('evidence:discard', { ids: [...ids] })
      .catch((reason: unknown) => console.error('evidence_not_discarded', reason))
  }
}
