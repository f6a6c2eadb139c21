import type { CommandArgs, RefusalCode } from '../command.ts'
import type { EventExtra } from '../complaint.ts'
import type { Given } from './rule.ts'

/** Evidence is files, a text, or both. */
export const addEvidenceGuard = ({ args }: Given<'addEvidence'>): RefusalCode | null =>
  args.text.trim() === '' && args.files.length === 0 ? 'text_required' : null

/** The files an entry shows. */
export const evidenceExtra = ({ files }: Readonly<CommandArgs['addEvidence']>): EventExtra => ({
  files: files.map((file) => file.id),
  point: null,
  occurredAtMs: null,
})

/** Where the officer was, and when by the officer's own clock. */
export const visitExtra = ({ point, occurredAtMs }: Readonly<CommandArgs['recordVisit']>): EventExtra => ({
  files: [],
  point,
  occurredAtMs,
})
