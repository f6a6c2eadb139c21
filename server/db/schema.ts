import type { ColumnType, Generated, GeneratedAlways } from 'kysely'
import type { CaseRowV1, EventRowV1, FileRowV1, RowOf } from '../../shared/contract/rows.ts'

/** A jsonb column: read as a value, written as JSON text (`toJson`). */
export type Json<T> = ColumnType<T, string, string>
/** A `date` column: read and written as `YYYY-MM-DD`. */
export type CalendarDay = ColumnType<string, string, string>
type OptionalDay = ColumnType<string | null, string | null | undefined, string | null>
type Validity = { valid_from: CalendarDay; valid_to: OptionalDay; successors: Generated<string[]> }

/** Writes a value for a jsonb column. */
export function toJson(value: unknown): string {
  return JSON.stringify(value)
}

export type AgencyTable = {
  id: string
  name: string
  short_name: string
  kind: RowOf<'agency'>['kind']
  certainty: Generated<RowOf<'agency'>['certainty']>
  time_zone: Generated<string>
  calendar: string
} & Validity

export type GrantTable = {
  id: string
  official_id: string
  role: RowOf<'official'>['grants'][number]['role']
  agency: string
  team: string | null
  valid_from: Generated<string>
  valid_to: OptionalDay
}

/** Write `id`, `data` and `external_id`; every other column is computed from `data`. */
export type ComplaintTable = {
  id: string
  data: Json<CaseRowV1>
  external_id: string | null
  case_number: GeneratedAlways<string>
  state: GeneratedAlways<CaseRowV1['state']>
  level: GeneratedAlways<CaseRowV1['level']>
  source: GeneratedAlways<string>
  category: GeneratedAlways<string>
  area: GeneratedAlways<string | null>
  agency: GeneratedAlways<string>
  team: GeneratedAlways<string | null>
  assignee: GeneratedAlways<string | null>
  submitted_at_ms: GeneratedAlways<number>
  due_at_ms: GeneratedAlways<number | null>
  answered_at_ms: GeneratedAlways<number | null>
  closed_at_ms: GeneratedAlways<number | null>
  row_version: GeneratedAlways<number>
  flow_version: GeneratedAlways<number>
  buckets: GeneratedAlways<string[]>
}

export type ReporterTable = {
  case_id: string
  kind: string
  name: string
  phone: string | null
  address: string | null
  tax_code: string | null
  representative: string | null
}

/** `case_id`, `hash`, `stored` and `thumb_bytes` are computed from `data`. */
export type FileTable = {
  id: string
  data: Json<FileRowV1>
  case_id: GeneratedAlways<string>
  hash: GeneratedAlways<string>
  stored: GeneratedAlways<boolean>
  thumb_bytes: GeneratedAlways<number>
  announced_by: string
  announced_at_ms: number
}

export type MutationTable = {
  client_id: string
  mutation_id: number
  key: string
  user_id: string
  name: string
  version: number
  case_id: string | null
  args_hash: string
  status: 'applied' | 'noop' | 'conflict' | 'rejected' | 'quarantined'
  code: string | null
  result: ColumnType<unknown, string | null, string | null>
  flow_version: number | null
  seq: number | null
  client_at_ms: number
  received_at_ms: number
}

export type ClientTable = {
  client_id: string
  user_id: string
  device_name: string
  app_version: string
  schema: number
  last_mutation: Generated<number>
  state: Generated<'active' | 'locked' | 'wipe'>
  discard_unsent: Generated<boolean>
  wiped_at_ms: Generated<number | null>
  created_at_ms: number
  seen_at_ms: number
}

export type JobTable = {
  id: string
  kind: string
  key: string
  state: 'running' | 'done' | 'failed'
  done: Generated<number>
  total: number | null
  detail: ColumnType<unknown, string | undefined, string>
  created_at_ms: number
  updated_at_ms: number
}

export type AuditTable = {
  n: GeneratedAlways<number>
  at_ms: number
  actor: string
  action: string
  subject: string | null
  detail: ColumnType<unknown, string | undefined, never>
}

export type ConfigChangeTable = {
  n: GeneratedAlways<number>
  kind: string
  target: string
  agency: string | null
  before: ColumnType<unknown, string | null, never>
  after: ColumnType<unknown, string | null, never>
  reason: string
  actor: string
  at_ms: number
}

/** Every table of the central server, as kysely sees it. Column meanings are told in the migrations. */
export type DeskSchema = {
  agency: AgencyTable
  team: { id: string; agency: string; name: string } & Validity
  area: { id: string; name: string; former_names: Generated<string[]> } & Validity
  official: { id: string; username: string; display_name: string; active: Generated<boolean> }
  absence: { id: string; official: string; from_ms: number; to_ms: number; substitute: string | null }
  role_grant: GrantTable
  category: { id: string; name: string; kind: CaseRowV1['kind']; source: string }
  policy: { id: string; name: string; data: Json<unknown> }
  calendar: { id: string; name: string; data: Json<unknown> }
  notice: { id: string; code: string; count: number; at_ms: number; agencies: Generated<string[]> }
  routing: { id: string; category: string; agency: string; team: string | null }
  ground: { id: string; data: Json<RowOf<'ground'>> }
  template: { id: string; agency: GeneratedAlways<string | null>; data: Json<RowOf<'template'>> }
  config_change: ConfigChangeTable
  server_setting: { name: string; value: string }
  complaint: ComplaintTable
  reporter: ReporterTable
  event: {
    id: string
    data: Json<EventRowV1>
    case_id: GeneratedAlways<string>
    at_ms: GeneratedAlways<number>
  }
  file: FileTable
  draft: {
    id: string
    data: Json<RowOf<'draft'>>
    case_id: GeneratedAlways<string>
    author: GeneratedAlways<string>
  }
  draft_revision: { draft_id: string; revision: number; text: string; saved_at_ms: number }
  mark: { id: string; data: Json<RowOf<'mark'>>; case_id: GeneratedAlways<string>; user_id: string }
  intake_key: { id: string; name: string; key_hash: string; active: Generated<boolean>; created_at_ms: number }
  job: JobTable
  case_number_counter: { year: number; last: number }
  import_row: { source: string; external_id: string; case_id: string; fingerprint: string; row_version: number }
  sync_clock: { one: Generated<boolean>; epoch: string; reference_version: Generated<number> }
  sync_member: {
    bucket: string
    entity: string
    id: string
    op: 'PUT' | 'REMOVE'
    seq: number
    stamped_at: Generated<Date>
  }
  sync_bucket_now: { bucket: string; unit: string; period: string; floor_seq: number; cases: number }
  sync_bucket: {
    bucket: string
    floor_seq: Generated<number>
    cases: Generated<number>
    unit: GeneratedAlways<string>
    period: GeneratedAlways<string>
  }
  sync_scope: { version: string; buckets: string[]; used_at: Generated<Date> }
  scope_history: {
    bucket: string
    entity: string
    id: string
    from_seq: number
    to_seq: number | null
    /** When it ended, by the database's clock; the database dates it itself. */
    ended_at: ColumnType<Date | null, never, Date>
  }
  client: ClientTable
  mutation: MutationTable
  mutation_dead: {
    client_id: string
    mutation_id: number
    key: string
    user_id: string
    payload: string
    code: string
    message: string
    at_ms: number
  }
  access_token: { token_hash: string; official_id: string; created_at_ms: number; expires_at_ms: number }
  audit: AuditTable
  audit_chain: { position: number; audit_n: number; hash: string }
  schema_migration: { n: number; name: string; hash: string; applied_at: Generated<Date> }
}
