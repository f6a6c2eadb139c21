const isTokenUnit = (unit: number, folded: string, at: number): boolean => {
  if (unit < 0x80) return (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x30 && unit <= 0x39)
  return /[\p{L}\p{N}]/u.test(String.fromCodePoint(folded.codePointAt(at) ?? 0))
}

/** Hands over the runs of letters and digits of a folded text, in order, as `[from, to)`. */
export function eachToken(folded: string, visit: (from: number, to: number) => void): void {
  let from = -1
  for (let at = 0; at < folded.length; at += 1) {
    const unit = folded.charCodeAt(at)
    // The second half of a pair goes with the first, which was looked at.
    const isRest = unit >= 0xdc00 && unit <= 0xdfff && from >= 0
    if (isRest || isTokenUnit(unit, folded, at)) {
      if (from < 0) from = at
    } else if (from >= 0) {
      visit(from, at)
      from = -1
    }
  }
  if (from >= 0) visit(from, folded.length)
}

/** The tokens of a folded text, in order, repeated ones included. */
export function searchTokens(folded: string): string[] {
  const tokens: string[] = []
  eachToken(folded, (from, to) => tokens.push(folded.slice(from, to)))
  return tokens
}
