// Controls but tab and line feed, zero-width and bidi marks, halves of a character: invisible, and they would change the hash.
const invisible = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}]/gu

/**
 * The one form of a reply that is stored, hashed, compared and sent (domain.md section 7): NFC, LF, no invisible characters,
 * no white space at line ends, at most one empty line between paragraphs.
 */
export const canonicalReply = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .replace(invisible, '')
    .replace(/[^\S\n]+$/gmu, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()

/** Whether a reply says nothing: no letter or digit outside evidence references `[[file:n]]`. */
export const isEmptyReply = (text: string): boolean =>
  !/[\p{L}\p{N}]/u.test(canonicalReply(text).replace(/\[\[file:[^\]]*\]\]/g, ''))
