import { personalDataIn } from '../../../../../shared/domain/reply/personal-data.ts'
import type { PersonalDataKind } from '../../../../../shared/domain/reply/personal-data.ts'

/** A piece of a text: plain, or of a kind that must be looked at. */
export type Passage = Readonly<{ from: number; text: string; kind: PersonalDataKind | null }>

/** A text cut at what was found in it; the pieces together are the text. */
export function passagesOf(text: string): readonly Passage[] {
  const pieces: Passage[] = []
  let at = 0
  for (const finding of personalDataIn(text)) {
    if (finding.from > at) pieces.push({ from: at, text: text.slice(at, finding.from), kind: null })
    pieces.push({ from: finding.from, text: finding.text, kind: finding.kind })
    at = finding.to
  }
  if (at < text.length) pieces.push({ from: at, text: text.slice(at), kind: null })
  return pieces
}
