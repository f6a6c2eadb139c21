import type { CaseDetailV1 } from '../../../../../shared/ipc/worker-contract.ts'

/** The files added in handling a case whose bytes the server has not got. */
export function missingFiles({ files }: Pick<CaseDetailV1, 'files'>): CaseDetailV1['files'] {
  return files.filter((file) => file.role !== 'report' && !file.stored)
}
