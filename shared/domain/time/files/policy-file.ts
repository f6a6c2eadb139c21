import { levels } from '../../states.ts'
import { confirmations } from '../confirmation.ts'
import { FileFaultsError } from './file-fault.ts'
import type { FileFault, FileFaultCode } from './file-fault.ts'
import { hanoi1207 } from '../policy.ts'
import type { DeadlinePolicy } from '../policy.ts'
import { dayOfDate } from '../zone.ts'

/** A policy row that cannot be used; `faults` names each place, `problems` the same in English. */
export class PolicyFileError extends FileFaultsError {
  readonly code = 'policy_file'
}

/** A policy row as it is delivered. */
export type PolicyRow = Readonly<{ id: string; data: unknown }>

/** Checks every policy row and gives the policies by id. Throws `PolicyFileError` naming every problem of every row. */
export const policiesOf = (rows: readonly PolicyRow[]): ReadonlyMap<string, DeadlinePolicy> => {
  const faults: FileFault[] = []
  const policies = new Map<string, DeadlinePolicy>()
  for (const stored of rows) {
    const row = { ...stored, data: withLaterTerms(stored.data) }
    const found = faultsOf(row)
    faults.push(...found)
    if (found.length === 0) policies.set(row.id, row.data as DeadlinePolicy)
  }
  if (faults.length > 0) throw new PolicyFileError(faults)
  return policies
}

// Terms that policies stored before them do not name: they take the provisional values of the seed policy.
const laterTerms = {
  citizenQuestions: hanoi1207.citizenQuestions,
  citizenSilence: hanoi1207.citizenSilence,
  checkoutDays: hanoi1207.checkoutDays,
}

const withLaterTerms = (data: unknown): unknown =>
  typeof data === 'object' && data !== null ? { ...laterTerms, ...data } : data

const termPaths = [
  'reception',
  ...levels.map((level) => `processing.${level}`),
  'voterPetition.own',
  'voterPetition.other',
  'rework',
  'transfer.coordinator',
  'transfer.receiver',
  'ratingWindow',
  'citizenSilence',
]

const numberPaths = [
  'extension.maxCount',
  'extension.maxShareOfClock',
  'coordinationShare',
  'citizenQuestions',
  'checkoutDays',
  'dueSoon.workingDays',
  'dueSoon.shareOfClock',
]

const faultsOf = (row: PolicyRow): readonly FileFault[] => {
  const faults: FileFault[] = []
  const expect = (holds: boolean, code: FileFaultCode, path: string, says: string): void => {
    if (!holds) faults.push({ row: row.id, code, path, says: `policy ${row.id}: ${path} ${says}` })
  }
  const value = (path: string): unknown => at(row.data, path)
  expect(value('id') === row.id, 'shape', 'id', 'must equal the row id')
  expect(isDate(value('validFrom')), 'date', 'validFrom', 'must be YYYY-MM-DD')
  expect(value('validTo') === null || isDate(value('validTo')), 'date', 'validTo', 'must be YYYY-MM-DD or null')
  expect(['rule', 'source'].includes(String(value('deadlines'))), 'choice', 'deadlines', 'must be rule or source')
  const isDayRule = ['end_of_day', 'same_time'].includes(String(value('dayRule')))
  expect(isDayRule, 'choice', 'dayRule', 'must be end_of_day or same_time')
  expect(isReference(value('ref')), 'missing', 'ref', 'must name a document or be null')
  const term = 'must be a whole, positive number of working_minutes, working_days or calendar_days'
  for (const path of termPaths) expect(isTerm(value(`${path}.term`)), 'term', path, term)
  for (const path of numberPaths) expect(isAmount(value(`${path}.value`)), 'number', path, 'must be a number from 0')
  expect(typeof value('pausesForCitizen.value') === 'boolean', 'choice', 'pausesForCitizen', 'must be true or false')
  for (const path of [...termPaths, ...numberPaths, 'pausesForCitizen']) {
    const isKnown = confirmations.some((known) => known === value(`${path}.status`))
    expect(isKnown, 'choice', path, 'must be confirmed or provisional')
    expect(isReference(value(`${path}.ref`)), 'missing', path, 'must name its document or null')
    const isProved = value(`${path}.status`) !== 'confirmed' || value(`${path}.ref`) !== null
    expect(isProved, 'document', path, 'is confirmed without a document')
  }
  return faults
}

const at = (data: unknown, path: string): unknown => {
  let found = data
  for (const key of path.split('.')) {
    found =
      typeof found === 'object' && found !== null && Object.hasOwn(found, key) ? Reflect.get(found, key) : undefined
  }
  return found
}

const isDate = (value: unknown): boolean => typeof value === 'string' && dayOfDate(value) !== null

const isAmount = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value) && value >= 0

const isTerm = (value: unknown): boolean => {
  const amount = at(value, 'amount')
  const isWhole = typeof amount === 'number' && Number.isInteger(amount) && amount > 0
  return isWhole && ['working_minutes', 'working_days', 'calendar_days'].includes(String(at(value, 'unit')))
}

const isReference = (value: unknown): boolean =>
  value === null || (typeof at(value, 'document') === 'string' && at(value, 'document') !== '')
