import { sql } from 'kysely'
import { beforeAll, expect, it } from 'vitest'
import { pushReplyV1, registerReplyV1 } from '../../shared/contract/sync.ts'
import { inSystem } from '../../server/db/transaction.ts'
import { storeSeedReference } from '../../server/import/seed-reference.ts'
import { onBothEngines } from '../support/server.ts'
import { recordedCommits, recordingOf } from '../support/sync/older-clients.ts'
import { buildSmallCity, caseRow, insertCases } from '../support/sync/small-city.ts'
import { signIn } from '../support/sync/sync-client.ts'

const intake = 'intake.bach-mai'
const supervisor = 'supervisor.bach-mai.street'
const officer = 'officer.bach-mai.street'
const approver = 'approver.bach-mai'

/** What those apps' officials did, in order: who, by which command, in which words. Drafts and marks are no entries. */
const story = [
  [intake, 'startVerification', 'Gọi hỏi lại vị trí nắp hố ga.'],
  [intake, 'finishVerification', 'Đã rõ vị trí: trước số 12.'],
  [intake, 'receive', ''],
  [intake, 'setLevel', 'Gần cổng trường học.'],
  [intake, 'assign', ''],
  [supervisor, 'assign', ''],
  [officer, 'start', ''],
  [officer, 'addNote', 'Đã đến hiện trường, chụp ảnh.'],
  [officer, 'submitReply', ''],
  [approver, 'returnReply', '> Đã lắp lại\nGhi rõ ai đã lắp.'],
  [officer, 'start', ''],
  [officer, 'submitReply', 'Người dân đã xác nhận qua điện thoại.'],
  [approver, 'approveReply', ''],
  [officer, 'proposeRefusal', 'Nội dung đã được trả lời ngày 01/3.'],
  [approver, 'denyRefusal', 'Chưa nêu văn bản trả lời.'],
  [officer, 'proposeRefusal', 'Đã trả lời tại văn bản số 12 ngày 01/3.'],
  [approver, 'approveRefusal', ''],
]

for (const commit of recordedCommits) {
  onBothEngines(`the recorded app of ${commit}`, (serverOf) => {
    const { pushes } = recordingOf(commit)
    const write = <T>(work: Parameters<typeof inSystem<T>>[1]): Promise<T> =>
      inSystem(serverOf().context.database.kysely, work)

    beforeAll(async () => {
      await buildSmallCity(serverOf())
      await write(async (tx) => {
        await storeSeedReference(tx)
        await tx
          .insertInto('area')
          .values({ id: 'bach-mai', name: 'Phường Bạch Mai', valid_from: '2025-07-01' })
          .execute()
        const unreceived = { state: 'awaiting_reception', team: null, assignee: null } as const
        await insertCases(tx, [caseRow('old-reply', unreceived), caseRow('old-refusal')])
      })
    })

    it('has every command applied, each once, as what its officials meant', async () => {
      const clients = new Map<string, { token: string; clientId: string }>()
      const post = (url: string, token: string, payload: object) =>
        serverOf().app.inject({ method: 'POST', url, payload, headers: { authorization: `Bearer ${token}` } })
      const clientOf = async (official: string) => {
        const token = await signIn(serverOf(), official)
        const device = { deviceName: 'old', appVersion: '0.1.0', schema: 1 }
        const reply = await post('/sync/v1/register', token, device)
        const client = { token, clientId: registerReplyV1.parse(reply.json()).clientId }
        clients.set(official, client)
        return client
      }
      for (const { official, body } of pushes) {
        const { token, clientId } = clients.get(official) ?? (await clientOf(official))
        for (const dup of [undefined, true]) {
          const reply = await post('/sync/v1/push', token, { ...body, clientId })
          const { results } = pushReplyV1.parse(reply.json())
          expect(results).toEqual(
            body.mutations.map(({ id, key }) => ({
              ...{ id, key, status: 'applied', code: null, result: null },
              ...(dup === undefined ? {} : { dup }),
            })),
          )
        }
      }
      const names = pushes.flatMap(({ body }) => body.mutations.map((mutation) => mutation.name))
      expect(new Set(names).size).toBe(15)
      const events = await write((tx) =>
        sql<{ actor: string; code: string; text: string }>`
          select data ->> 'actor' as actor, data ->> 'code' as code, data ->> 'text' as text from event
          where case_id in ('old-reply', 'old-refusal')`.execute(tx),
      )
      const told = events.rows.map(({ actor, code, text }) => [actor, code, text])
      expect(told.toSorted()).toEqual(story.toSorted())
      const audited = await write((tx) =>
        sql<{ actor: string; name: string; status: string }>`
          select actor, detail ->> 'name' as name, detail ->> 'status' as status from audit
          where action in ('command', 'refusal') order by n`.execute(tx),
      )
      expect(audited.rows.map(({ actor, name, status }) => [actor, name, status])).toEqual(
        pushes.flatMap(({ official, body }) => body.mutations.map(({ name }) => [official, name, 'applied'])),
      )
      const cases = await write((tx) => sql<{ id: string; state: string }>`select id, state from complaint`.execute(tx))
      expect(new Map(cases.rows.map(({ id, state }) => [id, state]))).toEqual(
        new Map([
          ['old-reply', 'answered'],
          ['old-refusal', 'refused'],
        ]),
      )
    })
  })
}
