import type { Role } from '../../shared/domain/roles.ts'
import type { Tx } from '../db/transaction.ts'
import { caseOfficerOf, importedId } from './imported-case.ts'
import type { MappedCase, Mapping } from './mappings/mapping.ts'
import { sourceCalendar, storeSeedReference } from './seed-reference.ts'

/** One development account per role and agency: the first part of the user name, and what colleagues read. */
const agencyAccounts: readonly Readonly<{ role: Role; username: string; title: string }>[] = [
  { role: 'intake_officer', username: 'intake', title: 'Intake officer' },
  { role: 'case_officer', username: 'officer', title: 'Case officer' },
  { role: 'field_officer', username: 'field', title: 'Field officer' },
  { role: 'team_supervisor', username: 'supervisor', title: 'Supervisor' },
  { role: 'approver', username: 'approver', title: 'Approver' },
  { role: 'warning_editor', username: 'warnings', title: 'Warning editor' },
  { role: 'warning_approver', username: 'warning-approver', title: 'Warning approver' },
  { role: 'agency_admin', username: 'admin', title: 'Administrator' },
]
const cityAccounts: typeof agencyAccounts = [
  { role: 'city_coordinator', username: 'coordinator', title: 'City coordinator' },
  { role: 'oversight_officer', username: 'oversight', title: 'Oversight officer' },
  { role: 'security_monitor', username: 'monitor', title: 'Security monitor' },
  { role: 'system_admin', username: 'system', title: 'System administrator' },
]
const cityCode = 'city'
const validFrom = '2000-01-01'

/** The units of a source that are known to exist, so that each is written once; the sets are never changed from outside. */
export type KnownUnits = Readonly<{
  agencies: Set<string>
  teams: Set<string>
  categories: Set<string>
  areas: Set<string>
}>

/** Reads which units of this mapping earlier imports have made. */
export async function loadKnownUnits(tx: Tx, mapping: Mapping): Promise<KnownUnits> {
  const prefix = `${mapping.name}-%`
  const ids = async (table: 'agency' | 'team' | 'category' | 'area'): Promise<Set<string>> => {
    const rows = await tx.selectFrom(table).select('id').where('id', 'like', prefix).execute()
    return new Set(rows.map((row) => row.id))
  }
  return {
    agencies: await ids('agency'),
    teams: await ids('team'),
    categories: await ids('category'),
    areas: await ids('area'),
  }
}

async function addAccounts(tx: Tx, agency: string, code: string, accounts: typeof agencyAccounts): Promise<void> {
  for (const { role, username, title } of accounts) {
    const id = role === 'case_officer' ? caseOfficerOf(agency) : `${role}.${agency}`
    const official = { id, username: `${username}.${code}`, display_name: `${title} ${code.toUpperCase()}` }
    await tx
      .insertInto('official')
      .values(official)
      .onConflict((on) => on.column('id').doNothing())
      .execute()
    const grant = { id: `grant.${id}`, official_id: id, role, agency, team: null }
    await tx
      .insertInto('role_grant')
      .values(grant)
      .onConflict((on) => on.column('id').doNothing())
      .execute()
  }
}

async function addAgency(tx: Tx, mapping: Mapping, code: string, name: string): Promise<string> {
  const id = importedId(mapping.name, code)
  const agency = {
    id,
    name,
    short_name: name,
    kind: 'imported' as const,
    time_zone: mapping.timeZone,
    calendar: sourceCalendar,
    valid_from: validFrom,
  }
  await tx
    .insertInto('agency')
    .values(agency)
    .onConflict((on) => on.column('id').doNothing())
    .execute()
  return id
}

/** Writes the policies and calendars of a new server and the city-wide accounts; writing them again changes nothing. */
export async function ensureImportBasics(tx: Tx, mapping: Mapping): Promise<void> {
  await storeSeedReference(tx)
  const city = await addAgency(tx, mapping, cityCode, `${mapping.name}: city-wide`)
  await addAccounts(tx, city, cityCode, cityAccounts)
}

async function ensureTeam(
  tx: Tx,
  known: KnownUnits,
  row: Readonly<{ id: string; agency: string; name: string }>,
): Promise<void> {
  if (known.teams.has(row.id)) return
  known.teams.add(row.id)
  await tx
    .insertInto('team')
    .values({ ...row, valid_from: validFrom })
    .onConflict((on) => on.column('id').doNothing())
    .execute()
}

async function ensureCategory(
  tx: Tx,
  known: KnownUnits,
  row: Readonly<{ id: string; name: string; source: string }>,
): Promise<void> {
  if (known.categories.has(row.id)) return
  known.categories.add(row.id)
  await tx
    .insertInto('category')
    .values({ ...row, kind: 'field' })
    .onConflict((on) => on.column('id').doNothing())
    .execute()
}

async function ensureArea(tx: Tx, known: KnownUnits, row: Readonly<{ id: string; name: string }>): Promise<void> {
  if (known.areas.has(row.id)) return
  known.areas.add(row.id)
  await tx
    .insertInto('area')
    .values({ ...row, valid_from: validFrom })
    .onConflict((on) => on.column('id').doNothing())
    .execute()
}

/**
 * Makes the agencies, teams, categories, areas and accounts that these cases name and that are not in `before`, which stays as it
 * is: the answer holds what exists once the transaction is committed.
 */
export async function ensureUnits(
  tx: Tx,
  mapping: Mapping,
  before: KnownUnits,
  cases: readonly MappedCase[],
): Promise<KnownUnits> {
  const known: KnownUnits = {
    agencies: new Set(before.agencies),
    teams: new Set(before.teams),
    categories: new Set(before.categories),
    areas: new Set(before.areas),
  }
  const { name: prefix } = mapping
  for (const { agency, team, category, area } of cases) {
    const agencyId = importedId(prefix, agency.code)
    if (!known.agencies.has(agencyId)) {
      known.agencies.add(await addAgency(tx, mapping, agency.code, agency.name))
      await addAccounts(tx, agencyId, agency.code, agencyAccounts)
    }
    await ensureTeam(tx, known, { id: importedId(prefix, agency.code, team.code), agency: agencyId, name: team.name })
    const source = `import:${prefix}`
    await ensureCategory(tx, known, { id: importedId(prefix, category.code), name: category.name, source })
    if (area !== null) await ensureArea(tx, known, { id: importedId(prefix, area.code), name: area.name })
  }
  return known
}
