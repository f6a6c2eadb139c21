import { expect, it } from 'vitest'
import { knownCases } from '../../../../renderer/worker/cases/known-cases.ts'
import { MergedCases } from '../../../../renderer/worker/cases/merged-cases.ts'
import { mergeFacts } from '../../../../renderer/worker/index/prediction.ts'
import { QueueIndex } from '../../../../renderer/worker/index/queue-index.ts'
import { decideCommand } from '../../../../shared/domain/decision.ts'
import { fold } from '../../../../shared/language/fold.ts'
import { actor, caseIn, context } from '../../../support/domain/case-fixtures.ts'

const index = new QueueIndex({ fold, runningClock: () => null })
index.put(caseIn('assigned', { id: 'main' }), 0)
index.put(caseIn('assigned', { id: 'foreign', agency: 'STP' }), 0)
const cases = knownCases({ index, board: { merged: new MergedCases() } })

it.each([
  ['another case of the agency', 'main', null],
  ['a case of another agency', 'foreign', 'merge_target_wrong'],
  ['a case the device does not hold', 'elsewhere', 'merge_target_wrong'],
])('a merge into %s is foreseen as the server decides it', (_what, target, code) => {
  const complaint = caseIn('received')
  const command = { name: 'merge', caseId: complaint.id, args: { target } } as const
  const known = context(mergeFacts(command, cases))
  const decision = decideCommand({ command, actor: actor('intake'), complaint, context: known })
  expect(decision.ok ? null : decision.code).toBe(code)
})
