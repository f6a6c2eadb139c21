import type { z } from 'zod'
import type { intakeReplyV1, intakeRequestV1 } from '../../shared/contract/intake.ts'
import type { CaseRowV1, EventRowV1, FileRowV1 } from '../../shared/contract/rows.ts'
import { cityDate } from '../../shared/domain/organisation.ts'
import { openedClocks } from '../../shared/domain/time/clocks.ts'
import { policyOn } from '../../shared/domain/time/policy.ts'
import type { AppContext } from '../app-context.ts'
import { toJson } from '../db/schema.ts'
import { sqlStateOf } from '../db/sql-state.ts'
import { inSystem } from '../db/transaction.ts'
import type { Tx } from '../db/transaction.ts'
import { announceFile, checkAnnouncement } from '../files/announced-file.ts'
import { uploadPath } from '../files/incoming-uploads.ts'
import { Problem } from '../http/problem.ts'
import { audit } from '../identity/audit.ts'
import { referenceOf } from '../sync/reference.ts'
import type { Reference } from '../sync/reference.ts'
import { isStorable } from '../sync/storable.ts'
import { receivingAgency } from './intake-agency.ts'
import { takeCaseNumbers } from './intake-case-number.ts'
import { announcedByIntake } from './intake-key.ts'
import type { IntakeCaller } from './intake-key.ts'
import { untouchedParts } from '../../shared/domain/complaint.ts'

type IntakeRequest = z.infer<typeof intakeRequestV1>
type IntakeReply = z.infer<typeof intakeReplyV1>

/** Where reports of the citizens' app come from. */
export const intakeSource = 'ihanoi'
/** Most files a report may bring. */
export const mostReportFiles = 10
const uniqueViolation = '23505'

function checkRequest(context: AppContext, request: IntakeRequest): void {
  if (!isStorable(request)) throw new Problem('bad_request', 'Texts must not hold NUL or half characters.')
  if (request.files.length > mostReportFiles)
    throw new Problem('too_many_files', `A report brings at most ${mostReportFiles} files.`)
  for (const file of request.files) checkAnnouncement(file, context.config.maxFileBytes)
}

function checkReference(request: IntakeRequest, { organisation }: Reference): void {
  if (!organisation.categories.has(request.category)) throw new Problem('bad_request', 'category: no such category.')
  if (request.area !== null && !organisation.areas.has(request.area))
    throw new Problem('bad_request', 'area: no such area.')
}

async function newCase(context: AppContext, tx: Tx, request: IntakeRequest): Promise<CaseRowV1> {
  const nowMs = context.clock()
  const reference = await referenceOf(tx, context.database, nowMs)
  checkReference(request, reference)
  const agency = await receivingAgency(tx, reference.organisation, request)
  const policy = policyOn(reference.policies.values(), cityDate(nowMs))
  if (policy === null) throw new Problem('not_ready', 'No deadline policy is in force.')
  const arrival = { policy: policy.id, agency, submittedAtMs: nowMs, arrivedAtMs: nowMs }
  const clocks = openedClocks(arrival, reference)
  const [caseNumber = ''] = await takeCaseNumbers(tx, nowMs, 1)
  return {
    id: context.newId(),
    caseNumber,
    kind: request.kind,
    reporterKind: request.reporter.kind,
    level: request.level,
    state: 'awaiting_reception',
    title: request.title.normalize('NFC'),
    body: request.body.normalize('NFC'),
    category: request.category,
    area: request.area,
    place: request.place.normalize('NFC'),
    point: request.point,
    source: intakeSource,
    agency,
    team: null,
    assignee: null,
    clocks: { ...clocks, pauses: [...clocks.pauses] },
    reply: null,
    proposal: null,
    ...untouchedParts,
    publication: 'unpublished',
    rating: null,
    rowVersion: 1,
    flowVersion: 1,
  }
}

async function storeNew(context: AppContext, tx: Tx, request: IntakeRequest, caller: IntakeCaller): Promise<CaseRowV1> {
  const row = await newCase(context, tx, request)
  const atMs = row.clocks.submittedAtMs
  await tx
    .insertInto('complaint')
    .values({ id: row.id, data: toJson(row), external_id: request.externalId })
    .execute()
  const { taxCode, ...reporter } = request.reporter
  await tx
    .insertInto('reporter')
    .values({ case_id: row.id, tax_code: taxCode, ...reporter })
    .execute()
  const event: EventRowV1 = {
    id: `${row.id}-submitted`,
    caseId: row.id,
    kind: 'citizen',
    code: 'submitted',
    actor: null,
    atMs,
    text: '',
    late: false,
    extra: null,
  }
  await tx
    .insertInto('event')
    .values({ id: event.id, data: toJson(event) })
    .execute()
  for (const [index, file] of request.files.entries()) {
    const announced = {
      ...file,
      id: `${row.id}-f${index + 1}`,
      caseId: row.id,
      role: 'report' as const,
      announcedBy: announcedByIntake,
    }
    await announceFile(tx, announced, atMs)
  }
  await audit(tx, {
    atMs,
    actor: `intake:${caller.keyId}`,
    action: 'intake',
    subject: row.id,
    detail: { step: 'create' },
  })
  return row
}

/** The report handed in earlier under the same external id, or null. Throws `conflict` when it was another report. */
async function handedInBefore(tx: Tx, request: IntakeRequest): Promise<CaseRowV1 | null> {
  const known = await tx
    .selectFrom('complaint')
    .select('data')
    .where('source', '=', intakeSource)
    .where('external_id', '=', request.externalId)
    .executeTakeFirst()
  if (known === undefined) return null
  const isSame =
    known.data.title === request.title.normalize('NFC') && known.data.body === request.body.normalize('NFC')
  if (!isSame) throw new Problem('conflict', 'Another report was handed in under this externalId.')
  return known.data
}

async function uploadsOf(tx: Tx, row: CaseRowV1, request: IntakeRequest): Promise<IntakeReply> {
  const found = await tx.selectFrom('file').select('data').where('case_id', '=', row.id).execute()
  const stored = new Map(found.map(({ data }): [string, FileRowV1] => [data.id, data]))
  const uploads = request.files.map((_file, index) => {
    const fileId = `${row.id}-f${index + 1}`
    return { fileId, url: `${uploadPath}/${fileId}`, stored: stored.get(fileId)?.stored ?? false }
  })
  return { caseNumber: row.caseNumber, uploads }
}

/**
 * Creates a case as the citizens' app hands it in; the reporter's data goes to a table of its own. Repeating the same `externalId`
 * answers the same case. Throws `bad_request`, `conflict`, `too_many_files`, `file_type_refused`, `file_too_large`.
 */
export async function createFromIntake(
  context: AppContext,
  request: IntakeRequest,
  caller: IntakeCaller,
): Promise<IntakeReply> {
  checkRequest(context, request)
  const attempt = (): Promise<IntakeReply> =>
    inSystem(context.database.kysely, async (tx) => {
      const row = (await handedInBefore(tx, request)) ?? (await storeNew(context, tx, request, caller))
      return uploadsOf(tx, row, request)
    })
  try {
    return await attempt()
  } catch (error) {
    // The same report arrived twice at one moment: the other one won, and is found now.
    if (sqlStateOf(error) !== uniqueViolation) throw error
    return attempt()
  }
}
