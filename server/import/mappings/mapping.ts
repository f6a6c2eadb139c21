/** A thing the source names: `code` is its stable key inside the mapping, `name` what officials read. */
export type NamedThing = Readonly<{ code: string; name: string }>

/** One case as a mapping reads it from a row; times are Unix milliseconds. */
export type MappedCase = Readonly<{
  externalId: string
  caseNumber: string
  title: string
  body: string
  place: string
  point: Readonly<{ lng: number; lat: number }> | null
  agency: NamedThing
  team: NamedThing
  category: NamedThing
  area: NamedThing | null
  state: 'closed' | 'in_progress' | 'assigned'
  submittedAtMs: number
  dueAtMs: number | null
  closedAtMs: number | null
  /** What the source wrote on closing, as received; null where it wrote nothing. */
  closureText: string | null
}>

/** Something about an imported row that people should know; the row is imported all the same. */
export const rowNoteCodes = ['on_time_flag_blank', 'on_time_flag_differs'] as const
export type RowNoteCode = (typeof rowNoteCodes)[number]

/** Why a mapping refuses a well-formed row; codes are stable. */
export const rowRefusalCodes = [
  'value_missing',
  'time_invalid',
  'order_of_times',
  'status_unknown',
  'point_invalid',
  'value_too_long',
] as const
export type RowRefusalCode = (typeof rowRefusalCodes)[number]

/** What a mapping makes of one row. */
export type MappedRow = Readonly<
  { ok: true; value: MappedCase; notes: readonly RowNoteCode[] } | { ok: false; code: RowRefusalCode; detail: string }
>

/** A named way to read one kind of source file. */
export type Mapping = Readonly<{
  name: string
  /** IANA zone in which the source writes its local times, also the office zone of the agencies made from it. */
  timeZone: string
  /** Columns the header must name, in any order; others are ignored. */
  columns: readonly string[]
  mapRow: (row: ReadonlyMap<string, string>) => MappedRow
}>
