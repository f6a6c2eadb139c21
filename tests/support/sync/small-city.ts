import type { CaseRowV1 } from '../../../shared/contract/rows.ts'
import type { Role } from '../../../shared/domain/roles.ts'
import { toJson } from '../../../server/db/schema.ts'
import { inSystem } from '../../../server/db/transaction.ts'
import type { Tx } from '../../../server/db/transaction.ts'
import { markOrigin } from '../../../server/identity/development.ts'
import type { TestServer } from '../server.ts'
import { untouchedParts } from '../../../shared/domain/complaint.ts'

const wards = ['bach-mai', 'cau-giay'] as const

/** The officials of the small city, as `<role>.<ward>`, those of a team as `<role>.<ward>.<team>`. */
const staff: readonly { username: string; role: Role; agency: string; team: string | null }[] = wards.flatMap(
  (ward) => [
    { username: `intake.${ward}`, role: 'intake_officer', agency: ward, team: null },
    { username: `approver.${ward}`, role: 'approver', agency: ward, team: null },
    { username: `officer.${ward}.street`, role: 'case_officer', agency: ward, team: `${ward}.street` },
    { username: `officer.${ward}.water`, role: 'case_officer', agency: ward, team: `${ward}.water` },
    { username: `supervisor.${ward}.street`, role: 'team_supervisor', agency: ward, team: `${ward}.street` },
  ],
)

/** Fills a database with two wards of two teams, their officials, one category, and the mark of sample data. */
export async function buildSmallCity(server: TestServer): Promise<void> {
  await inSystem(server.context.database.kysely, async (tx) => {
    for (const ward of [...wards, 'city']) {
      await tx
        .insertInto('agency')
        .values({
          id: ward,
          name: ward,
          short_name: ward,
          kind: 'ward',
          calendar: 'hanoi-office',
          valid_from: '2025-07-01',
        })
        .execute()
    }
    for (const team of wards.flatMap((ward) => [`${ward}.street`, `${ward}.water`])) {
      const agency = team.slice(0, team.indexOf('.'))
      await tx.insertInto('team').values({ id: team, agency, name: team, valid_from: '2025-07-01' }).execute()
    }
    await tx.insertInto('category').values({ id: 'road', name: 'road', kind: 'field', source: 'sample' }).execute()
    const everybody = [
      ...staff,
      { username: 'coordinator.city', role: 'city_coordinator' as const, agency: 'city', team: null },
    ]
    for (const { username, role, agency, team } of everybody) {
      await tx.insertInto('official').values({ id: username, username, display_name: username }).execute()
      await tx.insertInto('role_grant').values({ id: username, official_id: username, role, agency, team }).execute()
    }
  })
  await markOrigin(server.context.database.kysely, 'sample')
}

/** A case row of the small city; `over` replaces what a test is about. */
export function caseRow(id: string, over: Partial<CaseRowV1> = {}): CaseRowV1 {
  const submittedAtMs = Date.parse('2026-03-09T02:00:00Z')
  return {
    id,
    caseNumber: `HN-${id}`,
    kind: 'field',
    reporterKind: 'citizen',
    level: 'normal',
    state: 'assigned',
    title: `Title of ${id}`,
    body: 'The lid of a manhole is missing.',
    category: 'road',
    area: null,
    place: 'Phố Bạch Mai',
    point: null,
    source: 'sample',
    agency: 'bach-mai',
    team: 'bach-mai.street',
    assignee: 'officer.bach-mai.street',
    clocks: {
      policy: 'hanoi-1207',
      submittedAtMs,
      arrivedAtMs: submittedAtMs,
      receptionDueAtMs: null,
      receivedAtMs: submittedAtMs,
      dueAtMs: submittedAtMs + 5 * 86_400_000,
      dueIsProvisional: true,
      pauses: [],
      answeredAtMs: null,
      closedAtMs: null,
    },
    reply: null,
    proposal: null,
    ...untouchedParts,
    publication: 'unpublished',
    rating: null,
    rowVersion: 1,
    flowVersion: 1,
    ...over,
  }
}

/** A case closed at an instant, in the month bucket of that instant. */
export function closedCase(id: string, closedAtMs: number, over: Partial<CaseRowV1> = {}): CaseRowV1 {
  const open = caseRow(id, over)
  return { ...open, state: 'closed', clocks: { ...open.clocks, answeredAtMs: closedAtMs, closedAtMs } }
}

/** Inserts cases in one transaction. */
export async function insertCases(tx: Tx, rows: readonly CaseRowV1[]): Promise<void> {
  for (const row of rows)
    await tx
      .insertInto('complaint')
      .values({ id: row.id, data: toJson(row) })
      .execute()
}

/** Replaces a case's row, as another official or a job would, raising its row version. */
export async function changeCase(tx: Tx, id: string, over: Partial<CaseRowV1>): Promise<CaseRowV1> {
  const { data } = await tx
    .selectFrom('complaint')
    .select('data')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const next = { ...data, ...over, rowVersion: data.rowVersion + 1 }
  await tx
    .updateTable('complaint')
    .set({ data: toJson(next) })
    .where('id', '=', id)
    .execute()
  return next
}

/** Adds an event to a case. */
export async function addEvent(tx: Tx, id: string, caseId: string): Promise<void> {
  const event = {
    id,
    caseId,
    kind: 'note',
    code: 'addNote',
    actor: null,
    atMs: 1,
    text: `text of ${id}`,
    late: false,
    extra: null,
  }
  await tx
    .insertInto('event')
    .values({ id, data: toJson(event) })
    .execute()
}
