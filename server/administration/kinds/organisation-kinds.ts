import { agencyRoles, grantKind } from '../../../shared/domain/admin/administration.ts'
import { teamStands } from '../../../shared/domain/organisation.ts'
import { openStates } from '../../../shared/domain/states.ts'
import type { SettingValue } from '../../../shared/contract/admin/settings.ts'
import type { Tx } from '../../db/transaction.ts'
import { Problem } from '../../http/problem.ts'
import { hanoiDay } from '../../identity/officials.ts'
import { flaw } from '../flaw.ts'
import type { Flaw } from '../flaw.ts'
import type { Change, SettingKind, Work } from '../setting-kind.ts'

const dayMs = 86_400_000

/** The last day that may still be written: what ended yesterday counts no more from now on. */
const yesterday = (nowMs: number): string => hanoiDay(nowMs - dayMs)

async function openCasesOfTeam(tx: Tx, team: string): Promise<number> {
  const counted = await tx
    .selectFrom('complaint')
    .select((select) => select.fn.countAll<number>().as('n'))
    .where('team', '=', team)
    .where('state', 'in', [...openStates])
    .executeTakeFirstOrThrow()
  return counted.n
}

/** The teams of an agency: added, renamed, and ended once no open case lies with them. */
export const teamKind: SettingKind<'team'> = {
  name: 'team',
  kindOf: () => 'team',
  agencyOf: ({ agency }) => agency,
  versionRow: (id) => ({ entity: 'team', id }),
  mayRemove: false,
  read: async (tx, id) => {
    const rows = await tx
      .selectFrom('team')
      .select(['id', 'agency', 'name', 'valid_from', 'valid_to'])
      .$if(id !== null, (query) => query.where('id', '=', id ?? ''))
      .orderBy('name')
      .execute()
    return rows.map((row) => ({
      id: row.id,
      value: { agency: row.agency, name: row.name, validFrom: row.valid_from, validTo: row.valid_to },
    }))
  },
  problems: async ({ tx, nowMs }, { id, before, after }) => {
    if (after === null) return []
    const same = await tx
      .selectFrom('team')
      .select('id')
      .where('agency', '=', after.agency)
      .where('name', '=', after.name)
      .where('id', '<>', id)
      .executeTakeFirst()
    const ends = after.validTo !== null && after.validTo !== before?.validTo
    const open = ends && before !== null ? await openCasesOfTeam(tx, id) : 0
    return [
      ...(before !== null && (before.agency !== after.agency || before.validFrom !== after.validFrom)
        ? [
            flaw(
              'fixed',
              before.agency === after.agency ? 'validFrom' : 'agency',
              'agency and first day stay as they are',
            ),
          ]
        : []),
      ...(same === undefined ? [] : [flaw('taken', 'name', 'another team of the agency has it')]),
      ...(before === null && after.validFrom < hanoiDay(nowMs)
        ? [flaw('past', 'validFrom', 'must not lie in the past')]
        : []),
      ...(ends && after.validTo !== null && after.validTo < yesterday(nowMs)
        ? [flaw('past', 'validTo', 'must not lie in the past')]
        : []),
      ...(after.validTo !== null && after.validTo < after.validFrom && before === null
        ? [flaw('before_start', 'validTo', 'must not lie before validFrom')]
        : []),
      ...(open > 0 ? [flaw('open_cases', 'validTo', `${open} open cases lie with the team`, { n: open })] : []),
    ]
  },
  write: async ({ tx }, { id, after }) => {
    if (after === null) return []
    const row = { name: after.name, valid_to: after.validTo }
    await tx
      .insertInto('team')
      .values({ id, agency: after.agency, valid_from: after.validFrom, ...row })
      .onConflict((on) => on.column('id').doUpdateSet(row))
      .execute()
    return []
  },
}

type GrantValue = SettingValue<'grant'>

function newGrantProblems({ reference, nowMs }: Work, after: GrantValue): readonly Flaw[] {
  const { organisation } = reference
  const team = after.team
  return [
    ...(organisation.officials.get(after.official)?.active === true
      ? []
      : [flaw('unknown', 'official', 'no such active official')]),
    ...(team === null || teamStands(organisation, team, after.agency)
      ? []
      : [flaw('unknown', 'team', 'no such team of the agency exists today')]),
    // A grant travels with its official's row only when that row changes: one that began later would reach nobody on its day.
    ...(after.validFrom === hanoiDay(nowMs) ? [] : [flaw('begins_today', 'validFrom', 'a role begins today')]),
    ...(after.validTo !== null && after.validTo < after.validFrom
      ? [flaw('before_start', 'validTo', 'must not lie before validFrom')]
      : []),
    ...(grantKind(after.role) === null
      ? [flaw('choice', 'role', `must be agency_admin, ${agencyRoles.join(', ')}`)]
      : []),
  ]
}

function endingProblems(nowMs: number, before: GrantValue, after: GrantValue): readonly Flaw[] {
  const { validTo: _before, ...kept } = before
  const { validTo, ...wanted } = after
  const same = Object.entries(kept).every(([key, value]) =>
    Object.entries(wanted).some(([k, v]) => k === key && v === value),
  )
  return [
    ...(same ? [] : [flaw('only_end', 'value', 'only the last day of a role changes')]),
    ...(validTo !== null && validTo < yesterday(nowMs) ? [flaw('past', 'validTo', 'must not lie in the past')] : []),
  ]
}

/**
 * Roles held in an agency or team: given from today, ended by their last day. Nobody changes the own ones: throws `own_grant`.
 */
export const grantSettingKind: SettingKind<'grant'> = {
  name: 'grant',
  kindOf: ({ role }) => grantKind(role),
  agencyOf: ({ agency }) => agency,
  versionRow: (_id, { official }) => ({ entity: 'official', id: official }),
  mayRemove: false,
  read: async (tx, id) => {
    const rows = await tx
      .selectFrom('role_grant')
      .selectAll()
      .$if(id !== null, (query) => query.where('id', '=', id ?? ''))
      .orderBy('id')
      .execute()
    return rows.map((row) => ({
      id: row.id,
      value: {
        official: row.official_id,
        role: row.role,
        agency: row.agency,
        team: row.team,
        validFrom: row.valid_from,
        validTo: row.valid_to,
      },
    }))
  },
  problems: async (work: Work, { before, after }: Change<GrantValue>) => {
    if (after === null) return []
    if (after.official === work.official.id) throw new Problem('own_grant')
    return before === null ? newGrantProblems(work, after) : endingProblems(work.nowMs, before, after)
  },
  write: async ({ tx }, { id, after }) => {
    if (after === null) return []
    const { official, role, agency, team } = after
    await tx
      .insertInto('role_grant')
      .values({ id, official_id: official, role, agency, team, valid_from: after.validFrom, valid_to: after.validTo })
      .onConflict((on) => on.column('id').doUpdateSet({ valid_to: after.validTo }))
      .execute()
    return []
  },
}
