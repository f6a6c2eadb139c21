import { agenciesAnsweringFor, agencyStands } from '../../shared/domain/organisation.ts'
import type { Organisation } from '../../shared/domain/organisation.ts'
import type { Tx } from '../db/transaction.ts'
import { Problem } from '../http/problem.ts'
import { successorBySuccession } from '../organisation/succession-job.ts'

/** The `server_setting` that names the agency for reports that name neither an agency nor an area. */
export const defaultAgencySetting = 'intake_default_agency'

/** The id of the People's Committee that answers for an area: agencies of communes and wards are named after their area's code. */
export function agencyOfArea(area: string): string {
  return `UB-${area}`
}

/**
 * Where a report arrives: the agency it names, else that of its area, else the default one; an agency that has ended is replaced by
 * the one that answers for it now. Throws `bad_request` when there is none.
 */
export async function receivingAgency(
  tx: Tx,
  organisation: Organisation,
  wanted: Readonly<{ agency: string | null; area: string | null }>,
): Promise<string> {
  const named = wanted.agency ?? (wanted.area === null ? null : agencyOfArea(wanted.area))
  if (named !== null) {
    if (agencyStands(organisation, named)) return named
    const successor = await successorOf(tx, organisation, named, wanted.area)
    if (successor !== null) return successor
    if (wanted.agency !== null) throw new Problem('bad_request', 'agency: no such agency exists today.')
  }
  const setting = await tx
    .selectFrom('server_setting')
    .select('value')
    .where('name', '=', defaultAgencySetting)
    .executeTakeFirst()
  const standing = setting === undefined ? null : await successorOf(tx, organisation, setting.value, wanted.area)
  if (standing === null) {
    throw new Problem('bad_request', 'Name an agency, or an area that has one: this server has no default agency.')
  }
  return standing
}

/** The agency itself while it exists; afterwards the one its succession names for the area, else any that answers for it. */
async function successorOf(
  tx: Tx,
  organisation: Organisation,
  agency: string,
  area: string | null,
): Promise<string | null> {
  if (agencyStands(organisation, agency)) return agency
  const named = await successorBySuccession(tx, agency, area)
  if (named !== null && agencyStands(organisation, named)) return named
  return agenciesAnsweringFor(organisation, agency)[0] ?? null
}
