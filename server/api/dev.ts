import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import type { devAccountsV1 } from '../../shared/contract/intake.ts'
import { devContract } from '../../shared/contract/routes.ts'
import type { AppContext } from '../app-context.ts'
import { inSystem } from '../db/transaction.ts'
import { mount } from '../http/mount.ts'
import { Problem } from '../http/problem.ts'
import { audit } from '../identity/audit.ts'
import { isDevelopment } from '../identity/development.ts'
import { hanoiDay } from '../identity/officials.ts'
import { issueToken, tokenLifeSeconds } from '../identity/tokens.ts'

type DevAccount = z.infer<typeof devAccountsV1>['accounts'][number]

/** `GET /api/v1/dev/accounts` and `POST /api/v1/dev/token`; both answer 404 outside development mode. */
export function registerDevRoutes(app: FastifyInstance, context: AppContext): void {
  mount(app, {
    contract: devContract,
    authenticate: async () => {
      if (!(await isDevelopment(context))) throw new Problem('not_found')
      return null
    },
    handlers: {
      accounts: async () => ({ accounts: await listAccounts(context) }),
      token: async (input) => ({
        accessToken: await signIn(context, input.username),
        expiresInSeconds: tokenLifeSeconds,
      }),
    },
  })
}

async function listAccounts(context: AppContext): Promise<DevAccount[]> {
  const day = hanoiDay(context.clock())
  const rows = await context.database.kysely
    .selectFrom('official')
    .innerJoin('role_grant', 'role_grant.official_id', 'official.id')
    .innerJoin('agency', 'agency.id', 'role_grant.agency')
    .leftJoin('team', 'team.id', 'role_grant.team')
    .select(['official.username', 'official.display_name', 'role_grant.role', 'role_grant.agency', 'role_grant.team'])
    .select(['agency.name as agency_name', 'team.name as team_name'])
    .where('official.active', '=', true)
    .where('role_grant.valid_from', '<=', day)
    .where((where) => where.or([where('role_grant.valid_to', 'is', null), where('role_grant.valid_to', '>=', day)]))
    .orderBy('official.username')
    .orderBy('role_grant.id')
    .execute()
  const accounts = new Map<string, DevAccount>()
  for (const row of rows) {
    const account = accounts.get(row.username) ?? { username: row.username, displayName: row.display_name, roles: [] }
    const team = row.team === null ? {} : { team: row.team, teamName: row.team_name ?? row.team }
    account.roles.push({ role: row.role, agency: row.agency, agencyName: row.agency_name, ...team })
    accounts.set(row.username, account)
  }
  return [...accounts.values()]
}

async function signIn(context: AppContext, username: string): Promise<string> {
  const nowMs = context.clock()
  return inSystem(context.database.kysely, async (tx) => {
    const official = await tx
      .selectFrom('official')
      .select('id')
      .where('username', '=', username)
      .where('active', '=', true)
      .executeTakeFirst()
    if (official === undefined) throw new Problem('not_found', 'There is no such development account.')
    await audit(tx, { atMs: nowMs, actor: official.id, action: 'login', subject: null, detail: { way: 'development' } })
    return issueToken(tx, official.id, nowMs)
  })
}
