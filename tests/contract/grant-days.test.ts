import { sql } from 'kysely'
import { beforeAll, expect, it } from 'vitest'
import { hanoiDay } from '../../server/identity/officials.ts'
import { tellGrantDays } from '../../server/identity/grant-days.ts'
import { onBothEngines } from '../support/server.ts'
import { buildSmallCity } from '../support/sync/small-city.ts'
import { SyncClient } from '../support/sync/sync-client.ts'

const dayMs = 86_400_000

onBothEngines('roles that begin or end with a day', (serverOf) => {
  const officials = ['approver.bach-mai', 'officer.bach-mai.water']
  const grantsOn = (client: SyncClient) =>
    officials.map((id) => {
      const row = JSON.parse(client.view().get(`official ${id}`) ?? '{}') as { grants: readonly unknown[] }
      return row.grants.length
    })

  beforeAll(async () => {
    // Which roles count today is asked of the database, whose clock no test moves.
    serverOf().clock.nowMs = Date.now()
    await buildSmallCity(serverOf())
  })

  it('are told to devices that have the row of the day before, once', async () => {
    const { context } = serverOf()
    const client = await SyncClient.start(serverOf(), 'coordinator.city')
    await client.pull()
    expect(grantsOn(client)).toEqual([1, 1])
    expect(await tellGrantDays(context)).toBe(0)
    // As if the end had been entered days ago: the row was sent then, with the role.
    const today = hanoiDay(context.clock())
    const yesterday = hanoiDay(context.clock() - dayMs)
    await sql`alter table role_grant disable trigger stamp`.execute(context.database.kysely)
    await sql`update role_grant set valid_to = ${yesterday}::date where official_id = ${officials[0]}`.execute(
      context.database.kysely,
    )
    await sql`insert into role_grant (id, official_id, role, agency, valid_from)
      values ('later', ${officials[1]}, 'case_officer', 'bach-mai', ${today}::date)`.execute(context.database.kysely)
    await sql`alter table role_grant enable trigger stamp`.execute(context.database.kysely)
    await client.pull()
    expect(grantsOn(client)).toEqual([1, 1])
    await sql`update server_setting set value = ${yesterday} where name = 'grants_told_until'`.execute(
      context.database.kysely,
    )
    expect(await tellGrantDays(context)).toBe(2)
    await client.pull()
    expect(grantsOn(client)).toEqual([0, 2])
    expect(await tellGrantDays(context)).toBe(0)
  })
})
