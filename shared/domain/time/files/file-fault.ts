/** What can be wrong with a place of a policy or calendar file. */
export const fileFaultCodes = [
  /** Not of the form the place must have. */
  'shape',
  /** Nothing is named where something must be. */
  'missing',
  /** No date, or none that exists. */
  'date',
  /** A date of another year than the file's, which is `n`. */
  'other_year',
  /** None of the values that are allowed. */
  'choice',
  /** No number from 0. */
  'number',
  /** No whole, positive number of a unit of time. */
  'term',
  /** Confirmed without the document that says so. */
  'document',
  /** Opening hours that are not written as periods, or overlap. */
  'periods',
] as const
export type FileFaultCode = (typeof fileFaultCodes)[number]

/**
 * One fault of one row. `path` names the place in the row's file, its parts joined by dots, a day by its date (else its number from 1)
 * and a weekday as `d0` (Monday) to `d6`; `says` is English, for developers, and names row and place as well.
 */
export type FileFault = Readonly<{ row: string; code: FileFaultCode; path: string; n?: number; says: string }>

/** Rows that cannot be used; `faults` names each place, `problems` the same in English. */
export class FileFaultsError extends Error {
  readonly faults: readonly FileFault[]
  readonly problems: readonly string[]
  constructor(faults: readonly FileFault[]) {
    const problems = faults.map(({ says }) => says)
    super(problems.join('; '))
    this.faults = faults
    this.problems = problems
  }
}
