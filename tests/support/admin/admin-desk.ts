import type { CaseRowV1 } from '../../../shared/contract/rows.ts'
import { toJson } from '../../../server/db/schema.ts'
import { inSystem } from '../../../server/db/transaction.ts'
import { storeSeedReference } from '../../../server/import/seed-reference.ts'
import type { TestServer } from '../server.ts'
import { buildSmallCity, caseRow } from '../sync/small-city.ts'
import { signIn } from '../sync/sync-client.ts'

/** The administrators added to the small city, as `<role>.<agency>`; `both.bach-mai` reads cases too. */
const people = [
  { username: 'sysadmin.city', roles: ['system_admin'] as const, agency: 'city' },
  { username: 'admin.bach-mai', roles: ['agency_admin'] as const, agency: 'bach-mai' },
  { username: 'admin.cau-giay', roles: ['agency_admin'] as const, agency: 'cau-giay' },
  { username: 'both.bach-mai', roles: ['agency_admin', 'approver'] as const, agency: 'bach-mai' },
]

/** Fills a database with the small city, its rules as delivered, and administrators. */
export async function buildAdminCity(server: TestServer): Promise<void> {
  await buildSmallCity(server)
  await inSystem(server.context.database.kysely, async (tx) => {
    await storeSeedReference(tx)
    for (const { username, roles, agency } of people) {
      await tx.insertInto('official').values({ id: username, username, display_name: username }).execute()
      const grants = roles.map((role) => ({
        id: `${username}-${role}`,
        official_id: username,
        role,
        agency,
        team: null,
      }))
      await tx.insertInto('role_grant').values(grants).execute()
    }
  })
}

/** What a route answered. */
export type Answer = Readonly<{ status: number; body: Record<string, unknown> }>

/** Asks administration routes as an official: GET without a body, else POST. */
export async function adminAs(
  server: TestServer,
  username: string,
): Promise<(path: string, body?: object) => Promise<Answer>> {
  const token = await signIn(server, username)
  return async (path, body) => {
    const reply = await server.app.inject({
      method: body === undefined ? 'GET' : 'POST',
      url: `/api/v1/admin/${path}`,
      headers: { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { payload: body }),
    })
    return { status: reply.statusCode, body: reply.json() }
  }
}

/** A setting as a list route answers it. */
export type Listed = Readonly<{ id: string; version: number; value: Record<string, unknown> }>

/** One setting of a list route; throws when it is not there. */
export async function settingOf(ask: Awaited<ReturnType<typeof adminAs>>, path: string, id: string): Promise<Listed> {
  const { body } = await ask(path)
  const found = (body['settings'] as readonly Listed[]).find((setting) => setting.id === id)
  if (found === undefined) throw new Error(`no ${path} ${id}`)
  return found
}

/** Inserts cases whose deadlines are as the rules say. */
export async function insertRuled(server: TestServer, rows: readonly CaseRowV1[]): Promise<void> {
  await inSystem(server.context.database.kysely, async (tx) => {
    await tx
      .insertInto('complaint')
      .values(rows.map((row) => ({ id: row.id, data: toJson(row) })))
      .execute()
  })
}

/** An open case received at a moment, without deadlines yet. */
export function receivedCase(id: string, receivedAtMs: number, over: Partial<CaseRowV1> = {}): CaseRowV1 {
  const row = caseRow(id, over)
  return {
    ...row,
    clocks: {
      ...row.clocks,
      submittedAtMs: receivedAtMs,
      arrivedAtMs: receivedAtMs,
      receivedAtMs,
      receptionDueAtMs: null,
      dueAtMs: null,
    },
  }
}
