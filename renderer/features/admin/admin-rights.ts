import { mayAdminister } from '../../../shared/domain/admin/administration.ts'
import type { ConfigKind } from '../../../shared/domain/admin/administration.ts'
import { organisationOf } from '../../../shared/domain/organisation.ts'
import type { ReferenceData } from '../../platform/use-reference.ts'

/** What the person may change, and whose administrator they are. */
export type AdminRights = Readonly<{
  me: string
  may: (kind: ConfigKind, agency: string | null) => boolean
  /** The agencies administered, in the order of the grants. */
  agencies: readonly string[]
}>

/** The rights of the person signed in, by the same rule the server decides with. */
export function rightsOf(data: ReferenceData, nowMs: number): AdminRights {
  const organisation = organisationOf(data, nowMs)
  const actor = { id: data.me.id, grants: data.me.grants }
  const administered = data.me.grants.filter((grant) => grant.role === 'agency_admin').map((grant) => grant.agency)
  return {
    me: data.me.id,
    may: (kind, agency) => mayAdminister(actor, kind, agency, organisation),
    agencies: [...new Set(administered)],
  }
}
