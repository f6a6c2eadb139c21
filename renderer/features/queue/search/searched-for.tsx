import { useEffect, useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { MarkingContext } from '../../../components/marks/marked-text.tsx'
import type { Marking } from '../../../components/marks/marked-text.tsx'

const nothing: Marking = () => []

/** Within it the words of a search are marked wherever texts of a case are shown. How to mark is loaded with the first search. */
export function SearchedFor({ search, children }: { search: string; children: ReactNode }) {
  const [markingOf, setMarkingOf] = useState<((search: string) => Marking) | null>(null)
  const isNeeded = search !== '' && markingOf === null
  useEffect(() => {
    if (!isNeeded) return
    import('./search-marking.ts').then(
      (loaded) => setMarkingOf(() => loaded.markingOf),
      (reason: unknown) => console.error('marking_not_loaded', reason),
    )
  }, [isNeeded])
  const marking = useMemo(
    () => (search === '' || markingOf === null ? nothing : markingOf(search)),
    [search, markingOf],
  )
  return <MarkingContext value={marking}>{children}</MarkingContext>
}
