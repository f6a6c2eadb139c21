import type { CaseDetailV1 } from '../../../shared/ipc/worker-contract.ts'
import { filledTemplate } from '../../../shared/text/template-tokens.ts'
import type { Directory } from '../../platform/use-reference.ts'

type Case = CaseDetailV1['case']
type Template = Directory['data']['templates'][number]

/** The templates in use for a case: of the city or its agency, for all or its category; for a refusal, for all or its ground. */
export function templatesFor(
  { data }: Directory,
  row: Case,
  wanted: Readonly<{ kind: 'reply' | 'refusal'; ground: string | null }>,
): readonly Template[] {
  const fits = (limit: string | null, value: string | null) => limit === null || limit === value
  return data.templates
    .filter(
      (template) =>
        template.active &&
        template.kind === wanted.kind &&
        fits(template.agency, row.agency) &&
        fits(template.category, row.category) &&
        fits(template.ground, wanted.ground),
    )
    .toSorted((a, b) => a.name.localeCompare(b.name, 'vi'))
}

/** A template's text with everything filled in that the case tells. */
export const filledFor = (template: Template, row: Case, directory: Directory): string =>
  filledTemplate(template.text, {
    caseNumber: row.caseNumber,
    category: directory.categoryName(row.category),
    place: row.place,
    agency: directory.agencyName(row.agency),
  })
