import { isAwaited } from '../../../../../shared/domain/time/clocks.ts'
import type { CaseRowV1 } from '../../../../../shared/contract/rows.ts'
import type { ReferenceData } from '../../../../platform/use-reference.ts'

/** The coordination questions still open that were put to an agency one holds a role at. */
export const openQuestionsTo = (
  row: Pick<CaseRowV1, 'coordination'>,
  grants: ReferenceData['me']['grants'],
): CaseRowV1['coordination'] =>
  row.coordination.filter((asked) => isAwaited(asked) && grants.some((grant) => grant.agency === asked.agency))
