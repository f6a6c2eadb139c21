import type { EntityName, RowOf } from '../../../shared/contract/rows.ts'
import type { CaseRules } from '../../../shared/domain/decision-context.ts'
import { organisationOf, replacedBy } from '../../../shared/domain/organisation.ts'
import { groundRules } from '../../../shared/domain/refusal.ts'
import { areaIndexOf, areasNamed, searchAreas } from '../../../shared/domain/units/area-search.ts'
import type { AreaIndex } from '../../../shared/domain/units/area-search.ts'
import { fold } from '../../../shared/language/fold.ts'
import type { NamedKind } from './search/field-tests.ts'
import { calendarsOfRows, policiesOfRows } from './stored-rules.ts'
import type { OnRuleProblem } from './stored-rules.ts'

const referenceEntities = [
  'agency',
  'team',
  'area',
  'official',
  'absence',
  'category',
  'policy',
  'calendar',
  'notice',
  'routing',
  'ground',
  'template',
] as const
export type ReferenceEntity = (typeof referenceEntities)[number]
type ReferenceRows = { readonly [E in ReferenceEntity]: Map<string, RowOf<E>> }

/** Whether rows of an entity are reference data, all held in memory. */
export function isReference(entity: EntityName): entity is ReferenceEntity {
  return referenceEntities.some((name) => name === entity)
}

/** Agencies, teams, officials, areas, categories, policies, calendars and the texts administrators keep, with the rules built from them on first use after a change. */
export class ReferenceStore {
  readonly rows: ReferenceRows = {
    agency: new Map(),
    team: new Map(),
    area: new Map(),
    official: new Map(),
    absence: new Map(),
    category: new Map(),
    policy: new Map(),
    calendar: new Map(),
    notice: new Map(),
    routing: new Map(),
    ground: new Map(),
    template: new Map(),
  }
  #rules: CaseRules | null = null
  #names: Map<string, string> | null = null
  #areas: AreaIndex | null = null
  readonly #nowMs: () => number

  readonly #onProblem: OnRuleProblem

  constructor(nowMs: () => number, onProblem: OnRuleProblem) {
    this.#nowMs = nowMs
    this.#onProblem = onProblem
  }

  put(entity: ReferenceEntity, id: string, row: unknown): void {
    // Rows were parsed when they were pulled; the table of an entity holds only rows of its shape.
    const table = this.rows[entity] as Map<string, unknown>
    table.set(id, row)
    this.#changed()
  }

  remove(entity: ReferenceEntity, id: string): void {
    this.rows[entity].delete(id)
    this.#changed()
  }

  list<E extends ReferenceEntity>(entity: E): RowOf<E>[] {
    const table = this.rows[entity] as Map<string, RowOf<E>>
    return [...table.values()]
  }

  /** The rules as of now. */
  rules(): CaseRules {
    this.#rules ??= {
      organisation: organisationOf(
        {
          agencies: this.list('agency'),
          teams: this.list('team'),
          officials: this.list('official'),
          absences: this.list('absence'),
          categories: this.list('category'),
          areas: this.list('area'),
        },
        this.#nowMs(),
      ),
      policies: policiesOfRows(this.list('policy'), this.#onProblem),
      calendars: calendarsOfRows(this.list('calendar'), this.#onProblem),
      grounds: groundRules(this.list('ground')),
    }
    return this.#rules
  }

  /** The absent officials whose place one takes at a moment. */
  replacedBy(official: string, nowMs: number): readonly string[] {
    return replacedBy({ ...this.rules().organisation, nowMs }, official)
  }

  /** The display name of a category, area, official, team or agency; an unknown id is its own name. */
  nameOf(id: string): string {
    this.#names ??= new Map<string, string>([
      ...this.list('category').map((row) => [row.id, row.name] as const),
      ...this.list('area').map((row) => [row.id, row.name] as const),
      ...this.list('team').map((row) => [row.id, row.name] as const),
      ...this.list('agency').map((row) => [row.id, row.name] as const),
      ...this.list('official').map((row) => [row.id, row.displayName] as const),
    ])
    return this.#names.get(id) ?? id
  }

  /** The areas that bear or bore exactly this name, accents and the kind of unit aside. */
  areasNamed(search: string): readonly string[] {
    return areasNamed(this.#areaIndex(), search)
  }

  /** The ids of what bears, or of areas also bore, a name like this one: exactly it, where there is such a one, or else holding it. */
  idsNamed(kind: NamedKind, text: string): readonly string[] {
    if (kind === 'area') {
      const exact = this.areasNamed(text)
      return exact.length > 0 ? exact : searchAreas(this.#areaIndex(), text).map(({ id }) => id)
    }
    const wanted = fold(text)
    const named = kind === 'official' ? this.list('official').map(officialNames) : this.list(kind).map(unitNames)
    const exact = named.filter(({ names }) => names.includes(wanted))
    const found = exact.length > 0 ? exact : named.filter(({ names }) => names.some((name) => name.includes(wanted)))
    return found.map(({ id }) => id)
  }

  #areaIndex(): AreaIndex {
    this.#areas ??= areaIndexOf(this.list('area'))
    return this.#areas
  }

  #changed(): void {
    this.#areas = null
    this.#rules = null
    this.#names = null
  }
}

type Named = Readonly<{ id: string; names: readonly string[] }>

function officialNames({ id, displayName, username }: RowOf<'official'>): Named {
  return { id, names: [fold(displayName), fold(username)] }
}

function unitNames(row: Readonly<{ id: string; name: string; shortName?: string }>): Named {
  return { id: row.id, names: [fold(row.name), ...(row.shortName === undefined ? [] : [fold(row.shortName)])] }
}
