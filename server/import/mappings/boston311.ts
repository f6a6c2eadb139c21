import { zonedTimeToMs } from '../zoned-time.ts'
import type { MappedCase, MappedRow, Mapping, NamedThing, RowNoteCode, RowRefusalCode } from './mapping.ts'

const timeZone = 'America/New_York'

/** Columns of the "311 service requests" CSV that the city of Boston publishes (layout of 2011; licence PDDL). */
const columns = [
  'case_enquiry_id',
  'open_dt',
  'target_dt',
  'closed_dt',
  'ontime',
  'case_status',
  'closure_reason',
  'case_title',
  'subject',
  'reason',
  'type',
  'queue',
  'department',
  'location',
  'neighborhood',
  'latitude',
  'longitude',
  'source',
] as const
type Column = (typeof columns)[number]
type Read = (column: Column) => string

class RowRefused extends Error {
  readonly code: RowRefusalCode

  constructor(code: RowRefusalCode, message: string) {
    super(message)
    this.code = code
  }
}

function required(read: Read, column: Column, maxLength: number): string {
  const value = read(column)
  if (value === '') throw new RowRefused('value_missing', `${column} is empty`)
  if (value.length > maxLength)
    throw new RowRefused('value_too_long', `${column} is longer than ${maxLength} characters`)
  return value
}

function time(read: Read, column: Column): number | null {
  const value = read(column)
  if (value === '') return null
  const atMs = zonedTimeToMs(value, timeZone)
  if (atMs === null) throw new RowRefused('time_invalid', `${column} is no date and time: ${value.slice(0, 40)}`)
  return atMs
}

function point(read: Read): MappedCase['point'] {
  const [latText, lngText] = [read('latitude'), read('longitude')]
  if (latText === '' && lngText === '') return null
  const [lat, lng] = [Number(latText), Number(lngText)]
  const real = latText !== '' && lngText !== '' && Math.abs(lat) <= 90 && Math.abs(lng) <= 180
  if (!real)
    throw new RowRefused(
      'point_invalid',
      `latitude or longitude is no coordinate: ${latText}, ${lngText}`.slice(0, 120),
    )
  return { lng, lat }
}

/** The source's names become codes: lower case, every run of other signs one hyphen. */
function codeOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80)
}

function named(name: string): NamedThing {
  return { code: codeOf(name), name }
}

type Times = Readonly<{ openedMs: number; targetMs: number | null; closedMs: number | null }>

function times(read: Read): Times {
  required(read, 'open_dt', 40)
  const openedMs = time(read, 'open_dt') ?? Number.NaN
  const targetMs = time(read, 'target_dt')
  const closedMs = time(read, 'closed_dt')
  if (closedMs !== null && closedMs < openedMs) throw new RowRefused('order_of_times', 'closed_dt is before open_dt')
  return { openedMs, targetMs, closedMs }
}

/** Compares the file's own flag with its dates: on time means closed_dt <= target_dt. */
function flagNotes(read: Read, { targetMs, closedMs }: Times): RowNoteCode[] {
  if (targetMs === null || closedMs === null) return []
  const flag = read('ontime')
  if (flag === '') return ['on_time_flag_blank']
  return (flag === 'ONTIME') === closedMs <= targetMs ? [] : ['on_time_flag_differs']
}

function stateOf(read: Read, { closedMs }: Times): MappedCase['state'] {
  const status = required(read, 'case_status', 40)
  if (status === 'Closed') {
    if (closedMs === null) throw new RowRefused('value_missing', 'case_status is Closed but closed_dt is empty')
    return 'closed'
  }
  if (status !== 'Open') throw new RowRefused('status_unknown', `case_status is neither Open nor Closed: ${status}`)
  if (closedMs !== null) throw new RowRefused('order_of_times', 'case_status is Open but closed_dt is set')
  // An open case on which the source already wrote an outcome is being worked on; the others wait in their queue.
  return read('closure_reason') === '' ? 'assigned' : 'in_progress'
}

function bodyOf(read: Read): string {
  const lines = (['subject', 'reason', 'type', 'source'] as const)
    .filter((column) => read(column) !== '')
    .map((column) => `${column}: ${read(column)}`)
  return lines.join('\n').normalize('NFC')
}

function mapCase(read: Read): { value: MappedCase; notes: RowNoteCode[] } {
  const externalId = required(read, 'case_enquiry_id', 40)
  const when = times(read)
  const neighborhood = read('neighborhood')
  const department = required(read, 'department', 80)
  const queue = required(read, 'queue', 200)
  const closure = read('closure_reason')
  if (closure.length > 20_000) throw new RowRefused('value_too_long', 'closure_reason is longer than 20000 characters')
  const value: MappedCase = {
    externalId,
    caseNumber: `BOS-${externalId}`,
    title: required(read, 'case_title', 300).normalize('NFC'),
    body: bodyOf(read),
    place: (read('location') || neighborhood).slice(0, 500),
    point: point(read),
    agency: named(department),
    team: { code: codeOf(queue), name: queue },
    category: named(required(read, 'reason', 200)),
    area: neighborhood === '' ? null : named(neighborhood),
    state: stateOf(read, when),
    submittedAtMs: when.openedMs,
    dueAtMs: when.targetMs,
    closedAtMs: when.closedMs,
    closureText: closure === '' ? null : closure,
  }
  return { value, notes: flagNotes(read, when) }
}

/**
 * Boston's service requests: departments become agencies, queues teams, reasons categories, neighbourhoods areas.
 * Times are local without a zone. `target_dt` is the deadline as the source set it, so on time means closed_dt <= target_dt.
 */
export const boston311: Mapping = {
  name: 'boston311',
  timeZone,
  columns,
  mapRow(row): MappedRow {
    try {
      return { ok: true, ...mapCase((column) => (row.get(column) ?? '').trim()) }
    } catch (cause) {
      if (cause instanceof RowRefused) return { ok: false, code: cause.code, detail: cause.message }
      throw cause
    }
  },
}
