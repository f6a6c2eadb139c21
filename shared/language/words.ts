import { fold } from './fold.ts'

const word = /[\p{L}\p{N}]/u

/** How many words a text has, as people count them in Vietnamese: runs between white space that hold a letter or a digit. */
export const wordCount = (text: string): number => text.split(/\s+/u).filter((run) => word.test(run)).length

/** The search tokens of a text in order, repeated ones included: folded runs of letters and digits. */
export const tokensOf = (text: string): readonly string[] => tokensOfFolded(fold(text))

/** The search tokens of a text that is folded already. */
export const tokensOfFolded = (folded: string): readonly string[] => folded.match(/[\p{L}\p{N}]+/gu) ?? []
