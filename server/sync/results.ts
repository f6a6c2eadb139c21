import { sql } from 'kysely'
import type { MutationResultV1 } from '../../shared/contract/sync.ts'
import type { Tx } from '../db/transaction.ts'
import { storable } from './storable.ts'
import type { Submission } from './submission.ts'

type LedgerRow = {
  mutation_id: number
  key: string
  status: MutationResultV1['status']
  code: MutationResultV1['code']
  result: MutationResultV1['result']
}

const mostResults = 200

/** The result as it travels; `dup` tells that the command had been decided before. */
export function resultOf(row: LedgerRow, dup: boolean): MutationResultV1 {
  return {
    id: row.mutation_id,
    key: row.key,
    status: row.status,
    code: row.code,
    result: row.result,
    ...(dup ? { dup } : {}),
  }
}

/** The stored result of a command by its number, or by its key when it came in under another number or from another device. */
export async function storedResult(tx: Tx, { clientId, mutation }: Submission): Promise<MutationResultV1 | null> {
  const found = await sql<LedgerRow>`
    select mutation_id, key, status, code, result from mutation
    where (client_id = ${clientId} and mutation_id = ${mutation.id}) or key = ${storable(mutation.key)}
    order by (client_id = ${clientId} and mutation_id = ${mutation.id}) desc limit 1`.execute(tx)
  const row = found.rows[0]
  return row === undefined ? null : { ...resultOf(row, true), id: mutation.id }
}

/** The highest number decided for a client up to a sequence number: it fits the rows of that page. */
export async function lastMutationAt(tx: Tx, clientId: string, upto: number): Promise<number> {
  const last = await sql<{ last: number }>`
    select coalesce(max(mutation_id), 0) as last from mutation
    where client_id = ${clientId} and seq <= ${upto}`.execute(tx)
  return last.rows[0]?.last ?? 0
}

/** What was decided for a client in (`after`, `upto`], the newest 200 of it, in order. */
export async function resultsBetween(
  tx: Tx,
  span: { clientId: string; after: number; upto: number },
): Promise<MutationResultV1[]> {
  const rows = await sql<LedgerRow>`
    select mutation_id, key, status, code, result from (
      select * from mutation where client_id = ${span.clientId} and mutation_id > 0 and seq > ${span.after} and seq <= ${span.upto}
      order by mutation_id desc limit ${mostResults}
    ) as newest order by mutation_id`.execute(tx)
  return rows.rows.map((row) => resultOf(row, true))
}
