import type { z } from 'zod'
import type { invalidSettingV1 } from '../../shared/contract/admin/settings.ts'
import { mostSettingProblems } from '../../shared/domain/admin/setting-problem.ts'
import type { SettingProblem, SettingProblemCode } from '../../shared/domain/admin/setting-problem.ts'
import type { FileFault } from '../../shared/domain/time/files/file-fault.ts'
import { Problem } from '../http/problem.ts'

/** A problem of a setting with the same in English, for developers. */
export type Flaw = SettingProblem & Readonly<{ says: string }>

/** A flaw at a place of a setting's value. */
export function flaw(
  code: SettingProblemCode,
  path: string,
  says: string,
  figures: Readonly<{ n?: number; text?: string }> = {},
): Flaw {
  return { code, path, ...figures, says: `${path}: ${says}` }
}

/** The faults of stored files as flaws of the setting whose `data` they are. */
export function flawsOfFile(faults: readonly FileFault[]): readonly Flaw[] {
  return faults.map(({ row: _row, path, ...fault }) => ({ ...fault, path: path === '' ? 'data' : `data.${path}` }))
}

/** Throws `config_invalid` with the codes, places and figures of these flaws where there are any. */
export function requireFlawless(flaws: readonly Flaw[]): void {
  if (flaws.length === 0) return
  const named = flaws.slice(0, mostSettingProblems)
  const current: z.input<typeof invalidSettingV1> = {
    problems: named.map(({ code, path, n, text }) => ({ code, path, n, text })),
  }
  throw new Problem('config_invalid', named.map(({ says }) => says).join('; '), current)
}
