import { useQuery } from '@tanstack/react-query'
import type { CaseRowV1 } from '../../../../../shared/contract/rows.ts'
import type { CommandName, RefusalCode } from '../../../../../shared/domain/command.ts'
import { useServices } from '../../../../platform/desk-services.tsx'
import { workerQueries } from '../../../../platform/worker-queries.ts'
import type { CommandWish } from '../../../../platform/worker-queries.ts'

/** What a command would do: the case afterwards, or why not; neither while that is not known. */
export type Preview = Readonly<{ after: CaseRowV1 | null; problem: RefusalCode | null }>

/** Words that stand for what is still being written: the rules ask only that there are some. */
export const someWords = '-'

/** Asks the rules what a command would do, as often as what is chosen for it changes; null asks nothing. */
export function usePreview<N extends CommandName>(wish: CommandWish<N> | null): Preview {
  const { worker } = useServices()
  const { data } = useQuery(workerQueries.preview(worker, wish))
  if (data === undefined || data === null) return { after: null, problem: null }
  return data.ok ? { after: data.case, problem: null } : { after: null, problem: data.code }
}
