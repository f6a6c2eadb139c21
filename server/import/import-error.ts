/** Why a whole import could not start or go on; single bad rows are refused in the report instead. */
export const importErrorCodes = [
  'import_file_missing',
  'import_file_unreadable',
  'import_file_damaged',
  'import_mapping_unknown',
  'import_header_wrong',
] as const
export type ImportErrorCode = (typeof importErrorCodes)[number]

/** An import that is refused whole. `message` is English and says what to do; the command ends with a non-zero exit. */
export class ImportError extends Error {
  readonly code: ImportErrorCode

  constructor(code: ImportErrorCode, message: string) {
    super(message)
    this.name = 'ImportError'
    this.code = code
  }
}
