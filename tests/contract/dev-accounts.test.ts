import { afterAll, beforeAll, expect, it } from 'vitest'
import { devAccountsV1 } from '../../shared/contract/intake.ts'
import { devAccountV1 } from '../../shared/ipc/bridge.ts'
import { openDatabase } from '../../server/db/database.ts'
import { testServer } from '../support/server.ts'
import type { TestServer } from '../support/server.ts'
import { buildSmallCity } from '../support/sync/small-city.ts'

let server: TestServer

beforeAll(async () => {
  server = await testServer(await openDatabase({ memory: true }))
  await buildSmallCity(server)
  const { kysely } = server.context.database
  await kysely.updateTable('agency').set({ name: 'Phường Bạch Mai' }).where('id', '=', 'bach-mai').execute()
  await kysely.updateTable('team').set({ name: 'Tổ Đô thị' }).where('id', '=', 'bach-mai.street').execute()
})
afterAll(async () => {
  await server.app.close()
  await server.context.database.close()
})

it('tells the names of agency and team with their ids, and no team where a role is held in the whole agency', async () => {
  const reply = await server.app.inject({ method: 'GET', url: '/api/v1/dev/accounts' })
  const { accounts } = devAccountsV1.parse(reply.json())
  const rolesOf = (username: string) => accounts.find((account) => account.username === username)?.roles
  expect(rolesOf('supervisor.bach-mai.street')).toEqual([
    {
      role: 'team_supervisor',
      agency: 'bach-mai',
      agencyName: 'Phường Bạch Mai',
      team: 'bach-mai.street',
      teamName: 'Tổ Đô thị',
    },
  ])
  expect(rolesOf('approver.bach-mai')).toEqual([
    { role: 'approver', agency: 'bach-mai', agencyName: 'Phường Bạch Mai' },
  ])
})

it('answers accounts that pass the bridge of the desktop application with their names', async () => {
  const reply = await server.app.inject({ method: 'GET', url: '/api/v1/dev/accounts' })
  const { accounts } = devAccountsV1.parse(reply.json())
  expect(accounts.map((account) => devAccountV1.parse(account))).toEqual(accounts)
})
