import { ImportError } from '../import-error.ts'
import { boston311 } from './boston311.ts'
import type { Mapping } from './mapping.ts'

const known: readonly Mapping[] = [boston311]

/** The mapping of that name; throws `import_mapping_unknown`, naming those there are. */
export function findMapping(name: string): Mapping {
  const found = known.find((mapping) => mapping.name === name)
  if (found !== undefined) return found
  const names = known.map((mapping) => mapping.name).join(', ')
  throw new ImportError(
    'import_mapping_unknown',
    `There is no import mapping "${name}". Give --mapping one of: ${names}.`,
  )
}

/** Throws `import_header_wrong` when the header lacks a column the mapping reads or names one twice, naming which. */
export function requireHeader(mapping: Mapping, header: readonly string[], file: string): void {
  const twice = mapping.columns.filter((column) => header.indexOf(column) !== header.lastIndexOf(column))
  if (twice.length > 0) {
    throw new ImportError(
      'import_header_wrong',
      `${file} names columns twice: ${twice.join(', ')}. Leave one of each; nothing was imported.`,
    )
  }
  const missing = mapping.columns.filter((column) => !header.includes(column))
  if (missing.length === 0) return
  const all = missing.length === mapping.columns.length
  const problem = all
    ? `does not look like a CSV file of mapping ${mapping.name}: its first line names none of the columns`
    : `lacks columns that mapping ${mapping.name} reads:`
  throw new ImportError(
    'import_header_wrong',
    `${file} ${problem} ${missing.join(', ')}. Check that the file and --mapping belong together and that the file is CSV with commas in UTF-8; nothing was imported.`,
  )
}
