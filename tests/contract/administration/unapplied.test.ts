import { sql } from 'kysely'
import { beforeAll, expect, it } from 'vitest'
import { inSystem } from '../../../server/db/transaction.ts'
import { adminAs, buildAdminCity } from '../../support/admin/admin-desk.ts'
import { onBothEngines } from '../../support/server.ts'
import { caseRow, insertCases } from '../../support/sync/small-city.ts'
import { SyncClient } from '../../support/sync/sync-client.ts'

type Listed = Readonly<{ commands: readonly Record<string, unknown>[]; more: boolean }>

onBothEngines('commands that were not applied', (serverOf) => {
  type Ask = Awaited<ReturnType<typeof adminAs>>
  let [system, ward, other]: Ask[] = []
  const listed = async (ask: Ask | undefined, search = '') => {
    const answer = await ask?.(`unapplied-commands${search}`)
    expect(answer?.status).toBe(200)
    return answer?.body as Listed
  }

  beforeAll(async () => {
    const server = serverOf()
    await buildAdminCity(server)
    system = await adminAs(server, 'sysadmin.city')
    ward = await adminAs(server, 'admin.bach-mai')
    other = await adminAs(server, 'admin.cau-giay')
    const { kysely } = server.context.database
    await inSystem(kysely, (tx) => insertCases(tx, [caseRow('held')]))
    await inSystem(kysely, (tx) =>
      sql`alter table event add constraint poison check (data ->> 'text' <> 'poison')`.execute(tx),
    )
    const client = await SyncClient.start(server, 'officer.bach-mai.street')
    await client.push(
      client.mutation('addNote', 'held', { id: 'poison-note', text: 'poison' }),
      client.mutation('doEvil', 'held', { secret: 'words of an officer' }),
      client.mutation('addNote', 'nowhere', { id: 'lost-note', text: 'x' }),
      client.mutation('addNote', 'held', { id: 'good-note', text: 'good' }),
    )
  })

  it('are listed newest first to the administrator of the agency and of the system, and to nobody of another agency', async () => {
    for (const ask of [system, ward]) {
      const { commands, more } = await listed(ask)
      expect(more).toBe(false)
      expect(commands).toMatchObject([
        { name: 'addNote', caseNumber: null, status: 'rejected' },
        { name: 'doEvil', status: 'rejected', code: 'unknown_command' },
        { name: 'addNote', status: 'quarantined', code: 'internal', official: 'officer.bach-mai.street' },
      ])
      expect(commands[2]?.['caseNumber']).toBe(caseRow('held').caseNumber)
    }
    expect((await listed(other)).commands).toEqual([])
  })

  it('are listed without the words they carried', async () => {
    const text = JSON.stringify(await listed(system))
    expect(text).not.toContain('words of an officer')
    expect(text).not.toContain('poison')
  })

  it('are listed by status, and page by page', async () => {
    expect((await listed(ward, '?status=quarantined')).commands).toHaveLength(1)
    expect((await listed(ward, '?status=conflict')).commands).toEqual([])
    const { commands } = await listed(ward)
    const after = await listed(ward, `?before=${String(commands[0]?.['place'])}`)
    expect(after.commands).toEqual(commands.slice(1))
  })

  it('are shown to administrators only, and a damaged place is refused', async () => {
    const officer = await adminAs(serverOf(), 'approver.bach-mai')
    expect((await officer('unapplied-commands')).body).toMatchObject({ status: 403, code: 'forbidden' })
    expect((await ward?.('unapplied-commands?before=1.x'))?.body).toMatchObject({ code: 'bad_request' })
  })
})
