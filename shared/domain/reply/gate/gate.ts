import type { Complaint } from '../../complaint.ts'
import { canonicalReply } from '../../reply-text.ts'
import { personalDataIn } from '../personal-data.ts'
import { blanksIn } from './blanks.ts'
import type { GateFinding, NoEvidenceReason } from './findings.ts'
import { partsMissing } from './parts.ts'
import { isOffPoint } from './points.ts'

/** A file of the handling as the gate sees it: what it shows. A picture from before the work shows nothing that was done. */
export type HandlingFileRole = 'evidence' | 'photo_before' | 'photo_after' | 'document'

/** A reply as it would be submitted. `files` undefined where the files of the case are not known: evidence is then not judged. */
export type ReplyToCheck = Readonly<{
  text: string
  complaint: Pick<Complaint, 'kind' | 'title' | 'body' | 'place'>
  files: readonly HandlingFileRole[] | undefined
  noEvidence: NoEvidenceReason | null
}>

/** What is missing in a reply or should be looked at, in a fixed order (domain.md section 7). */
export const gateFindings = ({ text, complaint, files, noEvidence }: ReplyToCheck): readonly GateFinding[] => {
  const reply = canonicalReply(text)
  const isField = complaint.kind === 'field'
  const parts = isField ? partsMissing(reply, complaint.place) : []
  const hasEvidence = files === undefined || files.some((role) => role !== 'photo_before')
  const isEvidenceMissing = isField && !hasEvidence && noEvidence === null
  return [
    ...parts.map((part) => ({ code: 'part_missing', part }) as const),
    ...(isEvidenceMissing ? [{ code: 'evidence_missing' } as const] : []),
    ...(isOffPoint(reply, `${complaint.title}\n${complaint.body}`) ? [{ code: 'off_point' } as const] : []),
    ...blanksIn(reply).map((blank) => ({ code: 'blank_left', ...blank }) as const),
    ...personalDataIn(reply).map((data) => ({ code: 'personal_data', ...data }) as const),
  ]
}

/** Whether a finding keeps the reply back until it is mended or overridden with a reason. */
export const asksForReason = ({ code }: GateFinding): boolean => code !== 'personal_data'
