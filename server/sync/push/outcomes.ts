import type { Outcome } from './ledger.ts'

/** Refuses without an effect. */
export function refused(code: NonNullable<Outcome['code']>, result: Outcome['result'] = null): Outcome {
  return { status: 'rejected', code, result, flowVersion: null }
}

/** Applied; `flowVersion` is what commands that follow this one build on, null when the flow was not touched. */
export function applied(flowVersion: number | null): Outcome {
  return { status: 'applied', code: null, result: null, flowVersion }
}
