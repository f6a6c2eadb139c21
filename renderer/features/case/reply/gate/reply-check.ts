import { asksForReason, gateFindings } from '../../../../../shared/domain/reply/gate/gate.ts'
import type { HandlingFileRole } from '../../../../../shared/domain/reply/gate/gate.ts'
import type { GateFinding, NoEvidenceReason } from '../../../../../shared/domain/reply/gate/findings.ts'
import type { CaseDetailV1 } from '../../../../../shared/ipc/worker-contract.ts'

/** What the gate says of a text as the reply to a case, with the files the case has now. */
export function checkReply(
  text: string,
  detail: Pick<CaseDetailV1, 'case' | 'files'>,
  noEvidence: NoEvidenceReason | null,
): readonly GateFinding[] {
  const files = detail.files.map(({ role }) => role).filter((role): role is HandlingFileRole => role !== 'report')
  return gateFindings({ text, complaint: detail.case, files, noEvidence })
}

/** Whether a text cannot go up without a reason. */
export function isHeldBack(findings: readonly GateFinding[]): boolean {
  return findings.some(asksForReason)
}

/** Tells findings apart in a list. */
export function findingKey(finding: GateFinding): string {
  if (finding.code === 'part_missing') return finding.part
  return 'from' in finding ? `${finding.code}-${finding.from}` : finding.code
}
