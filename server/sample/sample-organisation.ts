import type { RowOf } from '../../shared/contract/rows.ts'
import { fold } from '../../shared/language/fold.ts'
import { defaultAgencySetting, agencyOfArea } from '../api/intake-agency.ts'
import type { Tx } from '../db/transaction.ts'
import { officeCalendar, storeSeedReference } from '../import/seed-reference.ts'
import type { SampleFiles, SamplePerson } from './sample-files.ts'

const timeZone = 'Asia/Ho_Chi_Minh'

/** The reference rows of the samples, in the form in which they travel. */
export type SampleOrganisation = Readonly<{
  agencies: readonly RowOf<'agency'>[]
  teams: readonly RowOf<'team'>[]
  areas: readonly RowOf<'area'>[]
  officials: readonly RowOf<'official'>[]
  categories: readonly RowOf<'category'>[]
}>

function agencyRows({ agencies, wards }: SampleFiles): RowOf<'agency'>[] {
  const base = { timeZone, calendar: officeCalendar, validTo: null, successors: [] }
  const departments = agencies.agencies.map((agency) => ({
    ...base,
    id: agency.id,
    name: agency.name,
    shortName: agency.shortName,
    kind: 'department' as const,
    certainty: agency.certainty,
    validFrom: agencies.validFrom,
  }))
  // A commune's or ward's authority carries the unit's own full name; the short one is how colleagues call it.
  const local = wards.units.map((unit) => ({
    ...base,
    id: agencyOfArea(unit.code),
    name: `UBND ${unit.fullName.charAt(0).toLowerCase()}${unit.fullName.slice(1)}`,
    shortName: unit.name,
    kind: unit.type,
    certainty: 'verified' as const,
    validFrom: wards.validFrom,
  }))
  return [...departments, ...local]
}

/** What an area's parts were called, by both lists: they differ in a few names, and people may know either. Districts come last. */
function formerNamesOf(unit: SampleFiles['wards']['units'][number], { formerUnits }: SampleFiles): string[] {
  const listed = formerUnits.districts.flatMap((district) =>
    district.units.filter((one) => one.now.includes(unit.code)),
  )
  const names = [...[...unit.mergedFrom, ...listed].map((former) => former.name), ...unit.formerDistricts]
  return [...new Map(names.toReversed().map((name) => [fold(name), name] as const)).values()].toReversed()
}

function officialRow(person: SamplePerson, agency: string): RowOf<'official'> {
  return {
    id: `official-${person.username}`,
    username: person.username,
    displayName: person.name,
    active: true,
    grants: [{ role: person.role, agency, team: person.team ?? null }],
  }
}

/** Builds the reference rows of the samples: the city's agencies, the 126 communes and wards, teams, officials, categories. */
export function sampleOrganisation(files: SampleFiles): SampleOrganisation {
  const { units, wards } = files
  const validity = { validFrom: wards.validFrom, validTo: null, successors: [] }
  return {
    agencies: agencyRows(files),
    teams: units.units.flatMap((unit) =>
      unit.teams.map(({ id, name }) => ({ id, name, agency: unit.agency, ...validity })),
    ),
    areas: wards.units.map((unit) => ({
      id: unit.code,
      name: unit.fullName,
      formerNames: formerNamesOf(unit, files),
      ...validity,
    })),
    officials: [
      ...units.units.flatMap((unit) => unit.people.map((person) => officialRow(person, unit.agency))),
      ...units.city.map((person) => officialRow(person, person.agency)),
    ],
    categories: files.categories.map((category) => ({ ...category, source: 'sample' })),
  }
}

/** Stores the samples' reference rows, policies and calendars. */
export async function storeOrganisation(
  tx: Tx,
  organisation: SampleOrganisation,
  defaultAgency: string,
): Promise<void> {
  await storeSeedReference(tx)
  await tx
    .insertInto('agency')
    .values(
      organisation.agencies.map(({ shortName, timeZone: zone, validFrom, validTo, ...row }) => ({
        ...row,
        short_name: shortName,
        time_zone: zone,
        valid_from: validFrom,
        valid_to: validTo,
      })),
    )
    .execute()
  const team = organisation.teams.map(({ validFrom, validTo, ...row }) => ({
    ...row,
    valid_from: validFrom,
    valid_to: validTo,
  }))
  await tx.insertInto('team').values(team).execute()
  const area = organisation.areas.map(({ formerNames, validFrom, validTo, ...row }) => ({
    ...row,
    former_names: formerNames,
    valid_from: validFrom,
    valid_to: validTo,
  }))
  await tx.insertInto('area').values(area).execute()
  const official = organisation.officials.map(({ id, username, displayName, active }) => ({
    id,
    username,
    display_name: displayName,
    active,
  }))
  await tx.insertInto('official').values(official).execute()
  const grants = organisation.officials.flatMap(({ id, grants: held }) =>
    held.map((grant, index) => ({ id: `${id}-${index}`, official_id: id, ...grant })),
  )
  await tx.insertInto('role_grant').values(grants).execute()
  await tx
    .insertInto('category')
    .values([...organisation.categories])
    .execute()
  await tx.insertInto('server_setting').values({ name: defaultAgencySetting, value: defaultAgency }).execute()
}
