import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { QueuedCommand } from '../../../../renderer/worker/outbox/queued-command.ts'
import { batchBytes, nextBatch, toMutation } from '../../../../renderer/worker/sync/mutation-batch.ts'
import { confirm, expired, keptForRestore, reoffer, settle } from '../../../../renderer/worker/sync/settlement.ts'
import { mutationV1 } from '../../../../shared/contract/sync.ts'
import { holds } from '../../../support/seeded-property.ts'

function queued(order: number, change: Partial<QueuedCommand> = {}, text = 'ghi chú'): QueuedCommand {
  return {
    key: `k${order}`,
    order,
    mutation: null,
    status: 'waiting',
    payload: {
      name: 'addNote',
      caseId: 'c1',
      caseNumber: 'HN-1',
      args: { id: `n${order}`, text },
      v: 1,
      createdAtMs: 1_000 * order,
      ifVersion: null,
      after: null,
      basedOnSeq: 3,
      refusedAs: null,
      seen: null,
      carried: false,
    },
    answer: null,
    ...change,
  }
}

describe('push batches', () => {
  it('sends what was sent before first, by id, then what waits in queue order', () => {
    const commands = [
      queued(1),
      queued(2, { status: 'sent', mutation: 8 }),
      queued(3),
      queued(4, { status: 'sent', mutation: 7 }),
    ]
    expect(nextBatch(commands).map((command) => command.key)).toEqual(['k4', 'k2', 'k1', 'k3'])
  })

  it('leaves decided and refused commands out', () => {
    const commands = (['acked', 'done', 'conflict', 'rejected', 'quarantined'] as const).map((status, order) =>
      queued(order, { status }),
    )
    expect(nextBatch(commands)).toEqual([])
  })

  it('holds at most 50 commands and stays under the size limit, but always sends one', () => {
    holds(
      'batch bounds',
      fc.property(fc.array(fc.nat(20_000), { minLength: 1, maxLength: 120 }), (sizes) => {
        const commands = sizes.map((size, order) => queued(order, {}, 'ă'.repeat(size)))
        const batch = nextBatch(commands)
        expect(batch.length).toBeGreaterThan(0)
        expect(batch.length).toBeLessThanOrEqual(50)
        const bytes = batch.reduce((sum, command) => sum + Buffer.byteLength(JSON.stringify(toMutation(command, 1))), 0)
        if (batch.length > 1) expect(bytes).toBeLessThanOrEqual(batchBytes)
        expect(batch).toEqual(commands.slice(0, batch.length))
      }),
    )
  })

  it('writes a mutation the contract accepts, with ifVersion or after only where they are set', () => {
    const first = queued(1)
    const plain = toMutation(first, 5)
    expect(mutationV1.parse(plain)).toEqual(plain)
    expect(plain).not.toHaveProperty('ifVersion')
    expect(plain).not.toHaveProperty('after')
    const chained = toMutation({ ...first, payload: { ...first.payload, ifVersion: 3, after: 'k0' } }, 5)
    expect(chained).toMatchObject({ ifVersion: 3, after: 'k0', id: 5, key: 'k1' })
  })

  it('sends a noop without any words in place of a command the server cannot read', () => {
    const refused = queued(1)
    const mutation = toMutation({ ...refused, payload: { ...refused.payload, refusedAs: 'too_large' } }, 9)
    expect(mutation).toEqual({ id: 9, key: 'k1', name: 'noop', v: 1, args: {}, basedOnSeq: 3, clientAt: 1000 })
  })
})

describe('settlement', () => {
  const sent = queued(1, { status: 'sent', mutation: 4 })

  it.each([
    ['applied', 'acked'],
    ['noop', 'acked'],
    ['conflict', 'conflict'],
    ['rejected', 'rejected'],
    ['quarantined', 'quarantined'],
  ] as const)('turns %s into %s', (answer, status) => {
    const code = answer === 'applied' || answer === 'noop' ? null : ('wrong_state' as const)
    const settled = settle(sent, { id: 4, key: 'k1', status: answer, code, result: null })
    expect(settled.status).toBe(status)
    expect(settled.answer).toEqual({ code, result: null })
    expect(settled.payload).toBe(sent.payload)
  })

  it('leaves a command behind a gap as it is', () => {
    expect(settle(sent, { id: 4, key: 'k1', status: 'gap', code: 'gap', result: { expectedId: 2 } })).toBe(sent)
  })

  it('lists a command sent as a noop as quarantined, for the reason it was refused', () => {
    const refused = { ...sent, payload: { ...sent.payload, refusedAs: 'bad_request' as const } }
    expect(settle(refused, { id: 4, key: 'k1', status: 'noop', code: null, result: null })).toMatchObject({
      status: 'quarantined',
      answer: { code: 'bad_request' },
    })
  })

  it('ends overlays at a complete pull: work is kept for a restored server, drafts and marks are not', () => {
    const note = queued(1, { status: 'acked', mutation: 1 })
    const mark = queued(2, { status: 'acked', mutation: 2 })
    const asMark = { ...mark, payload: { ...mark.payload, name: 'mark' as const } }
    const waiting = queued(3)
    const confirmed = confirm([note, asMark, waiting])
    expect(confirmed.put.map(({ key, status }) => [key, status])).toEqual([['k1', 'done']])
    expect(confirmed.remove).toEqual(['k2'])
  })

  it('lets kept commands go by age and by number, oldest first', () => {
    const nowMs = keptForRestore.ms + 50_000
    const done = Array.from({ length: keptForRestore.count + 2 }, (_none, order) =>
      queued(order + 60, { status: 'done' }),
    )
    expect(expired(done, nowMs)).toEqual(['k60', 'k61'])
    expect(expired([queued(1, { status: 'done' }), queued(2)], nowMs)).toEqual(['k1'])
  })

  it('offers everything undecided or recent again, without an id, and never what was refused', () => {
    const commands = [
      sent,
      queued(2, { status: 'done', mutation: 1 }),
      queued(3, { status: 'conflict', mutation: 2 }),
      queued(4),
    ]
    expect(reoffer(commands).map(({ key, status, mutation }) => [key, status, mutation])).toEqual([
      ['k1', 'waiting', null],
      ['k2', 'waiting', null],
    ])
  })
})
