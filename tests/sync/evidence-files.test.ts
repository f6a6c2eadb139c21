import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { Desk, Device } from '../support/worker/desk.ts'
import { everyCase, newDevice, startDesk } from '../support/worker/desk.ts'
import { until } from '../support/worker/environment.ts'
import { RealServer } from '../support/worker/real-server.ts'

const officer = 'dungha.sxd'
const server = new RealServer()
const desks: Desk[] = []
let network = true

beforeAll(() => server.start(), 120_000)
afterEach(async () => {
  network = true
  for (const desk of desks.splice(0)) await desk.stop()
})
afterAll(() => server.remove())

const device = (): Device =>
  newDevice(
    { fetch: server.fetchAs(officer, () => network), baseUrl: server.url },
    { accountId: officer, username: officer },
  )

async function start(on: Device): Promise<Desk> {
  const desk = startDesk(on)
  desks.push(desk)
  await (await desk.session()).engine.now()
  return desk
}

async function ownCase(desk: Desk): Promise<string> {
  const query = { ...everyCase, view: 'mine' as const, states: ['in_progress' as const] }
  const { rows } = await desk.service.queuePage({ query, offset: 0, limit: 1 })
  if (rows[0] === undefined) throw new Error('no case in progress')
  return rows[0].id
}

let count = 0
function photo() {
  count += 1
  const hash = count.toString(16).padStart(64, '0')
  const shown = { name: 'a.jpg', type: 'image/jpeg', sizeBytes: 100, role: 'photo_after' as const }
  return { id: `evidence-sync-${count}`, hash, ...shown }
}

async function add(desk: Desk, caseId: string, ...files: ReturnType<typeof photo>[]): Promise<string> {
  const { commands } = await desk.session()
  const answer = await commands.run(caseId, 'addEvidence', { id: `e-${files[0]?.id}`, text: 'Ảnh', files })
  if (!answer.ok) throw new Error(answer.code)
  return answer.key
}

const lastWord = (desk: Desk) => desk.device.disk.evidence.words.at(-1)
const rowOf = async (desk: Desk, caseId: string, id: string) =>
  (await desk.service.caseDetail(caseId))?.files.find((file) => file.id === id)

it('holds a file back until the server has its command, shows it at once, and lets it go then', async () => {
  const desk = await start(device())
  const caseId = await ownCase(desk)
  const file = photo()
  network = false
  await add(desk, caseId, file)
  await until('the file is held', () => lastWord(desk)?.held.includes(file.id) === true)
  expect(await rowOf(desk, caseId, file.id)).toMatchObject({ stored: false, thumb: null, role: 'photo_after' })
  network = true
  await (await desk.session()).engine.now()
  await until('the file may go', () => lastWord(desk)?.held.includes(file.id) === false)
  expect(await rowOf(desk, caseId, file.id)).toMatchObject({ stored: false, hash: file.hash })
  expect(desk.device.disk.evidence.discarded).toEqual([])
})

it('holds it back after a kill as well, before anything else is said', async () => {
  const on = device()
  const first = await start(on)
  const caseId = await ownCase(first)
  const file = photo()
  network = false
  await add(first, caseId, file)
  first.kill()
  on.disk.evidence.words.length = 0
  const second = await start(on)
  await until('the first word', () => on.disk.evidence.words.length > 0)
  expect(on.disk.evidence.words[0]).toEqual({ held: [file.id], paused: false })
  expect(await rowOf(second, caseId, file.id)).toBeDefined()
})

it('gives the files of a withdrawn command up, but not those that another command names', async () => {
  const desk = await start(device())
  const caseId = await ownCase(desk)
  const [own, shared] = [photo(), photo()]
  // Without a token nothing is sent, and what was never sent can be taken back.
  const session = await desk.session()
  session.engine.setNeedsSignIn(true)
  const key = await add(desk, caseId, own, shared)
  await add(desk, caseId, shared)
  expect(await session.outbox.withdraw(key)).toBe(true)
  await until('a file is given up', () => desk.device.disk.evidence.discarded.length > 0)
  expect(desk.device.disk.evidence.discarded).toEqual([own.id])
  expect(lastWord(desk)?.held).toEqual([shared.id])
})
