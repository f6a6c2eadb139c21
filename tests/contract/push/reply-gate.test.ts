import { createHash } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import { inSystem } from '../../../server/db/transaction.ts'
import { onBothEngines } from '../../support/server.ts'
import { buildSmallCity, caseRow, insertCases } from '../../support/sync/small-city.ts'
import { SyncClient } from '../../support/sync/sync-client.ts'

const text =
  'Sáng 10/3 phường kiểm tra, thấy nắp hố ga trước số 12 phố Vọng bị vỡ. Đội thoát nước đã lắp nắp mới xong lúc 10 giờ. ' +
  'Nếu nắp kêu, xin gọi phòng hạ tầng.'
const hash = createHash('sha256').update(text).digest('hex')
const report = { title: 'Nắp hố ga vỡ', body: 'Nắp hố ga trước số 12 vỡ, trẻ em dễ ngã, mong sửa sớm.' }

onBothEngines('a reply before the gate', (serverOf) => {
  let officer: SyncClient
  let approver: SyncClient
  const give = async (client: SyncClient, name: string, caseId: string, args: object) => {
    const [result] = await client.push(client.mutation(name, caseId, { ...args }))
    return result?.status === 'applied' ? 'applied' : result?.code
  }
  const submit = (caseId: string, change: object = {}) =>
    give(officer, 'submitReply', caseId, { revision: 1, text, hash, overrideReason: null, gateShown: true, ...change })
  const photo = (role: string) => ({
    ...{ id: `f-${role}`, name: 'anh.jpg', type: 'image/jpeg', sizeBytes: 1000, hash: hash.replace(/^./, '0'), role },
  })

  beforeAll(async () => {
    await buildSmallCity(serverOf())
    await inSystem(serverOf().context.database.kysely, (tx) =>
      insertCases(
        tx,
        ['bare', 'told', 'shown'].map((id) => caseRow(id, { ...report, state: 'in_progress' })),
      ),
    )
    officer = await SyncClient.start(serverOf(), 'officer.bach-mai.street')
    approver = await SyncClient.start(serverOf(), 'approver.bach-mai')
  })

  it('is held back by the server too, until something shows what was done or a reason is given', async () => {
    expect(await submit('bare')).toBe('reply_gate')
    expect(await submit('bare', { noEvidence: 'no_such_reason' })).toBe('bad_request')
    expect(await submit('told', { noEvidence: 'private_place' })).toBe('applied')
    await give(officer, 'addEvidence', 'bare', { id: 'e1', text: '', files: [photo('photo_before')] })
    expect(await submit('bare')).toBe('reply_gate')
    expect(await submit('bare', { overrideReason: 'Đã trao đổi trực tiếp.' })).toBe('applied')
    await give(officer, 'addEvidence', 'shown', { id: 'e2', text: '', files: [photo('photo_after')] })
    expect(await submit('shown')).toBe('applied')
    await approver.pull()
    const gateOf = (id: string) => {
      const row = JSON.parse(approver.view().get(`case ${id}`) ?? '{}') as { reply: { gate: unknown } }
      return row.reply.gate
    }
    expect(gateOf('told')).toEqual({ shown: true, overrideReason: null, noEvidence: 'private_place' })
    expect(gateOf('bare')).toEqual({ shown: true, overrideReason: 'Đã trao đổi trực tiếp.', noEvidence: null })
  })

  it('goes back only with a passage of it, and goes out without a file that never came only with a reason', async () => {
    const back = (passage: string | null) => give(approver, 'returnReply', 'told', { comment: 'Nêu rõ.', passage })
    expect([await back(null), await back('chưa từng viết'), await back('lắp nắp mới  xong')]).toEqual([
      'passage_required',
      'passage_not_found',
      'applied',
    ])
    const approve = (args: object) => give(approver, 'approveReply', 'shown', { revision: 1, hash, ...args })
    expect(await approve({})).toBe('file_missing')
    expect(await approve({ missingFilesReason: 'Điện thoại chụp ảnh đã mất.' })).toBe('applied')
  })
})
