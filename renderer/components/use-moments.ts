import { useMemo } from 'react'
import { formatMoment } from '../../shared/text/format-moment.ts'
import { useLanguage } from './use-language.ts'
import { useNow } from './use-now.ts'
import { usePrinting } from './use-printing.ts'

/** A formatter of moments relative to today, in the language in use; on paper, where today passes, always with the date. */
export function useMoments(): (atMs: number) => string {
  const language = useLanguage()
  const nowMs = useNow()
  const shownFromMs = usePrinting() ? 0 : nowMs
  return useMemo(() => (atMs: number) => formatMoment(atMs, shownFromMs, language), [shownFromMs, language])
}
