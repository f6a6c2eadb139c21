import { addressToken } from '../language/reply-tokens.ts'

/** What a template may leave to be filled in: the citizen's name stays for the server, the others come from the case. */
export const templateTokens = {
  reporter: addressToken,
  caseNumber: '{{mã hồ sơ}}',
  category: '{{lĩnh vực}}',
  place: '{{địa điểm}}',
  agency: '{{cơ quan}}',
} as const

/** The words of a case that a template takes in; the reporter's name is never among them. */
export type TemplateFacts = Readonly<Record<Exclude<keyof typeof templateTokens, 'reporter'>, string>>

const known: ReadonlySet<string> = new Set(Object.values(templateTokens))

/** The marks of a template that nothing fills in: misspelt or unknown ones. */
export const unknownTokens = (text: string): readonly string[] =>
  [...new Set(text.match(/\{\{[^{}]*\}\}/g) ?? [])].filter((token) => !known.has(token))

/** A template's text with everything filled in that the case tells; the mark of the reporter stays. */
export const filledTemplate = (text: string, facts: TemplateFacts): string => {
  let filled = text
  for (const name of ['caseNumber', 'category', 'place', 'agency'] as const) {
    filled = filled.replaceAll(templateTokens[name], () => facts[name])
  }
  return filled
}
