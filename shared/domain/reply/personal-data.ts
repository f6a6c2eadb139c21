/** What must be looked at before a text is published. */
export const personalDataKinds = ['email', 'identity_number', 'plate', 'phone'] as const
export type PersonalDataKind = (typeof personalDataKinds)[number]

/** A place in a text: UTF-16 offsets, end exclusive. */
export type PersonalDataFinding = Readonly<{ kind: PersonalDataKind; from: number; to: number; text: string }>

// Not inside a word, a number with separators, or (for identity numbers) a document's or case's number or after +84.
const begins = '(?<![\\p{L}\\p{N}]|\\d[.,])'
const beginsApart = '(?<![\\p{L}\\p{N}]|\\d[.,]|[\\p{L}\\p{N}][/-]|84\\)?[ \\u00a0]|\\(0\\)[ \\u00a0])'
// An amount of money: đồng, đ, VNĐ, triệu, tỷ follow.
const noMoney = '(?!\\s?(?:\\u0111\\u1ed3ng|\\u0111|vn\\u0111|vnd|tri\\u1ec7u|t\\u1ef7)(?!\\p{L}))'
const space = '[ \\u00a0]'
const gap = `${space}?[).-]?${space}?`

// Căn cước: 12 digits, the first one 0 where they are grouped by dots; chứng minh nhân dân before 2021: 9 digits.
const three = (count: number): string => `\\d{3}(?:${space}\\d{3}){${count}}`
const identityNumber = `${beginsApart}(?:\\d{12}|${three(3)}|0\\d{2}(?:\\.\\d{3}){3}|\\d{9}|${three(2)})(?![\\p{L}\\p{N}]|[.,/-]\\d|${space}\\d{3}(?!\\d))${noMoney}`

// 29A-123.45, 29A 12345, 29A12345, 29-B1 123.45, 29MĐ1-123.45; four digits only as 29A-1234; small letters only with a hyphen.
const series = '[A-Z\\u0110]{1,2}\\d?'
const plate = [
  `\\d{2}${space}?-?${space}?${series}(?:${space}?[-.]?${space}?\\d{3}\\.\\d{2}|(?:${space}?[-.]${space}?|${space})\\d{5})`,
  `\\d{2}${series}\\d{5}`,
  '\\d{2}-?[A-Z]\\d?-\\d{4}',
  '\\d{2}-?[a-z\\u0111]{1,2}\\d?-\\d{3}\\.?\\d{2}',
]

// Mobile numbers (03, 05, 07, 08, 09: ten digits) and lines (02: eleven), also with +84, 0084, 84 or brackets; not a date like 05.12.2026.
const noDate = '(?!\\d{1,2}(?<mark>[./-])\\d{1,2}\\k<mark>\\d{4}(?!\\d))'
const lead = `(?:\\(?(?:\\+|00)?84${gap}(?:\\(?0${gap})?|\\(?0)`
const phone = `${begins}${noDate}${lead}(?:2(?:${gap}\\d){9}|[35789](?:${gap}\\d){8})(?!\\d)${noMoney}`

// The order decides where two readings overlap: twelve digits that begin with 0 are an identity number before they are a phone.
const patterns: Readonly<Record<PersonalDataKind, RegExp>> = {
  email: /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu,
  identity_number: new RegExp(identityNumber, 'giu'),
  plate: new RegExp(`${begins}(?:${plate.join('|')})(?![\\p{L}\\p{N}])`, 'gu'),
  phone: new RegExp(phone, 'giu'),
}

/** Phone numbers, identity numbers, plates and e-mail addresses in a text in NFC, in their order (domain.md section 7). */
export const personalDataIn = (text: string): readonly PersonalDataFinding[] => {
  const found: PersonalDataFinding[] = []
  for (const kind of personalDataKinds) {
    for (const match of text.matchAll(patterns[kind])) {
      const finding = { kind, from: match.index, to: match.index + match[0].length, text: match[0] }
      if (!found.some((other) => finding.from < other.to && other.from < finding.to)) found.push(finding)
    }
  }
  return found.toSorted((left, right) => left.from - right.from)
}
