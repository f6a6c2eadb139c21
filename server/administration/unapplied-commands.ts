import { sql } from 'kysely'
import type { z } from 'zod'
import type { unappliedReplyV1, unappliedRequestV1, UnappliedStatus } from '../../shared/contract/admin/unapplied.ts'
import type { AppContext } from '../app-context.ts'
import type { Official } from '../identity/officials.ts'

const pageSize = 100
const longestName = 60

/** The agencies whose officials' commands an administrator is shown; null means all of them. */
function agenciesOf(official: Official): string[] | null {
  if (official.grants.some((grant) => grant.role === 'system_admin')) return null
  return official.grants.filter((grant) => grant.role === 'agency_admin').map((grant) => grant.agency)
}

/** What a stored command was about. It may be anything a client sent. */
function aboutOf(payload: string): { name: string; caseId: string | null } {
  const stored: unknown = JSON.parse(payload)
  const field = (key: string): unknown =>
    typeof stored === 'object' && stored !== null ? Reflect.get(stored, key) : null
  const [name, caseId] = [field('name'), field('caseId')]
  return {
    name: typeof name === 'string' ? name.slice(0, longestName) : '',
    caseId: typeof caseId === 'string' ? caseId : null,
  }
}

function placeOf(before: string): { atMs: number; mutation: number; client: string } {
  const [atMs = '', mutation = '', ...client] = before.split('.')
  return { atMs: Number(atMs), mutation: Number(mutation), client: client.join('.') }
}

async function deadRows(
  context: AppContext,
  official: Official,
  { status, before }: z.infer<typeof unappliedRequestV1>,
) {
  const agencies = agenciesOf(official)
  const from = before === undefined ? null : placeOf(before)
  return context.database.kysely
    .selectFrom('mutation_dead as d')
    .innerJoin('mutation as m', (join) =>
      join.onRef('m.client_id', '=', 'd.client_id').onRef('m.mutation_id', '=', 'd.mutation_id'),
    )
    .innerJoin('client as c', 'c.client_id', 'd.client_id')
    .leftJoin('official as o', 'o.id', 'd.user_id')
    .select(['d.client_id', 'd.mutation_id', 'd.at_ms', 'd.user_id', 'd.payload', 'd.code', 'm.status'])
    .select(['c.device_name', 'o.display_name'])
    .where('m.status', 'in', status === undefined ? ['quarantined', 'conflict', 'rejected'] : [status])
    .$if(agencies !== null, (query) =>
      query.where('d.user_id', 'in', (select) =>
        select
          .selectFrom('role_grant')
          .select('official_id')
          .where('agency', 'in', agencies ?? []),
      ),
    )
    .$if(from !== null, (query) =>
      query.where(
        sql<boolean>`(d.at_ms, d.mutation_id, d.client_id) < (${from?.atMs}, ${from?.mutation}, ${from?.client})`,
      ),
    )
    .orderBy('d.at_ms', 'desc')
    .orderBy('d.mutation_id', 'desc')
    .orderBy('d.client_id', 'desc')
    .limit(pageSize + 1)
    .execute()
}

async function numbersOf(context: AppContext, caseIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (caseIds.length === 0) return new Map()
  const found = await context.database.kysely
    .selectFrom('complaint')
    .select(['id', 'case_number'])
    .where('id', 'in', [...caseIds])
    .execute()
  return new Map(found.map(({ id, case_number: number }) => [id, number]))
}

/** The commands that were refused or are kept for inspection, newest first, one page of them: those of the administrator's officials. */
export async function unappliedCommands(
  context: AppContext,
  official: Official,
  request: z.infer<typeof unappliedRequestV1>,
): Promise<z.input<typeof unappliedReplyV1>> {
  const rows = await deadRows(context, official, request)
  const page = rows.slice(0, pageSize).map((row) => ({ row, about: aboutOf(row.payload) }))
  const numbers = await numbersOf(
    context,
    page.flatMap(({ about }) => about.caseId ?? []),
  )
  return {
    commands: page.map(({ row, about }) => ({
      place: `${row.at_ms}.${row.mutation_id}.${row.client_id}`,
      atMs: row.at_ms,
      official: row.user_id,
      officialName: row.display_name ?? row.user_id,
      deviceName: row.device_name,
      name: about.name,
      caseNumber: about.caseId === null ? null : (numbers.get(about.caseId) ?? null),
      status: row.status as UnappliedStatus,
      code: row.code,
    })),
    more: rows.length > pageSize,
  }
}
