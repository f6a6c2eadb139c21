import { createHash } from 'node:crypto'
import type { CaseRowV1, EventRowV1 } from '../../shared/contract/rows.ts'
import { sourceTarget } from '../../shared/domain/time/policy.ts'
import type { MappedCase } from './mappings/mapping.ts'
import { untouchedParts } from '../../shared/domain/complaint.ts'

/** A case ready to be stored, with what tells a changed source row from an unchanged one. */
export type ImportedCase = Readonly<{
  row: CaseRowV1
  event: EventRowV1 | null
  externalId: string
  fingerprint: string
}>

/** Ids of everything a mapping makes start with the mapping's name, so two sources never share a unit or a case. */
export function importedId(mapping: string, ...parts: readonly string[]): string {
  return [mapping, ...parts].join('-')
}

/** The official who holds a case that the source says is being worked on. */
export function caseOfficerOf(agency: string): string {
  return `case_officer.${agency}`
}

function closingEvent(row: CaseRowV1, mapped: MappedCase): EventRowV1 | null {
  if (mapped.closureText === null) return null
  return {
    id: `${row.id}-source`,
    caseId: row.id,
    kind: 'system',
    code: mapped.closedAtMs === null ? 'source_outcome' : 'closed_by_source',
    actor: null,
    atMs: mapped.closedAtMs ?? mapped.submittedAtMs,
    text: mapped.closureText,
    late: false,
    extra: null,
  }
}

/**
 * Turns a mapped row into a case and the event that keeps the source's closing text as received. A closed case counts as answered
 * when the source closed it; the source knows no reception, so the processing clock starts at submission.
 */
export function importedCase(mapping: string, mapped: MappedCase): ImportedCase {
  const agency = importedId(mapping, mapped.agency.code)
  const row: CaseRowV1 = {
    id: importedId(mapping, mapped.externalId),
    caseNumber: mapped.caseNumber,
    kind: 'field',
    reporterKind: 'citizen',
    level: 'normal',
    state: mapped.state,
    title: mapped.title,
    body: mapped.body,
    category: importedId(mapping, mapped.category.code),
    area: mapped.area === null ? null : importedId(mapping, mapped.area.code),
    place: mapped.place,
    point: mapped.point,
    source: `import:${mapping}`,
    agency,
    team: importedId(mapping, mapped.agency.code, mapped.team.code),
    assignee: mapped.state === 'in_progress' ? caseOfficerOf(agency) : null,
    clocks: {
      policy: sourceTarget.id,
      submittedAtMs: mapped.submittedAtMs,
      arrivedAtMs: mapped.submittedAtMs,
      receptionDueAtMs: null,
      receivedAtMs: mapped.submittedAtMs,
      dueAtMs: mapped.dueAtMs,
      dueIsProvisional: false,
      pauses: [],
      answeredAtMs: mapped.closedAtMs,
      closedAtMs: mapped.closedAtMs,
    },
    reply: null,
    proposal: null,
    ...untouchedParts,
    publication: 'unpublished',
    rating: null,
    rowVersion: 1,
    flowVersion: 1,
  }
  const fingerprint = createHash('sha256').update(JSON.stringify(mapped)).digest('hex')
  return { row, event: closingEvent(row, mapped), externalId: mapped.externalId, fingerprint }
}
