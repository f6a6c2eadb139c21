/** What must be looked at before a text is published. */
export const personalDataKinds = ['email', 'identity_number', 'plate', 'phone'] as const
export type PersonalDataKind = (typeof personalDataKinds)[number]

/** A place in a text: UTF-16 offsets, end exclusive. */
export type PersonalDataFinding = Readonly<{ kind: PersonalDataKind; from: number; to: number; text: string }>

// The order decides where two readings overlap: twelve digits that begin with 0 are an identity number before they are a phone.
const patterns: Readonly<Record<PersonalDataKind, RegExp>> = {
  email: /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu,
  // Căn cước: 12 digits; chứng minh nhân dân before 2021: 9 digits.
  identity_number: /(?<![\p{L}\p{N}.,/-])(?:\d{12}|\d{3} \d{3} \d{3} \d{3}|\d{9})(?![\p{L}\p{N}]|[.,/-]\d)/gu,
  plate: /(?<![\p{L}\p{N}])\d{2}\s?-?\s?[A-Z]{1,2}\d?\s?[-.\s]\s?(?:\d{3}\.?\d{2}|\d{4})(?!\d)/gu,
  phone: /(?<![\p{L}\p{N}])(?:\+84|0084|0)(?:[\s.-]?\d){8,10}(?!\d)/gu,
}

/** Phone numbers, identity numbers, plates and e-mail addresses in a text, in their order (domain.md section 7). */
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
