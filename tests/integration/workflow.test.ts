import { sql } from 'kysely'
import { beforeAll, expect, it } from 'vitest'
import { publicCaseV1 } from '../../shared/contract/intake.ts'
import { endPeriods } from '../../server/case-periods.ts'
import { markOrigin } from '../../server/identity/development.ts'
import { handlingDesk, officialId } from '../support/intake/handling-desk.ts'
import { jpeg, openIntakeDesk, sha256 } from '../support/intake/intake-desk.ts'
import { onBothEngines } from '../support/server.ts'

const dayMs = 86_400_000

onBothEngines('the workflow between agencies and with the citizen', (serverOf) => {
  beforeAll(async () => {
    await openIntakeDesk(serverOf())
    await markOrigin(serverOf().context.database.kysely, 'sample')
  })

  const { intake, handIn, stored, eventsOf, as, give, inHand } = handlingDesk(serverOf)

  it('hands a case to another agency, which sees it once the transfer is approved, and the sender no longer', async () => {
    const row = await inHand('transfer-1')
    const [officer, approver, receiver] = [await as('manhpd.caugiay'), await as('anhqt.caugiay'), await as('hantt.sxd')]
    const proposal = { targetAgency: 'SXD', ground: 'other_authority', text: 'Đường do Sở quản lý' }
    expect(await give(officer, 'proposeTransfer', row.id, proposal)).toBe('applied')
    await receiver.pull()
    expect(receiver.ids('case')).not.toContain(row.id)
    expect(await give(approver, 'approveTransfer', row.id, { targetAgency: 'SXD' })).toBe('applied')
    await receiver.pull()
    expect(receiver.ids('case')).toContain(row.id)
    expect(await give(receiver, 'acceptTransfer', row.id)).toBe('applied')
    const moved = await stored(row.caseNumber)
    expect(moved).toMatchObject({
      state: 'awaiting_reception',
      agency: 'SXD',
      team: null,
      assignee: null,
      proposal: null,
    })
    expect(moved.transfers).toMatchObject([{ from: 'UB-00166', to: 'SXD', arrivedAtMs: row.clocks.arrivedAtMs }])
    expect(moved.clocks.submittedAtMs).toBe(row.clocks.submittedAtMs)
    await officer.pull()
    await receiver.pull()
    expect(officer.ids('case')).not.toContain(row.id)
    expect(receiver.ids('case')).toContain(row.id)
  })

  it('takes the case from a receiver that sends it back, and restores it when the coordinator denies', async () => {
    const row = await inHand('transfer-2')
    const [officer, approver, receiver, city] = [
      await as('manhpd.caugiay'),
      await as('anhqt.caugiay'),
      await as('hantt.sxd'),
      await as('tungnt.vp'),
    ]
    const proposal = { targetAgency: 'SXD', ground: 'other_authority', text: 'Đường do Sở quản lý' }
    await give(officer, 'proposeTransfer', row.id, proposal)
    await give(approver, 'approveTransfer', row.id, { targetAgency: 'SXD' })
    await receiver.pull()
    expect(await give(receiver, 'returnTransfer', row.id, { reason: 'Đường do phường quản lý' })).toBe('applied')
    await receiver.pull()
    expect(receiver.ids('case')).not.toContain(row.id)
    expect(await give(approver, 'denyTransfer', row.id, { reason: 'x' })).toBe('not_permitted')
    expect(await give(city, 'denyTransfer', row.id, { reason: 'Phường xử lý' })).toBe('applied')
    expect(await stored(row.caseNumber)).toMatchObject({
      state: 'in_progress',
      assignee: row.assignee,
      clocks: row.clocks,
    })
  })

  it('lets an agency that is asked see the case and answer, and nobody else of it decide', async () => {
    const row = await inHand('coordination-1')
    const [officer, other] = [await as('manhpd.caugiay'), await as('binhtv.sxd')]
    await other.pull()
    const question = { id: 'ask-1', agency: 'SXD', question: 'Ai bảo trì cống này?' }
    expect(await give(officer, 'requestCoordination', row.id, question)).toBe('applied')
    const desk = await as('hantt.sxd')
    await desk.pull()
    expect(desk.ids('case')).toContain(row.id)
    expect(await give(desk, 'assign', row.id, { team: 'UB-00166-ha-tang', officer: null })).toBe('not_permitted')
    expect(await give(desk, 'answerCoordination', row.id, { id: 'ask-1', answer: 'Sở bảo trì' })).toBe('applied')
    const { coordination, clocks } = await stored(row.caseNumber)
    expect(coordination).toMatchObject([{ agency: 'SXD', answer: 'Sở bảo trì' }])
    expect(coordination[0]?.dueAtMs).toBeLessThan(clocks.dueAtMs ?? 0)
  })

  it('tells every reporter of merged cases the one reply, and iHaNoi that it came', async () => {
    const main = await inHand('merge-main')
    const copy = await handIn('merge-copy')
    const desk = await as('yennth.caugiay')
    expect(await give(desk, 'merge', copy.id, { target: main.id })).toBe('applied')
    expect(await give(desk, 'merge', main.id, { target: copy.id })).toBe('has_merged_cases')
    const { next } = await intake('GET', 'changes?after=0')
    const text = 'Thưa {{người phản ánh}}, nắp hố ga đã được thay.'
    const hash = sha256(Buffer.from(text))
    const [officer, approver] = [await as('manhpd.caugiay'), await as('anhqt.caugiay')]
    const submit = { revision: 1, text, hash, overrideReason: null }
    expect(await give(officer, 'submitReply', main.id, submit)).toBe('applied')
    expect(await give(approver, 'approveReply', main.id, { revision: 1, hash })).toBe('applied')
    const { changes } = await intake('GET', `changes?after=${next}`)
    expect(changes.map((change: { caseNumber: string }) => change.caseNumber)).toContain(copy.caseNumber)
    const shown = publicCaseV1.parse(await intake('GET', `complaints/${copy.caseNumber}`))
    expect(shown).toMatchObject({ status: 'Đã xử lý', reply: { text: 'Thưa Nguyễn Thị Thử, nắp hố ga đã được thay.' } })
  })

  it('lets a field officer of one team verify a new report, which leaves with its reception for another team', async () => {
    const row = await handIn('verified-1')
    const [desk, onSite, officer] = [await as('yennth.caugiay'), await as('datnt.caugiay'), await as('manhpd.caugiay')]
    const sees = async (client: typeof desk) => {
      await client.pull()
      return client.ids('case').includes(row.id)
    }
    expect([await sees(onSite), await sees(officer)]).toEqual([true, false])
    expect(await give(onSite, 'startVerification', row.id, { note: 'Đi xem' })).toBe('applied')
    const visit = { id: 'visit-1', text: 'Hố sâu 20 cm', occurredAtMs: 1, point: null }
    expect(await give(onSite, 'recordVisit', row.id, visit)).toBe('applied')
    expect(await give(onSite, 'finishVerification', row.id, { note: 'Đúng' })).toBe('applied')
    await onSite.pull()
    const note = { id: 'note-1', text: 'Đã đo lại' }
    const written = onSite.mutation('addNote', row.id, note, { basedOnSeq: onSite.lastReply?.settledSeq ?? 0 })
    const classified = { level: 'normal', category: row.category, area: row.area, duplicatesLookedAt: true }
    expect(await give(desk, 'receive', row.id, classified)).toBe('applied')
    expect(await give(desk, 'assign', row.id, { team: 'UB-00166-van-xa', officer: null })).toBe('applied')
    expect(await sees(onSite)).toBe(false)
    // What was written while the case was in sight is kept, whenever it arrives.
    expect(await onSite.push(written)).toMatchObject([{ status: 'applied' }])
  })

  it('opens rework for an unsatisfied citizen with another officer and another approver', async () => {
    const row = await inHand('rework-1')
    const [officer, approver] = [await as('manhpd.caugiay'), await as('anhqt.caugiay')]
    const text = 'Đã xử lý xong.'
    const hash = sha256(Buffer.from(text))
    await give(officer, 'submitReply', row.id, { revision: 1, text, hash, overrideReason: null })
    await give(approver, 'approveReply', row.id, { revision: 1, hash })
    await intake('POST', `complaints/${row.caseNumber}/rating`, { rating: 'unsatisfied', comment: 'Chưa làm gì' })
    const again = await stored(row.caseNumber)
    expect(again).toMatchObject({
      state: 'rework',
      assignee: null,
      rework: { cause: 'unsatisfied', formerAssignee: officialId(officer), formerApprover: officialId(approver) },
    })
    const lead = await as('dinhtc.caugiay')
    const team = 'UB-00166-ha-tang'
    expect(await give(lead, 'assign', row.id, { team, officer: officialId(officer) })).toBe('same_assignee')
    expect(await give(lead, 'assign', row.id, { team, officer: 'official-datnt.caugiay' })).toBe('applied')
  })

  it('keeps showing the citizen the earlier reply while it is worked on again, until a new one is submitted', async () => {
    const row = await inHand('rework-shown')
    const [officer, other] = [await as('manhpd.caugiay'), await as('datnt.caugiay')]
    const [lead, approver] = [await as('dinhtc.caugiay'), await as('anhqt.caugiay')]
    const submitted = (text: string) => ({ revision: 1, text, hash: sha256(Buffer.from(text)), overrideReason: null })
    const seen = async () => publicCaseV1.parse(await intake('GET', `complaints/${row.caseNumber}`)).reply?.text
    const first = submitted('Đã xử lý xong.')
    expect(await give(officer, 'submitReply', row.id, first)).toBe('applied')
    expect(await seen()).toBeUndefined()
    expect(await give(approver, 'approveReply', row.id, { revision: 1, hash: first.hash })).toBe('applied')
    await intake('POST', `complaints/${row.caseNumber}/rating`, { rating: 'unsatisfied', comment: 'Chưa làm gì' })
    expect(await seen()).toBe('Đã xử lý xong.')
    const again = { team: 'UB-00166-ha-tang', officer: officialId(other) }
    expect(await give(lead, 'assign', row.id, again)).toBe('applied')
    expect(await seen()).toBe('Đã xử lý xong.')
    expect(await give(other, 'start', row.id)).toBe('applied')
    expect(await seen()).toBe('Đã xử lý xong.')
    expect(await give(other, 'submitReply', row.id, submitted('Đã vá lại.'))).toBe('applied')
    expect(await seen()).toBeUndefined()
  })

  it('moves on what waits for nobody: silence after its period, closing after the rating window', async () => {
    const silent = await inHand('silent-1')
    const rated = await inHand('unrated-1')
    const [officer, approver] = [await as('manhpd.caugiay'), await as('anhqt.caugiay')]
    expect(await give(officer, 'askCitizen', silent.id, { question: 'Ở số nhà nào?' })).toBe('applied')
    expect(publicCaseV1.parse(await intake('GET', `complaints/${silent.caseNumber}`)).question).toBe('Ở số nhà nào?')
    const hash = sha256(Buffer.from('Xong.'))
    await give(officer, 'submitReply', rated.id, { revision: 1, text: 'Xong.', hash, overrideReason: null })
    await give(approver, 'approveReply', rated.id, { revision: 1, hash })
    await endPeriods(serverOf().context)
    expect([(await stored(silent.caseNumber)).state, (await stored(rated.caseNumber)).state]).toEqual([
      'awaiting_citizen',
      'answered',
    ])
    serverOf().clock.nowMs += 9 * dayMs
    const both = await Promise.all([endPeriods(serverOf().context), endPeriods(serverOf().context)])
    expect(both[0] + both[1]).toBeGreaterThanOrEqual(2)
    expect((await stored(silent.caseNumber)).state).toBe('in_progress')
    expect(await stored(rated.caseNumber)).toMatchObject({ state: 'closed' })
    const ends = (await eventsOf(rated.id)).filter((event) => event.code === 'close')
    expect(ends).toMatchObject([{ kind: 'system', actor: null }])
  })

  it('shows the reporter to an officer of the unit for a reason that stays, and to nobody else', async () => {
    const row = await inHand('reveal-1')
    const ask = async (username: string, reason: string) => {
      const client = await as(username)
      const answer = await client.post(`/api/v1/cases/${row.id}/reporter`, { reason })
      return { status: answer.statusCode, body: answer.json() }
    }
    expect(await ask('manhpd.caugiay', 'Cần gọi để hỏi vị trí')).toMatchObject({
      status: 200,
      body: { name: 'Nguyễn Thị Thử', phone: '0900 000 123' },
    })
    expect((await ask('manhpd.caugiay', '   ')).status).toBe(400)
    expect((await ask('xuanptt.hoankiem', 'tò mò')).status).toBe(404)
    expect(await ask('giangpth.snv', 'giám sát')).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    const told = (await eventsOf(row.id)).filter((event) => event.code === 'revealReporter')
    expect(told).toMatchObject([{ actor: 'official-manhpd.caugiay', text: 'Cần gọi để hỏi vị trí' }])
    const trail = await sql<{ actor: string }>`
      select actor from audit where action = 'reveal' and subject = ${row.id}`.execute(
      serverOf().context.database.kysely,
    )
    expect(trail.rows).toEqual([{ actor: 'official-manhpd.caugiay' }])
    const officer = await as('manhpd.caugiay')
    expect(await give(officer, 'revealReporter', row.id, { reason: 'x' })).toBe('unknown_command')
  })

  it('announces evidence with its command; the bytes may follow, and one content travels once', async () => {
    const row = await inHand('evidence-1')
    const officer = await as('manhpd.caugiay')
    const bytes = jpeg(90, 60, '#335577')
    const file = (id: string) => ({
      id,
      name: 'sau xử lý.jpg',
      type: 'image/jpeg',
      sizeBytes: bytes.length,
      hash: sha256(bytes),
      role: 'photo_after',
    })
    const added = (id: string, files: object[]) =>
      give(officer, 'addEvidence', row.id, { id, text: 'Sau xử lý', files })
    expect(await added('evidence-a', [file(`${row.id}-photo`)])).toBe('applied')
    const { kysely } = serverOf().context.database
    const announced = await kysely
      .selectFrom('file')
      .select(['data', 'announced_by'])
      .where('id', '=', `${row.id}-photo`)
      .executeTakeFirstOrThrow()
    expect(announced).toMatchObject({ announced_by: officialId(officer), data: { stored: false, role: 'photo_after' } })
    expect((await eventsOf(row.id)).find((event) => event.id === 'evidence-a')).toMatchObject({
      kind: 'evidence',
      extra: { files: [`${row.id}-photo`] },
    })
    expect(await added('evidence-b', [{ ...file('x'), type: 'application/x-msdownload' }])).toBe('bad_request')
    expect(await added('evidence-c', [])).toBe('applied')
    expect(await added('evidence-d', [{ ...file('../../x') }])).toBe('bad_request')
  })
})
