import { expect } from 'vitest'
import { intakeReplyV1 } from '../../../shared/contract/intake.ts'
import type { CaseRowV1 } from '../../../shared/contract/rows.ts'
import type { TestServer } from '../server.ts'
import { SyncClient } from '../sync/sync-client.ts'
import { intakeKey, report } from './intake-desk.ts'

/** The id of the official a client signed in as. */
export const officialId = (client: SyncClient): string => `official-${client.username}`

/** Hands in reports as iHaNoi and works on them as officials of the sample city, on a server whose intake desk is open. */
export const handlingDesk = (serverOf: () => TestServer) => {
  const intake = async (method: 'GET' | 'POST', path: string, payload?: unknown) => {
    const body = payload === undefined ? {} : { payload: JSON.stringify(payload) }
    const headers = {
      authorization: `Intake ${intakeKey}`,
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
    }
    const answer = await serverOf().app.inject({ method, url: `/api/v1/intake/${path}`, headers, ...body })
    expect(answer.statusCode, answer.body).toBeLessThan(300)
    return JSON.parse(answer.body)
  }
  const handIn = async (externalId: string): Promise<CaseRowV1> => {
    const { caseNumber } = intakeReplyV1.parse(await intake('POST', 'complaints', report(externalId)))
    return stored(caseNumber)
  }
  const stored = async (caseNumber: string): Promise<CaseRowV1> => {
    const { kysely } = serverOf().context.database
    const found = kysely.selectFrom('complaint').select('data').where('case_number', '=', caseNumber)
    return (await found.executeTakeFirstOrThrow()).data
  }
  const eventsOf = async (caseId: string) => {
    const { kysely } = serverOf().context.database
    const rows = await kysely.selectFrom('event').select('data').where('case_id', '=', caseId).execute()
    return rows.map((row) => row.data)
  }
  const as = (username: string) => SyncClient.start(serverOf(), username)
  const give = async (client: SyncClient, name: string, caseId: string, args: object = {}) => {
    const [result] = await client.push(client.mutation(name, caseId, args))
    return result?.code ?? result?.status
  }
  const inHand = async (externalId: string): Promise<CaseRowV1> => {
    const row = await handIn(externalId)
    const [desk, lead, officer] = [await as('yennth.caugiay'), await as('dinhtc.caugiay'), await as('manhpd.caugiay')]
    const classified = { level: 'normal', category: row.category, area: row.area, duplicatesLookedAt: true }
    const team = 'UB-00166-ha-tang'
    expect(await give(desk, 'receive', row.id, classified)).toBe('applied')
    expect(await give(desk, 'assign', row.id, { team, officer: null })).toBe('applied')
    expect(await give(lead, 'assign', row.id, { team, officer: officialId(officer) })).toBe('applied')
    expect(await give(officer, 'start', row.id)).toBe('applied')
    return stored(row.caseNumber)
  }
  return { intake, handIn, stored, eventsOf, as, give, inHand }
}
