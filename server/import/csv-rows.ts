import { parse } from 'csv-parse/sync'
import { readLines } from './text-lines.ts'
import type { TextLine } from './text-lines.ts'

/** Why a line of the file gave no row; codes are stable and appear in the import's report. */
export const lineRefusalCodes = [
  'row_malformed',
  'columns_wrong',
  'encoding_invalid',
  'control_characters',
  'file_damaged',
] as const
export type LineRefusalCode = (typeof lineRefusalCodes)[number]

/** A parsed line: `fields` in the order of the header, or the reason it was refused. `line` is where it starts in the file. */
export type CsvRow = Readonly<
  { line: number; fields: readonly string[] } | { line: number; refusal: LineRefusalCode; detail: string }
>

/** The header followed by blocks of rows in file order. */
export type CsvBlock = Readonly<{ header: readonly string[]; rows: readonly CsvRow[] }>

const maxLinesInRecord = 50
const maxRecordLength = 64 * 1024
const batchSize = 500
const replacement = '\uFFFD'

/** Tab, line feed and carriage return may stand in a quoted field; PostgreSQL cannot store NUL, the others are damage. */
function hasControl(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    if (unit < 32 && unit !== 9 && unit !== 10 && unit !== 13) return true
  }
  return false
}

function quotesAreEven(text: string): boolean {
  let even = true
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) even = !even
  return even
}

function parseRecords(text: string): string[][] {
  return parse(text, { relax_column_count: true, skip_empty_lines: false })
}

function checked(line: number, text: string, fields: readonly string[], columns: number): CsvRow {
  if (text.includes(replacement)) return { line, refusal: 'encoding_invalid', detail: 'the line is not valid UTF-8' }
  if (text.length > maxRecordLength) {
    return { line, refusal: 'row_malformed', detail: `the row is longer than ${maxRecordLength} characters` }
  }
  if (hasControl(text)) return { line, refusal: 'control_characters', detail: 'the line holds control characters' }
  if (fields.length !== columns) {
    return { line, refusal: 'columns_wrong', detail: `${fields.length} columns instead of ${columns}` }
  }
  return { line, fields }
}

function parseOne(line: TextLine, columns: number): CsvRow {
  try {
    const records = parseRecords(line.text)
    const [fields] = records
    if (records.length !== 1 || fields === undefined) {
      return { line: line.number, refusal: 'row_malformed', detail: 'the line is not one CSV record' }
    }
    return checked(line.number, line.text, fields, columns)
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause)
    return { line: line.number, refusal: 'row_malformed', detail }
  }
}

/** Lines that are each a whole record, parsed together: about ten times faster than one by one. */
function parseMany(lines: readonly TextLine[], columns: number): CsvRow[] {
  try {
    const records = parseRecords(lines.map((line) => line.text).join('\n'))
    if (records.length === lines.length) {
      return lines.map((line, index) => checked(line.number, line.text, records[index] ?? [], columns))
    }
  } catch (cause) {
    // One malformed line spoils its batch: the lines are parsed apart below, which names it.
    if (!(cause instanceof Error)) throw cause
  }
  return lines.map((line) => parseOne(line, columns))
}

/**
 * A quote that stays open may be a field over several lines or a slip. It is taken as a field only if joining some of the next
 * lines gives a record of the right width; otherwise its first line alone is refused, so a slip never swallows its neighbours.
 */
function joinOpenQuote(lines: readonly TextLine[], at: number, columns: number): { row: CsvRow; used: number } {
  const first = lines[at]
  if (first === undefined) throw new RangeError('no line to join')
  let text = first.text
  for (let used = 2; used <= maxLinesInRecord && at + used <= lines.length; used += 1) {
    text += `\n${lines[at + used - 1]?.text ?? ''}`
    if (text.length > maxRecordLength) break
    if (!quotesAreEven(text)) continue
    const row = parseOne({ number: first.number, text }, columns)
    if ('fields' in row) return { row, used }
    break
  }
  const row: CsvRow = { line: first.number, refusal: 'row_malformed', detail: 'a quote is opened and never closed' }
  return { row, used: 1 }
}

/** Parses every record that starts before `stopAt`; the last one may use lines after it. `next` is the first line left over. */
function parseBlock(lines: readonly TextLine[], columns: number, stopAt: number): { rows: CsvRow[]; next: number } {
  const rows: CsvRow[] = []
  let batch: TextLine[] = []
  const flush = (): void => {
    if (batch.length > 0) rows.push(...parseMany(batch, columns))
    batch = []
  }
  let at = 0
  while (at < stopAt) {
    const line = lines[at]
    if (line === undefined) break
    if (quotesAreEven(line.text)) {
      if (line.text.trim() !== '') batch.push(line)
      if (batch.length >= batchSize) flush()
      at += 1
      continue
    }
    flush()
    const joined = joinOpenQuote(lines, at, columns)
    rows.push(joined.row)
    at += joined.used
  }
  flush()
  return { rows, next: at }
}

function parseHeader(line: TextLine | undefined): string[] {
  if (line === undefined) return []
  const text = line.text.startsWith('\uFEFF') ? line.text.slice(1) : line.text
  const row = parseOne({ number: line.number, text: text.slice(0, maxRecordLength) }, text.split(',').length)
  return 'fields' in row ? row.fields.map((name) => name.trim()) : []
}

/**
 * Reads a CSV file (plain or gzipped) as blocks of rows with their line numbers. Rows that are no good come as refusals and
 * never harm their neighbours; a damaged or cut-off file ends with one `file_damaged` refusal. An unreadable header gives an
 * empty `header`. Blank lines are skipped.
 */
export async function* readCsv(path: string): AsyncGenerator<CsvBlock> {
  let header: string[] | null = null
  let kept: readonly TextLine[] = []
  let lastLine = 0
  for await (const block of readLines(path)) {
    let lines = [...kept, ...block.lines]
    lastLine = lines.at(-1)?.number ?? lastLine
    if (header === null && lines.length > 0) {
      header = parseHeader(lines[0])
      lines = lines.slice(1)
    }
    const columns = header?.length ?? 0
    if (block.damage !== null) {
      const { rows } = parseBlock(lines, columns, lines.length)
      const detail = `the file is damaged or cut off after line ${lastLine}: ${block.damage}`
      yield { header: header ?? [], rows: [...rows, { line: lastLine + 1, refusal: 'file_damaged', detail }] }
      return
    }
    // The tail waits for the next block, so that a record over several lines is never cut by a block's end.
    const { rows, next } = parseBlock(lines, columns, lines.length - maxLinesInRecord)
    kept = lines.slice(next)
    yield { header: header ?? [], rows }
  }
  yield { header: header ?? [], rows: parseBlock(kept, header?.length ?? 0, kept.length).rows }
}
