import { addressToken } from '../../../language/reply-tokens.ts'

/** A place in a text: UTF-16 offsets, end exclusive. */
export type Blank = Readonly<{ from: number; to: number; text: string }>

// [nêu thời gian], {{địa điểm}}, <tên đường>, ....., ……, ____, dd/mm, xx/xx; evidence references and the citizen's address stay.
const patterns: readonly RegExp[] = [
  /\{\{[^{}\n]*\}\}/gu,
  /\[(?!\[)(?!file:)[^[\]\n]{1,200}\](?!\]|\()/gu,
  /<(?=\p{L})[^<>\n]{2,60}>/gu,
  /\.{4,}|…{2,}|(?:\.{3}[ \t]){2,}|…(?=\s*\/)/gu,
  /_{3,}/gu,
  /(?<![\p{L}\p{N}])(?:dd\/mm|xx?\/xx?|xxx+|x{2,}h)(?:\/(?:y{2,4}|x{2,4}|\d{4}))?(?![\p{L}\p{N}])/giu,
]

/** What a template left to be filled in and nobody filled, in the order of the text. */
export const blanksIn = (text: string): readonly Blank[] => {
  const found: Blank[] = []
  for (const pattern of patterns) {
    for (const match of text.matchAll(pattern)) {
      if (match[0] === addressToken || isFileReference(text, match)) continue
      const blank = { from: match.index, to: match.index + match[0].length, text: match[0] }
      if (!found.some((other) => blank.from < other.to && other.from < blank.to)) found.push(blank)
    }
  }
  return found.toSorted((left, right) => left.from - right.from)
}

const isFileReference = (text: string, { index }: RegExpExecArray): boolean =>
  text.startsWith('[[file:', index - 1) || text.startsWith('[[file:', index)
