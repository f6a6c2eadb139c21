import { createContext, useContext, useMemo } from 'react'
import type { ReactNode } from 'react'
import styles from './marks.module.css'

/** Which pieces of a text are marked, `[from, to)` in UTF-16 units, in order and without overlap. */
export type Marking = (text: string) => readonly Readonly<{ from: number; to: number }>[]

/** What every `MarkedText` within it marks; nothing where there is none. */
export const MarkingContext = createContext<Marking>(() => [])

/** A text as it is written, with the pieces marked that the reader looks for. */
export function MarkedText({ text }: { text: string }) {
  const marking = useContext(MarkingContext)
  const ranges = useMemo(() => marking(text), [text, marking])
  if (ranges.length === 0) return text
  const pieces: ReactNode[] = []
  let at = 0
  for (const { from, to } of ranges) {
    pieces.push(text.slice(at, from))
    pieces.push(
      <mark key={from} className={styles.found}>
        {text.slice(from, to)}
      </mark>,
    )
    at = to
  }
  return [...pieces, text.slice(at)]
}
