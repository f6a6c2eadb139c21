import { useCallback, useMemo } from 'react'
import type { ReactNode } from 'react'
import { matchesIn } from '../../../shared/language/search/highlight.ts'
import { isField } from '../../../shared/language/search/search-fields.ts'
import { readSearch } from '../../../shared/language/search/search-query.ts'
import { MarkingContext } from '../../components/marks/marked-text.tsx'
import type { Marking } from '../../components/marks/marked-text.tsx'

/** Within it the words of a search are marked wherever texts of a case are shown. */
export function SearchedFor({ search, children }: { search: string; children: ReactNode }) {
  const terms = useMemo(() => readSearch(search, isField).terms, [search])
  const marking = useCallback<Marking>((text) => matchesIn(text, terms), [terms])
  return <MarkingContext value={marking}>{children}</MarkingContext>
}
