import { codeOf } from '../desk-error.ts'

export type LogDetail = Readonly<Record<string, string | number | boolean>>

// Codes, ids and versions only: no spaces, so no sentence and no name of two words passes; no long run of digits, so no phone.
const harmless = /^[A-Za-z0-9_.:/@-]{0,120}$/
const longNumber = /\d{8,}/

function redactText(text: string): string {
  const isUuid = /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(text)
  return isUuid || (harmless.test(text) && !longNumber.test(text)) ? text : `omitted:${text.length}`
}

/** Keeps personal data out of the logs: text that is not plainly a code or an id is replaced by its length. */
export function redactDetail(detail: LogDetail): Record<string, string | number | boolean> {
  const entries = Object.entries(detail).slice(0, 20)
  return Object.fromEntries(
    entries.map(([key, value]) => [redactText(key), typeof value === 'string' ? redactText(value) : value]),
  )
}

/** What a log may say of an error: its name, its code and where it was thrown; never its message. */
export function describeError(error: unknown): LogDetail {
  if (!(error instanceof Error)) return { name: typeof error }
  const frame = /\(?([\w.-]+\.c?js:\d+:\d+)\)?$/m.exec(error.stack ?? '')?.[1] ?? 'unknown'
  return { name: error.name, code: codeOf(error), at: frame }
}
