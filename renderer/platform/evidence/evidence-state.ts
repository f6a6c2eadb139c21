import type { FileRowV1 } from '../../../shared/contract/rows.ts'
import type { LocalEvidenceV1 } from '../../../shared/ipc/evidence.ts'
import { vietnamese } from '../../../shared/text/catalogues.ts'

type StateWord = keyof typeof vietnamese.evidence.state
type WhyWord = keyof typeof vietnamese.evidence.why

/** How a file stands, in the catalogue's words; `why` only where it was refused. */
export type EvidenceState = Readonly<{ word: StateWord; n: number; why: WhyWord | null; code: string }>

const isWhy = (code: string): code is WhyWord => Object.hasOwn(vietnamese.evidence.why, code)

/** What this device knows of a file comes first; without it the row of the server tells. */
export function evidenceState(file: Pick<FileRowV1, 'type' | 'stored'>, local: LocalEvidenceV1 | null): EvidenceState {
  const plain = (word: StateWord): EvidenceState => ({ word, n: local?.percent ?? 0, why: null, code: '' })
  if (file.stored) return plain('sent')
  if (local === null) return plain(file.type.startsWith('image/') ? 'waitingPhoto' : 'waitingFile')
  if (local.phase !== 'refused') return plain(local.phase)
  const code = local.code ?? ''
  return { word: 'refused', n: 0, why: isWhy(code) ? code : 'other', code }
}

/** Files of a case that the server has refused and dropped stay to be seen, as this device holds them. */
export function withRefused(
  files: readonly FileRowV1[],
  caseId: string,
  local: readonly LocalEvidenceV1[],
): FileRowV1[] {
  const known = new Set(files.map((file) => file.id))
  const dropped = local.filter((one) => one.phase === 'refused' && one.caseId === caseId && !known.has(one.id))
  const rows = dropped.map(({ id, hash, name, type, sizeBytes }) => ({
    ...{ id, caseId, hash, name, type, sizeBytes },
    role: 'evidence' as const,
    thumb: null,
    stored: false,
  }))
  return [...files, ...rows]
}
