const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#x27;': "'",
}
const unescaped = (text: string) => text.replaceAll(/&(?:amp|lt|gt|quot|#x27);/g, (entity) => entities[entity] ?? '')

/** Declarations of a `style` attribute as those of a rule that nothing overrides, as nothing overrides the attribute. */
function declarationsOf(style: string): string {
  // These would end the rule; React writes neither them nor a string into a style of ours.
  if (/[{}<>"'\\]/.test(style)) throw new RangeError('a style that no rule can hold')
  return style
    .split(';')
    .filter((declaration) => declaration.trim() !== '')
    .map((declaration) => `${declaration} !important`)
    .join(';')
}

/**
 * React's static markup without `style` and `title`: the content security policy refuses style attributes that are parsed, so each
 * becomes a rule for its `data-still` number; what is only read on hover is left out. In React's markup a quotation mark outside
 * of a tag is always written as an entity. Throws `RangeError` for a style that cannot stand in a rule.
 */
export function stillMarkup(markup: string): Readonly<{ markup: string; styles: string }> {
  const numbers = new Map<string, number>()
  const bare = markup.replaceAll(/ title="[^"]*"/g, '').replaceAll(/ style="([^"]*)"/g, (_attribute, value: string) => {
    const style = declarationsOf(unescaped(value))
    const number = numbers.get(style) ?? numbers.size
    numbers.set(style, number)
    return ` data-still="${number}"`
  })
  const styles = Array.from(numbers, ([style, number]) => `[data-still="${number}"]{${style}}`).join('\n')
  return { markup: bare, styles }
}
