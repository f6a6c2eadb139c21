import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Desk, Device } from '../../../support/worker/desk.ts'
import { newDevice, startDesk } from '../../../support/worker/desk.ts'
import { commitCity } from '../../../support/worker/city.ts'
import { holdsAsync } from '../../../support/worker/property.ts'
import { caseRow, FakeSyncServer } from '../../../support/worker/sync-server.ts'
import type { Decide, Fault } from '../../../support/worker/sync-server.ts'
import type { CaseRowV1, EventRowV1 } from '../../../../shared/contract/rows.ts'

const caseIds = ['c1', 'c2', 'c3'] as const

/** Writes each note into the timeline of its case, as the server does, in one commit. */
const writeNotes: Decide = (mutation, server) => {
  const before = server.rows.get(`case:${mutation.caseId}`) as CaseRowV1 | undefined
  if (mutation.name !== 'addNote' || !before) return { status: 'noop', code: null, result: null }
  const { id, text } = mutation.args as { id: string; text: string }
  const event: EventRowV1 = {
    id,
    caseId: before.id,
    kind: 'note',
    code: 'addNote',
    actor: 'u',
    atMs: server.v,
    text,
    late: false,
    extra: null,
  }
  const row = { ...before, rowVersion: before.rowVersion + 1 }
  server.commit([
    { bucket: 'agency:a:open', entity: 'event', id, row: event },
    { bucket: 'agency:a:open', entity: 'case', id: row.id, row },
  ])
  return { status: 'applied', code: null, result: null }
}

function city(): { server: FakeSyncServer; device: Device } {
  const server = new FakeSyncServer()
  commitCity(server)
  for (const id of caseIds) {
    const row = caseRow(id, { state: 'in_progress', assignee: 'u', team: 't' })
    server.commit([{ bucket: 'agency:a:open', entity: 'case', id, row }])
  }
  server.decide = writeNotes
  return { server, device: newDevice(server, { accountId: 'u', username: 'u' }) }
}

const fault: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 4, arbitrary: fc.constant('ok' as const) },
  { weight: 2, arbitrary: fc.constant('network' as const) },
  { weight: 3, arbitrary: fc.constant('reply_lost' as const) },
  { weight: 1, arbitrary: fc.constant('portal' as const) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      { status: 503, code: 'not_ready' },
      { status: 500, code: 'internal' },
      { status: 429, code: 'rate_limited' },
    ),
  },
)

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('note' as const), caseId: fc.constantFrom(...caseIds) }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('cycle' as const), faults: fc.array(fault, { maxLength: 5 }) }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'kill' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'lose_database' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'forget_clients' as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('foreign' as const), caseId: fc.constantFrom(...caseIds) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('small_pages' as const), limit: fc.integer({ min: 1, max: 8 }) }),
  },
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

/** A desk that is killed, cut off and damaged, with the notes its officer was told were saved. */
class Story {
  readonly saved: { id: string; caseId: string }[] = []
  readonly server: FakeSyncServer
  readonly #device: Device
  desk: Desk

  constructor() {
    const { server, device } = city()
    this.server = server
    this.#device = device
    this.desk = startDesk(device)
  }

  async take(next: Step): Promise<void> {
    switch (next.kind) {
      case 'note':
        return this.#note(next.caseId)
      case 'cycle':
        this.server.faults = [...next.faults]
        await this.cycle()
        this.server.faults = []
        return
      case 'kill':
        return this.#restart()
      case 'lose_database': {
        const { database } = await this.desk.session()
        await database.segments.clear()
        await database.outbox.clear()
        return this.#restart()
      }
      case 'forget_clients':
        this.server.clients.clear()
        return
      case 'foreign': {
        const before = this.server.rows.get(`case:${next.caseId}`) as CaseRowV1
        const row = { ...before, rowVersion: before.rowVersion + 1 }
        this.server.commit([{ bucket: 'agency:a:open', entity: 'case', id: row.id, row }])
        return
      }
      case 'small_pages':
        this.server.pageLimit = next.limit
    }
  }

  async cycle(): Promise<void> {
    await (await this.desk.session()).engine.now()
  }

  async #note(caseId: string): Promise<void> {
    const id = `n${this.saved.length}`
    const answer = await (await this.desk.session()).commands.run(caseId, 'addNote', { id, text: `lời ${id}` })
    if (answer.ok) this.saved.push({ id, caseId })
    else expect(answer.code).toBe('not_found')
  }

  async #restart(): Promise<void> {
    const { server } = this
    server.always = 'network'
    this.desk.kill()
    this.desk = startDesk(this.#device)
    await this.desk.session()
    server.always = 'ok'
  }
}

describe('any story of faults', () => {
  it('ends with every saved note at the server exactly once, in order per case, and with equal rows on the desk', async () => {
    await holdsAsync(
      'exactly once, in order, converged',
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
        const story = new Story()
        try {
          await story.cycle()
          for (const next of steps) await story.take(next)
          story.server.faults = []
          for (let round = 0; round < 3; round += 1) await story.cycle()
          await expectExactlyOnce(story)
          await expectConverged(story)
        } finally {
          await story.desk.stop()
        }
      }),
      25,
    )
  }, 120_000)
})

async function expectExactlyOnce({ server, saved }: Story): Promise<void> {
  expect(new Set(server.executed).size).toBe(server.executed.length)
  const events = [...server.rows].filter(([key]) => key.startsWith('event:')).map(([, row]) => row as EventRowV1)
  expect(events.map((event) => event.id).toSorted()).toEqual(saved.map(({ id }) => id).toSorted())
  for (const caseId of caseIds) {
    const written = events.filter((event) => event.caseId === caseId).toSorted((left, right) => left.atMs - right.atMs)
    expect(written.map((event) => event.id)).toEqual(saved.filter((note) => note.caseId === caseId).map(({ id }) => id))
  }
}

async function expectConverged({ server, desk }: Story): Promise<void> {
  const { rows, outbox, engine } = await desk.session()
  expect(engine.status.current()).toMatchObject({ state: 'synced', waiting: 0, troubled: 0 })
  expect(outbox.parts.store.all().every((command) => command.status === 'done')).toBe(true)
  for (const [key, row] of server.expected()) {
    const [entity, id] = key.split(':') as ['case' | 'event', string]
    expect(await rows.read(entity, id)).toEqual(row)
  }
}
