import { fold } from '../fold.ts'
import { abbreviations, roadSigns } from './abbreviations.ts'
import { searchTokens } from './tokens.ts'

/** A word, whole or as a beginning; words in this order; or one of several ways to say a thing, each a list of which all must occur. */
export type SearchTerm =
  | Readonly<{ kind: 'word'; token: string; isPrefix: boolean }>
  | Readonly<{ kind: 'phrase'; tokens: readonly string[]; lastIsPrefix: boolean }>
  | Readonly<{ kind: 'either'; ways: readonly (readonly SearchTerm[])[] }>

/** What a field has to be: the key as typed, folded and without spaces, and the value, as typed. */
export type SearchField = Readonly<{ key: string; value: string }>

/** A search text, read: every term must occur and every field fit. */
export type SearchQuery = Readonly<{ terms: readonly SearchTerm[]; fields: readonly SearchField[] }>

type Part = Readonly<{ key: string | null; text: string; quoted: boolean; closed: boolean; end: number }>

// A field's key is letters; the value follows the colon at once. Quotes of all kinds open and close.
const partPattern = /(?:([\p{L}]+):)?(?:["“”„]([^"“”„]*)(["“”„])?|([^\s"“”„]+))/gu

const formsByFirstWord = formsOf(abbreviations)

/**
 * Reads a search text: words in any order, the last one by its beginning while it is being typed; "words in quotes" in this order;
 * `key:value` and `key:"value"` where `isField` knows the key (folded). Usual abbreviations and what they stand for find each other.
 */
export function readSearch(text: string, isField: (key: string) => boolean): SearchQuery {
  const terms: SearchTerm[] = []
  const fields: SearchField[] = []
  let loose: string[] = []
  const flush = (isPrefix: boolean): void => {
    terms.push(...looseTerms(loose, isPrefix))
    loose = []
  }
  for (const part of partsOf(text.normalize('NFC'))) {
    const key = part.key === null ? null : fold(part.key)
    if (key !== null && isField(key)) {
      if (part.text.trim() !== '') fields.push({ key, value: part.text.trim() })
      continue
    }
    const tokens = searchTokens(fold(part.key === null ? part.text : `${part.key}:${part.text}`))
    if (tokens.length === 0) continue
    const isLast = part.end === text.normalize('NFC').length
    if (part.quoted) {
      flush(false)
      terms.push(phrase(tokens, !part.closed && isLast))
    } else if (tokens.length > 1) {
      flush(false)
      terms.push(phrase(tokens, isLast))
    } else {
      loose.push(...tokens)
      if (isLast) flush(true)
    }
  }
  flush(false)
  return { terms, fields }
}

function* partsOf(text: string): Generator<Part> {
  for (const match of text.matchAll(partPattern)) {
    const [whole, key, quoted, closing, bare = ''] = match
    // A key whose value is still to come.
    const [, waiting] = /^(\p{L}+):$/u.exec(bare) ?? []
    yield {
      key: key ?? waiting ?? null,
      text: quoted ?? (waiting === undefined ? bare : ''),
      quoted: quoted !== undefined,
      closed: closing !== undefined,
      end: match.index + whole.length,
    }
  }
}

function phrase(tokens: readonly string[], lastIsPrefix: boolean): SearchTerm {
  const [only] = tokens
  return tokens.length === 1 && only !== undefined
    ? { kind: 'word', token: only, isPrefix: lastIsPrefix }
    : { kind: 'phrase', tokens, lastIsPrefix }
}

/** Words side by side: what stands for an abbreviation, or is one, may occur in either form. */
function looseTerms(words: readonly string[], lastIsPrefix: boolean): SearchTerm[] {
  const terms: SearchTerm[] = []
  for (let at = 0; at < words.length;) {
    const form = (formsByFirstWord.get(words[at] ?? '') ?? []).find(({ full }) =>
      full.every((word, n) => words[at + n] === word),
    )
    const length = form?.full.length ?? 1
    const isPrefix = lastIsPrefix && at + length === words.length
    const own = words.slice(at, at + length).map((token, n) => word(token, isPrefix && n === length - 1))
    terms.push(...(form ? [either([own, [word(form.short, false)]])] : ofOne(own[0], words[at] ?? '')))
    at += length
  }
  return terms
}

function ofOne(own: SearchTerm | undefined, token: string): SearchTerm[] {
  if (own === undefined) return []
  const full = fullForm(token)
  return full === null ? [own] : [either([[own], [phrase(full, false)]])]
}

function fullForm(token: string): readonly string[] | null {
  const known = Object.hasOwn(abbreviations, token) ? abbreviations[token] : undefined
  if (known !== undefined) return known.split(' ')
  const [, sign = '', number = ''] = /^(ql|dt|tl)(\d\w*)$/.exec(token) ?? []
  const road = roadSigns[sign]
  return road === undefined ? null : [...road.split(' '), number]
}

const word = (token: string, isPrefix: boolean): SearchTerm => ({ kind: 'word', token, isPrefix })
const either = (ways: readonly (readonly SearchTerm[])[]): SearchTerm => ({ kind: 'either', ways })

type Form = Readonly<{ short: string; full: readonly string[] }>

/** The long forms by their first word, the longest first. */
function formsOf(table: Readonly<Record<string, string>>): ReadonlyMap<string, readonly Form[]> {
  const forms = new Map<string, Form[]>()
  for (const [short, text] of Object.entries(table)) {
    const full = text.split(' ')
    const first = full[0] ?? ''
    forms.set(first, [...(forms.get(first) ?? []), { short, full }])
  }
  for (const list of forms.values()) list.sort((left, right) => right.full.length - left.full.length)
  return forms
}
