import { randomUUID } from 'node:crypto'
import { pullReplyV1, registerReplyV1 } from '../../../shared/contract/sync.ts'
import type { CaseRowV1, FileRowV1 } from '../../../shared/contract/rows.ts'
import { wireSchema } from '../../../shared/contract/versions.ts'

type Ask = (path: string, body?: unknown) => Promise<unknown>

/** An official's own way to a running server, for what a test has to prepare. */
export type GivenOfficial = Readonly<{
  /** Cases assigned to the official. */
  cases: readonly CaseRowV1[]
  /** Every case this official sees. */
  seen: readonly CaseRowV1[]
  /** What citizens sent with any case this official sees, as far as the server has it. */
  reported: readonly FileRowV1[]
  /** Announces a file on a case with a command, as a device does; answers the command's status or code. */
  announce: (caseId: string, file: object & { id: string }) => Promise<string>
}>

/** Registers a device for the official and fetches the cases in their hands. */
export async function givenOfficial(ask: Ask, officialId: string): Promise<GivenOfficial> {
  const device = { deviceName: 'test', appVersion: '0.1.0', schema: wireSchema }
  const { clientId } = registerReplyV1.parse(await ask('/sync/v1/register', device))
  const cases: CaseRowV1[] = []
  const files: FileRowV1[] = []
  let cursor: string | null = null
  for (let complete = false; !complete;) {
    const request = { clientId, cursor, schema: wireSchema, limit: 1_000 }
    const page = pullReplyV1.parse(await ask('/sync/v1/pull', request))
    for (const { entity, op, row } of page.ops) {
      if (entity === 'case' && op === 'PUT') cases.push(row as CaseRowV1)
      if (entity === 'file' && op === 'PUT') files.push(row as FileRowV1)
    }
    cursor = page.cursor
    complete = page.complete
  }
  let id = 0
  return {
    cases: cases.filter((row) => row.assignee === officialId),
    seen: cases,
    reported: files.filter((file) => file.role === 'report' && file.stored),
    announce: async (caseId, file) => {
      id += 1
      const args = { id: randomUUID(), text: 'Ảnh hiện trường', files: [file] }
      const mutation = { id, key: randomUUID(), name: 'addEvidence', v: 1, args, caseId, basedOnSeq: 0, clientAt: 0 }
      const reply = (await ask('/sync/v1/push', { clientId, mutations: [mutation] })) as {
        results: { status: string; code: string | null }[]
      }
      return reply.results[0]?.code ?? reply.results[0]?.status ?? 'none'
    },
  }
}
