/** Text as the database can keep it: without NUL, lone surrogates replaced. */
export function storable(text: string): string {
  return text.replaceAll('\u0000', '\uFFFD').replace(/\p{Surrogate}/gu, '\uFFFD')
}

/** Whether the database can keep a value whole; NUL and lone surrogates it cannot. */
export function isStorable(value: unknown): boolean {
  const withoutEscapedBackslashes = JSON.stringify(value).replaceAll('\\\\', '')
  return !/\\u0000|\\ud[89a-f][0-9a-f]{2}/.test(withoutEscapedBackslashes)
}
