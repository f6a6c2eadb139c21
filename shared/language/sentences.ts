/** The sentences of a text in order, trimmed and not empty: they end with a line, or with `.`, `!`, `?`, `…` before white space. */
export const sentencesOf = (text: string): readonly string[] =>
  text
    .split(/(?<=[.!?…])\s+|\n+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '')
