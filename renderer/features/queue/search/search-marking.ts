import { matchesIn } from '../../../../shared/language/search/highlight.ts'
import { isField } from '../../../../shared/language/search/search-fields.ts'
import { readSearch } from '../../../../shared/language/search/search-query.ts'
import type { Marking } from '../../../components/marks/marked-text.tsx'

/** Marks the words of a search. */
export function markingOf(search: string): Marking {
  const { terms } = readSearch(search, isField)
  return (text) => matchesIn(text, terms)
}
