import { sql } from 'kysely'
import type { Expression, SqlBool } from 'kysely'
import type { AbsenceEntryV1 } from '../../shared/contract/admin/organisation.ts'
import type { Tx } from '../db/transaction.ts'

type Row = Omit<AbsenceEntryV1, 'recorded'> &
  Readonly<{ by: string | null; byName: string | null; atMs: number | null; reason: string | null }>

/** Every absence kept of the officials who hold or held a role in an agency, the latest first; call it with the owner's rights. */
export function absencesOf(tx: Tx, agency: string): Promise<AbsenceEntryV1[]> {
  return listed(tx, sql<SqlBool>`a.official in (select official_id from role_grant where agency = ${agency})`)
}

/** Every absence kept of one official, the latest first; call it with the owner's rights. */
export function absencesOfOfficial(tx: Tx, official: string): Promise<AbsenceEntryV1[]> {
  return listed(tx, sql<SqlBool>`a.official = ${official}`)
}

async function listed(tx: Tx, wanted: Expression<SqlBool>): Promise<AbsenceEntryV1[]> {
  const found = await sql<Row>`
    select a.id, a.official, a.from_ms as "fromMs", a.to_ms as "toMs", a.substitute, coalesce(m.seq, 0) as version,
      c.actor as by, coalesce(o.display_name, c.actor) as "byName", c.at_ms as "atMs", c.reason
    from absence as a
    left join sync_member as m on m.bucket = 'ref' and m.entity = 'absence' and m.id = a.id and m.op = 'PUT'
    left join lateral (
      select actor, at_ms, reason from config_change where kind = 'absence' and target = a.id order by n desc limit 1
    ) as c on true
    left join official as o on o.id = c.actor
    where ${wanted}
    order by a.from_ms desc, a.id`.execute(tx)
  return found.rows.map(({ by, byName, atMs, reason, ...absence }) => ({
    ...absence,
    recorded: by === null ? null : { by, byName: byName ?? by, atMs: atMs ?? 0, reason: reason ?? '' },
  }))
}
