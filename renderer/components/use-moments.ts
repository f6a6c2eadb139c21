import { useMemo } from 'react'
import { formatMoment } from '../../shared/text/format-moment.ts'
import { useLanguage } from './use-language.ts'
import { useNow } from './use-now.ts'

/** A formatter of moments relative to today, in the language in use. */
export function useMoments(): (atMs: number) => string {
  const language = useLanguage()
  const nowMs = useNow()
  return useMemo(() => (atMs: number) => formatMoment(atMs, nowMs, language), [nowMs, language])
}
