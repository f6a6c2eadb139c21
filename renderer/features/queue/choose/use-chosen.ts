import { useCallback, useMemo, useState } from 'react'
import { mostChosen } from '../../../../shared/ipc/chosen-limit.ts'
import type { QueueQueryV1 } from '../../../../shared/ipc/queue-contract.ts'
import { useServices } from '../../../platform/desk-services.tsx'

/** The cases chosen for a command on many, and the ways to choose them by their places in the list. */
export type Chosen = Readonly<{
  ids: ReadonlySet<string>
  toggle: (index: number) => void
  /** From the case chosen last to this one, instead of what was chosen before. */
  extendTo: (index: number, from: number) => void
  all: () => void
  clear: () => void
  keep: (ids: readonly string[]) => void
}>

type State = Readonly<{ query: QueueQueryV1; ids: ReadonlySet<string>; anchor: number | null }>

const nothing: ReadonlySet<string> = new Set()

/** Chosen cases belong to the question they were chosen in: another question begins with none. */
export function useChosen(query: QueueQueryV1): Chosen {
  const { worker } = useServices()
  const [state, setState] = useState<State>({ query, ids: nothing, anchor: null })
  const ids = state.query === query ? state.ids : nothing
  const anchor = state.query === query ? state.anchor : null
  const chooseAt = useCallback(
    async (offset: number, limit: number, change: (now: State, found: readonly string[]) => State) => {
      const answer = await worker.queue.ids({ query, offset, limit: Math.min(limit, mostChosen) })
      setState((now) => {
        const own = now.query === query ? now : { query, ids: nothing, anchor: null }
        return change(own, answer.ids)
      })
    },
    [worker, query],
  )
  return useMemo(() => {
    const choose = (...wish: Parameters<typeof chooseAt>) =>
      void chooseAt(...wish).catch((reason: unknown) => console.error('not_chosen', reason))
    const only = (found: readonly string[], from: number | null) =>
      setState({ query, ids: new Set(found), anchor: from })
    return {
      ids,
      toggle: (index) =>
        choose(index, 1, (now, [id]) => {
          if (id === undefined) return now
          const next = new Set(now.ids)
          if (!next.delete(id) && next.size < mostChosen) next.add(id)
          return { query, ids: next, anchor: index }
        }),
      extendTo: (index, from) => {
        const begin = anchor ?? from
        const first = Math.min(begin, index)
        // At once: the next key may come before the cases are known.
        setState({ query, ids, anchor: begin })
        choose(first, Math.abs(index - begin) + 1, (_now, found) => ({ query, ids: new Set(found), anchor: begin }))
      },
      all: () => choose(0, mostChosen, (_now, found) => ({ query, ids: new Set(found), anchor: 0 })),
      clear: () => only([], null),
      keep: (kept) => only(kept, null),
    }
  }, [chooseAt, query, ids, anchor])
}
