import type { SettingName, SettingValue } from '../../../shared/contract/admin/settings.ts'
import { agencyStands, teamStands } from '../../../shared/domain/organisation.ts'
import { isRefusalGround } from '../../../shared/domain/refusal.ts'
import type { Role } from '../../../shared/domain/roles.ts'
import { unknownTokens } from '../../../shared/text/template-tokens.ts'
import { toJson } from '../../db/schema.ts'
import type { Tx } from '../../db/transaction.ts'
import { flaw } from '../flaw.ts'
import type { SettingKind, Stored } from '../setting-kind.ts'

/** The fields of complaints: added and renamed, never removed, since cases name them. */
export const categoryKind: SettingKind<'category'> = {
  name: 'category',
  kindOf: () => 'category',
  agencyOf: () => null,
  versionRow: (id) => ({ entity: 'category', id }),
  mayRemove: false,
  read: async (tx, id) => {
    const rows = await tx
      .selectFrom('category')
      .selectAll()
      .$if(id !== null, (query) => query.where('id', '=', id ?? ''))
      .orderBy('name')
      .execute()
    return rows.map(({ id: found, ...value }) => ({ id: found, value }))
  },
  problems: async ({ tx }, { id, before, after }) => {
    if (after === null) return []
    const same = await tx
      .selectFrom('category')
      .select('id')
      .where('name', '=', after.name)
      .where('source', '=', after.source)
      .where('id', '<>', id)
      .executeTakeFirst()
    return [
      ...(same === undefined ? [] : [flaw('taken', 'name', 'another category has it')]),
      ...(before !== null && before.source !== after.source ? [flaw('fixed', 'source', 'stays as it is')] : []),
    ]
  },
  write: async ({ tx }, { id, after }) => {
    if (after === null) return []
    await tx
      .insertInto('category')
      .values({ id, ...after })
      .onConflict((on) => on.column('id').doUpdateSet(after))
      .execute()
    return []
  },
}

/** Where a category's cases go: inside an agency to a team, in the city to an agency. */
export const routingKind: SettingKind<'routing'> = {
  name: 'routing',
  kindOf: () => 'routing',
  agencyOf: ({ agency, team }) => (team === null ? null : agency),
  versionRow: (id) => ({ entity: 'routing', id }),
  idOf: ({ category, agency, team }) => (team === null ? `city:${category}` : `${agency}:${category}`),
  mayRemove: true,
  read: async (tx, id) => {
    const rows = await tx
      .selectFrom('routing')
      .selectAll()
      .$if(id !== null, (query) => query.where('id', '=', id ?? ''))
      .orderBy('id')
      .execute()
    return rows.map(({ id: found, ...value }) => ({ id: found, value }))
  },
  problems: async ({ reference }, { after }) => {
    if (after === null) return []
    const { organisation } = reference
    return [
      ...(organisation.categories.has(after.category) ? [] : [flaw('unknown', 'category', 'no such category')]),
      ...(agencyStands(organisation, after.agency) ? [] : [flaw('unknown', 'agency', 'no such agency exists today')]),
      ...(after.team === null || teamStands(organisation, after.team, after.agency)
        ? []
        : [flaw('unknown', 'team', 'no such team of the agency exists today')]),
    ]
  },
  write: async ({ tx }, { id, after }) => {
    if (after === null) {
      await tx.deleteFrom('routing').where('id', '=', id).execute()
      return []
    }
    await tx
      .insertInto('routing')
      .values({ id, ...after })
      .onConflict((on) => on.column('id').doUpdateSet(after))
      .execute()
    return []
  },
}

async function readData<S extends SettingName & ('ground' | 'template')>(
  tx: Tx,
  table: S,
  id: string | null,
): Promise<readonly Stored<SettingValue<S>>[]> {
  const rows = await tx
    .selectFrom(table as 'ground')
    .select(['id', 'data'])
    .$if(id !== null, (query) => query.where('id', '=', id ?? ''))
    .orderBy('id')
    .execute()
  return rows.map(({ id: found, data: { id: _id, ...value } }) => ({
    id: found,
    value: value as unknown as SettingValue<S>,
  }))
}

const groundApprovers: ReadonlySet<Role> = new Set(['approver', 'city_coordinator'])

/** Grounds for refusal: the codes are those the rules know; their words, places to go and standing are edited. */
export const groundKind: SettingKind<'ground'> = {
  name: 'ground',
  kindOf: () => 'ground',
  agencyOf: () => null,
  versionRow: (id) => ({ entity: 'ground', id }),
  mayRemove: false,
  read: (tx, id) => readData(tx, 'ground', id),
  problems: async (_work, { id, after }) => {
    if (after === null) return []
    return [
      ...(isRefusalGround(id) ? [] : [flaw('unknown', 'ground', 'the rules know no such ground')]),
      ...(groundApprovers.has(after.approvedBy)
        ? []
        : [flaw('choice', 'approvedBy', 'must be approver or city_coordinator')]),
      ...(after.status === 'confirmed' && after.lawReference === null
        ? [flaw('document', 'lawReference', 'a confirmed ground names its document')]
        : []),
    ]
  },
  write: async ({ tx }, { id, after }) => {
    if (after === null) return []
    const data = toJson({ id, ...after })
    await tx
      .insertInto('ground')
      .values({ id, data })
      .onConflict((on) => on.column('id').doUpdateSet({ data }))
      .execute()
    return []
  },
}

/** Texts to start replies and refusals from, of the city or of one agency; retired rather than removed. */
export const templateKind: SettingKind<'template'> = {
  name: 'template',
  kindOf: () => 'template',
  agencyOf: ({ agency }) => agency,
  versionRow: (id) => ({ entity: 'template', id }),
  mayRemove: false,
  read: (tx, id) => readData(tx, 'template', id),
  problems: async ({ reference }, { after }) => {
    if (after === null) return []
    const unknown = unknownTokens(after.text)
    const { category, ground, kind } = after
    return [
      ...(unknown.length === 0
        ? []
        : [flaw('tokens', 'text', `nothing fills in ${unknown.join(', ')}`, { text: unknown.join(', ') })]),
      ...(category === null || reference.organisation.categories.has(category)
        ? []
        : [flaw('unknown', 'category', 'no such category')]),
      ...(ground === null || (kind === 'refusal' && isRefusalGround(ground))
        ? []
        : [flaw('unknown', 'ground', 'no such ground of a refusal')]),
    ]
  },
  write: async ({ tx }, { id, after }) => {
    if (after === null) return []
    const data = toJson({ id, ...after })
    await tx
      .insertInto('template')
      .values({ id, data })
      .onConflict((on) => on.column('id').doUpdateSet({ data }))
      .execute()
    return []
  },
}
