import type { Confirmation } from '../../../../shared/domain/time/confirmation.ts'
import { dayOfDate } from '../../../../shared/domain/time/zone.ts'

type Data = Readonly<Record<string, unknown>>
type Reference = Readonly<{ document: string; article: string | null }> | null
type Standing = Readonly<{ path: string; status: Confirmation; ref: Reference }>

/** One value of a policy with its standing and source; `path` names its place, parts joined by dots. */
export type PolicyLeaf =
  | (Standing & Readonly<{ kind: 'term'; unit: TermUnit; amount: number }>)
  | (Standing & Readonly<{ kind: 'number'; value: number }>)
  | (Standing & Readonly<{ kind: 'switch'; value: boolean }>)

export const termUnits = ['working_minutes', 'working_days', 'calendar_days'] as const
export type TermUnit = (typeof termUnits)[number]

const isFields = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value)

const referenceOf = (value: unknown): Reference =>
  isFields(value) && typeof value['document'] === 'string'
    ? { document: value['document'], article: typeof value['article'] === 'string' ? value['article'] : null }
    : null

function leafOf(path: string, value: Data): PolicyLeaf | null {
  const status = value['status'] === 'confirmed' ? 'confirmed' : 'provisional'
  const standing = { path, status, ref: referenceOf(value['ref']) } as const
  const term = value['term']
  if (isFields(term)) {
    const unit = termUnits.find((candidate) => candidate === term['unit'])
    return unit === undefined ? null : { ...standing, kind: 'term', unit, amount: Number(term['amount']) }
  }
  if (typeof value['value'] === 'number') return { ...standing, kind: 'number', value: value['value'] }
  return typeof value['value'] === 'boolean' ? { ...standing, kind: 'switch', value: value['value'] } : null
}

/** Every value of a policy that has a standing, in the order of the file; values a newer server adds are found as well. */
export function policyLeaves(data: Data, before = ''): readonly PolicyLeaf[] {
  return Object.entries(data).flatMap(([key, value]): readonly PolicyLeaf[] => {
    if (!isFields(value)) return []
    const path = before === '' ? key : `${before}.${key}`
    if (!('status' in value)) return policyLeaves(value, path)
    const leaf = leafOf(path, value)
    return leaf === null ? [] : [leaf]
  })
}

const written = (leaf: PolicyLeaf): Data => {
  const standing = { status: leaf.status, ref: leaf.ref }
  if (leaf.kind === 'term') return { term: { unit: leaf.unit, amount: leaf.amount }, ...standing }
  return { value: leaf.value, ...standing }
}

/** A policy with one of its values replaced. */
export function withLeaf(data: Data, leaf: PolicyLeaf): Data {
  const [first = '', ...rest] = leaf.path.split('.')
  const inner = data[first]
  const next =
    rest.length === 0 || !isFields(inner) ? written(leaf) : withLeaf(inner, { ...leaf, path: rest.join('.') })
  return { ...data, [first]: next }
}

/** What is wrong with a policy as it is being written; each place by its path. */
export type PolicyProblem = Readonly<{
  code: 'nameMissing' | 'dateWrong' | 'amountWrong' | 'numberWrong' | 'documentMissing'
  path: string
}>

/** What is wrong with a version; it must begin on or after `today`, `YYYY-MM-DD`. */
export function policyProblems(name: string, data: Data, today: string): readonly PolicyProblem[] {
  const validFrom = typeof data['validFrom'] === 'string' ? data['validFrom'] : ''
  const problems: PolicyProblem[] = []
  if (name.trim() === '') problems.push({ code: 'nameMissing', path: '' })
  if (dayOfDate(validFrom) === null || validFrom < today) problems.push({ code: 'dateWrong', path: '' })
  for (const leaf of policyLeaves(data)) {
    const { path } = leaf
    if (leaf.kind === 'term' && !(Number.isInteger(leaf.amount) && leaf.amount > 0))
      problems.push({ code: 'amountWrong', path })
    if (leaf.kind === 'number' && !(Number.isFinite(leaf.value) && leaf.value >= 0))
      problems.push({ code: 'numberWrong', path })
    if (leaf.status === 'confirmed' && (leaf.ref === null || leaf.ref.document.trim() === ''))
      problems.push({ code: 'documentMissing', path })
  }
  return problems
}

/** A term's amount as people say it: working time in hours, everything else in days. */
export const shownAmount = (unit: TermUnit, amount: number): number =>
  unit === 'working_minutes' ? amount / 60 : amount

/** The amount a policy keeps for what was typed. */
export const keptAmount = (unit: TermUnit, shown: number): number =>
  unit === 'working_minutes' ? Math.round(shown * 60) : shown
