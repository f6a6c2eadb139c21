import type { ComparisonV1 } from '../../../../shared/ipc/outbox-contract.ts'

const factNames = ['state', 'level', 'team', 'assignee'] as const
export type FactName = (typeof factNames)[number]

export type FactChange = Readonly<{ name: FactName; mineDiffers: boolean; theirsDiffer: boolean }>

/** Per fact of the case whether the command changed it from what the officer saw, and whether the server's case is another one. */
export function changedFacts({ before, after, now }: Pick<ComparisonV1, 'before' | 'after' | 'now'>): FactChange[] {
  return factNames.map((name) => ({
    name,
    mineDiffers: before !== null && after !== null && before[name] !== after[name],
    theirsDiffer: before !== null && now !== null && before[name] !== now[name],
  }))
}
