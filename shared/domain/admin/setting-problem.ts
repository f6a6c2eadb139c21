import { fileFaultCodes } from '../time/files/file-fault.ts'

/** Why a setting may not be saved as it was sent. */
export const settingProblemCodes = [
  ...fileFaultCodes,
  /** Settings of this kind, or this one, are never removed. */
  'removal',
  /** It is the same as what is stored. */
  'unchanged',
  /** Another one has this name. */
  'taken',
  /** The place never changes once the setting is there. */
  'fixed',
  /** What is named does not exist, or no longer. */
  'unknown',
  'past',
  /** The last day lies before the first. */
  'before_start',
  /** A role begins on the day it is given. */
  'begins_today',
  /** Of a role only the last day changes. */
  'only_end',
  /** `n` open cases lie with the team. */
  'open_cases',
  /** Nothing fills in `text`. */
  'tokens',
  /** The hours of a week have no opening. */
  'never_open',
  /** Years of named days belong to the city, an agency has weekly hours only. */
  'city_only',
  /** The row belongs to an agency and cannot be saved as the city's. */
  'of_agency',
] as const
export type SettingProblemCode = (typeof settingProblemCodes)[number]

/**
 * One reason why a setting is refused: its code, the place in the setting's value (parts joined by dots as in `FileFault`), and the
 * figure or the text that belongs to it.
 */
export type SettingProblem = Readonly<{
  code: SettingProblemCode
  path: string
  n?: number | undefined
  text?: string | undefined
}>

/** Most problems that one refusal names. */
export const mostSettingProblems = 20
