// Folding by table: the characters of Vietnamese office text map one to one; every other text takes the slow, complete way.
const tableSize = 0x2100
const drop = 0
const space = 0x20
const slow = 0xffff

/**
 * The search key of a text, complete for any Unicode text: NFKD, combining marks U+0300-036F dropped, đ Đ ð Ð to d, lower case,
 * zero-width characters and soft hyphens dropped, dashes to `-`, curly quotes straight, white space runs to one space, trimmed.
 */
export const foldCompletely = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[đĐðÐ]/g, 'd')
    .toLowerCase()
    .replace(/\u200b|\u200c|\u200d|\u2060|\ufeff|\u00ad/g, '')
    .replace(/[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/g, '-')
    .replace(/[\u2018\u2019\u201a\u201b]/g, "'")
    .replace(/[\u201c\u201d\u201e\u201f]/g, '"')
    .replace(/\s+/g, ' ')
    .trim()

const tableOf = (): Uint16Array => {
  const table = new Uint16Array(tableSize).fill(slow)
  for (let code = 1; code < tableSize; code += 1) {
    const character = String.fromCharCode(code)
    if (/\s/.test(character)) {
      table[code] = space
      continue
    }
    const folded = foldCompletely(character)
    // One character to none or one is safe alone; what expands, or changes with its neighbours (capital sigma), is not.
    if (folded.length === 0) table[code] = hasSpace(character) ? slow : drop
    else if (folded.length === 1 && character !== 'Σ' && character !== 'ς') table[code] = folded.charCodeAt(0)
  }
  return table
}

// Spacing accents decompose to a space and a mark: alone they would seem to vanish.
const hasSpace = (character: string): boolean => /\s/.test(character.normalize('NFKD'))

let table: Uint16Array | null = null
const buffer = new Uint16Array(8192)

/** The search key of a text: without accents, case, zero-width characters, and differences of dashes, quotes and white space. Never longer than its NFKD form. */
export const fold = (text: string): string => {
  table ??= tableOf()
  let out = ''
  let used = 0
  let wasSpace = true
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    const folded = code < tableSize ? (table[code] ?? slow) : slow
    if (folded === slow) return foldCompletely(text)
    if (folded === drop || (folded === space && wasSpace)) continue
    wasSpace = folded === space
    buffer[used] = folded
    used += 1
    if (used === buffer.length) {
      out += asText(used)
      used = 0
    }
  }
  out += asText(used)
  return wasSpace && out !== '' ? out.slice(0, -1) : out
}

// A call with an array-like is several times faster than one with spread arguments; the buffer keeps it under the engine's limit.
const asText = (length: number): string => String(Reflect.apply(String.fromCharCode, null, buffer.subarray(0, length)))
