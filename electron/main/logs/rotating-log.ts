import { appendFileSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { redactDetail } from './redact.ts'
import type { LogDetail } from './redact.ts'

type Level = 'error' | 'info' | 'debug'

/** error = somebody must act. `code` is a fixed word; `detail` passes through the redaction. */
export type Log = Readonly<Record<Level, (code: string, detail?: LogDetail) => void>>

const maxBytes = 2 * 1024 * 1024
const keptFiles = 5
const baseName = 'desk.log'

/** Lines of JSON under the profile's `logs/`: at most 5 files of 2 MB. */
export class RotatingLog implements Log {
  readonly #folder: string
  readonly #nowMs: () => number
  #sizeBytes: number

  constructor(profile: string, nowMs: () => number) {
    this.#folder = join(profile, 'logs')
    this.#nowMs = nowMs
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    this.#sizeBytes = statSync(join(this.#folder, baseName), { throwIfNoEntry: false })?.size ?? 0
  }

  error(code: string, detail: LogDetail = {}): void {
    this.#write('error', code, detail)
  }

  info(code: string, detail: LogDetail = {}): void {
    this.#write('info', code, detail)
  }

  debug(code: string, detail: LogDetail = {}): void {
    this.#write('debug', code, detail)
  }

  /** Paths of all log files, newest first. */
  files(): string[] {
    const names = readdirSync(this.#folder).filter((name) => name.startsWith(baseName))
    return names.toSorted().map((name) => join(this.#folder, name))
  }

  #write(level: Level, code: string, detail: LogDetail): void {
    const at = new Date(this.#nowMs()).toISOString()
    const safeCode = /^[\w:-]{1,100}$/.test(code) ? code : 'code_omitted'
    const line = `${JSON.stringify({ at, level, code: safeCode, detail: redactDetail(detail) })}\n`
    try {
      if (this.#sizeBytes + line.length > maxBytes) this.#rotate()
      appendFileSync(join(this.#folder, baseName), line, { mode: 0o600 })
      this.#sizeBytes += line.length
    } catch (error) {
      // A full disk must not stop the app; the reason is left where a terminal would show it.
      process.stderr.write(`log not written: ${String(error)}\n`)
    }
  }

  #rotate(): void {
    const path = join(this.#folder, baseName)
    rmSync(`${path}.${keptFiles - 1}`, { force: true })
    for (let n = keptFiles - 2; n >= 1; n -= 1) {
      if (statSync(`${path}.${n}`, { throwIfNoEntry: false })) renameSync(`${path}.${n}`, `${path}.${n + 1}`)
    }
    renameSync(path, `${path}.1`)
    this.#sizeBytes = 0
  }
}
