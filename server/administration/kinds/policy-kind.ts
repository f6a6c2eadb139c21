import { sql } from 'kysely'
import { policiesOf, PolicyFileError } from '../../../shared/domain/time/files/policy-file.ts'
import { toJson } from '../../db/schema.ts'
import type { Tx } from '../../db/transaction.ts'
import { Problem } from '../../http/problem.ts'
import { hanoiDay } from '../../identity/officials.ts'
import { flaw, flawsOfFile } from '../flaw.ts'
import type { Flaw } from '../flaw.ts'
import type { SettingKind } from '../setting-kind.ts'

const textOf = (data: Readonly<Record<string, unknown>>, key: string): string => {
  const value = data[key]
  return typeof value === 'string' ? value : ''
}

/** The id of the version of a policy that starts on a day: `hanoi-1207` gives `hanoi-1207.2027-01-01`. */
export const versionIdOf = (data: Readonly<Record<string, unknown>>): string =>
  `${textOf(data, 'id').replace(/\.\d{4}-\d{2}-\d{2}$/, '')}.${textOf(data, 'validFrom')}`

/** Whether any case, open or not, lives under a policy version. */
async function isUsed(tx: Tx, id: string): Promise<boolean> {
  const found = await sql<{ used: boolean }>`
    select exists (select from complaint where data -> 'clocks' ->> 'policy' = ${id}) as used`.execute(tx)
  return found.rows[0]?.used ?? false
}

/** What is wrong with a policy file as the version of that id. */
export function policyProblems(id: string, data: Readonly<Record<string, unknown>>): readonly Flaw[] {
  try {
    policiesOf([{ id, data: { ...data, id } }])
    return []
  } catch (error) {
    if (error instanceof PolicyFileError) return flawsOfFile(error.faults)
    throw error
  }
}

/**
 * Deadline policies. Saving always makes a version that starts on a later day, so a case keeps the rule it was opened under; only a
 * version that no case uses yet is written again. Throws `policy_in_use` for one that is.
 */
export const policyKind: SettingKind<'policy'> = {
  name: 'policy',
  kindOf: () => 'policy',
  agencyOf: () => null,
  versionRow: (id) => ({ entity: 'policy', id }),
  idOf: ({ data }) => versionIdOf(data),
  mayRemove: false,
  read: async (tx, id) => {
    const rows = await tx
      .selectFrom('policy')
      .select(['id', 'name', 'data'])
      .$if(id !== null, (query) => query.where('id', '=', id ?? ''))
      .orderBy('id')
      .execute()
    return rows.map((row) => ({ id: row.id, value: { name: row.name, data: row.data as Record<string, unknown> } }))
  },
  problems: async ({ tx, reference, nowMs }, { id, before, after }) => {
    if (after === null) return []
    if (before !== null && (await isUsed(tx, id))) throw new Problem('policy_in_use')
    const base = reference.policies.get(textOf(after.data, 'id'))
    if (base === undefined || base.deadlines !== 'rule')
      return [flaw('unknown', 'data.id', 'must name the policy this one is made from')]
    const isPast = textOf(after.data, 'validFrom') < hanoiDay(nowMs)
    const late = isPast ? [flaw('past', 'data.validFrom', 'must not lie in the past')] : []
    return [...late, ...policyProblems(id, after.data)]
  },
  write: async ({ tx }, { id, after }) => {
    if (after === null) return []
    const row = { id, name: after.name, data: toJson({ ...after.data, id }) }
    await tx
      .insertInto('policy')
      .values(row)
      .onConflict((on) => on.column('id').doUpdateSet({ name: row.name, data: row.data }))
      .execute()
    return []
  },
}
