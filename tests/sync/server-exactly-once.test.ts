import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import type { MutationV1 } from '../../shared/contract/sync.ts'
import { inSystem } from '../../server/db/transaction.ts'
import { onBothEngines } from '../support/server.ts'
import { buildSmallCity, caseRow, insertCases } from '../support/sync/small-city.ts'
import { SyncClient } from '../support/sync/sync-client.ts'

const commands = 6

/** Pushes as a bad network makes them: any stretch of the queue, any number of times; replies may be lost. */
const deliveries = fc.array(
  fc.record({
    from: fc.nat(commands - 1),
    count: fc.integer({ min: 1, max: commands }),
    copies: fc.integer({ min: 1, max: 3 }),
  }),
  { minLength: 1, maxLength: 8 },
)

onBothEngines('exactly-once push', (serverOf) => {
  const write = <T>(work: Parameters<typeof inSystem<T>>[1]): Promise<T> =>
    inSystem(serverOf().context.database.kysely, work)
  let run = 0

  beforeAll(() => buildSmallCity(serverOf()))

  const queueOf = (client: SyncClient, caseId: string): MutationV1[] => {
    const start = client.mutation('start', caseId, {}, { ifVersion: 1 })
    const notes = ['n1', 'n2'].map((note) =>
      client.mutation('addNote', caseId, { id: `${caseId}-${note}`, text: note }),
    )
    const drafts = [0, 1].map((base) =>
      client.mutation('saveDraft', caseId, { baseRevision: base, text: `draft ${base}` }),
    )
    const mark = client.mutation('mark', caseId, { read: 3, pinned: true })
    return [start, ...notes, ...drafts, mark]
  }

  it('applies each command once and in order, however often and in whatever pieces the queue arrives', async () => {
    await fc.assert(
      fc.asyncProperty(deliveries, async (plan) => {
        run += 1
        const caseId = `once${run}`
        await write((tx) => insertCases(tx, [caseRow(caseId)]))
        const client = await SyncClient.start(serverOf(), 'officer.bach-mai.street')
        const queue = queueOf(client, caseId)
        const answers = new Map<number, unknown>()
        const deliver = async (part: MutationV1[]): Promise<void> => {
          for (const result of await client.push(...part)) {
            if (result.status === 'gap') continue
            const { dup: _, ...plain } = result
            expect(answers.get(result.id) ?? plain).toEqual(plain)
            answers.set(result.id, plain)
          }
        }
        for (const { from, count, copies } of plan) {
          const part = queue.slice(from, from + count)
          await Promise.all(Array.from({ length: copies }, () => deliver(part)))
        }
        await deliver(queue)
        const stored = await write(async (tx) => ({
          ledger: await tx
            .selectFrom('mutation')
            .select(['mutation_id', 'status'])
            .where('client_id', '=', client.clientId)
            .orderBy('mutation_id')
            .execute(),
          events: await tx.selectFrom('event').select('id').where('case_id', '=', caseId).execute(),
          row: await tx
            .selectFrom('complaint')
            .select(['state', 'flow_version', 'row_version'])
            .where('id', '=', caseId)
            .executeTakeFirstOrThrow(),
          revisions: await tx
            .selectFrom('draft_revision')
            .select('revision')
            .where('draft_id', 'like', `${caseId}:%`)
            .orderBy('revision')
            .execute(),
        }))
        expect(stored.ledger).toEqual(queue.map((mutation) => ({ mutation_id: mutation.id, status: 'applied' })))
        expect(stored.events).toHaveLength(3)
        expect(stored.row).toEqual({ state: 'in_progress', flow_version: 2, row_version: 4 })
        expect(stored.revisions).toEqual([{ revision: 1 }, { revision: 2 }])
      }),
      { numRuns: 12 },
    )
  })
})
