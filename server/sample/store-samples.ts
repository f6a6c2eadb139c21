import type { FileRowV1, RowOf } from '../../shared/contract/rows.ts'
import { toJson } from '../db/schema.ts'
import { takeCaseNumbers } from '../api/intake-case-number.ts'
import { announcedByIntake } from '../api/intake-key.ts'
import type { Tx } from '../db/transaction.ts'
import { hanoiDay } from '../identity/officials.ts'
import type { SampleCase } from './unit-cases.ts'

/** A sample case with everything that hangs on it. */
export type SampleBundle = Readonly<{
  sample: SampleCase
  files: readonly FileRowV1[]
  drafts: readonly RowOf<'draft'>[]
  marks: readonly Readonly<{ userId: string; row: RowOf<'mark'> }>[]
  reporter: Readonly<{ kind: string; name: string; phone: string; address: string }>
}>

function yearInHanoi(atMs: number): number {
  return Number(hanoiDay(atMs).slice(0, 4))
}

async function insertCases(tx: Tx, bundles: readonly SampleBundle[]): Promise<void> {
  // Chunks come in the order of submission, so the numbers of each year are taken in that order.
  const waiting = new Map<number, string[]>()
  const submitted = bundles.map(({ sample }) => sample.story.complaint.clocks.submittedAtMs)
  for (const atMs of submitted) {
    const year = yearInHanoi(atMs)
    if (!waiting.has(year)) {
      const count = submitted.filter((other) => yearInHanoi(other) === year).length
      waiting.set(year, [...(await takeCaseNumbers(tx, atMs, count))])
    }
  }
  for (const { sample } of bundles) {
    const { complaint } = sample.story
    const caseNumber = waiting.get(yearInHanoi(complaint.clocks.submittedAtMs))?.shift() ?? ''
    sample.story.complaint = { ...complaint, caseNumber }
  }
  const rows = bundles.map(({ sample }) => ({
    id: sample.story.complaint.id,
    data: toJson(sample.story.complaint),
    external_id: null,
  }))
  await tx.insertInto('complaint').values(rows).execute()
}

async function insertDrafts(tx: Tx, bundles: readonly SampleBundle[]): Promise<void> {
  const drafts = bundles.flatMap((bundle) => bundle.drafts)
  if (drafts.length === 0) return
  await tx
    .insertInto('draft')
    .values(drafts.map((row) => ({ id: row.id, data: toJson(row) })))
    .execute()
  const revisions = drafts.map((row) => ({
    draft_id: row.id,
    revision: row.revision,
    text: row.text,
    saved_at_ms: row.savedAtMs,
  }))
  await tx.insertInto('draft_revision').values(revisions).execute()
}

/** Stores a chunk of whole cases with their events, reporters, files, drafts and marks. */
export async function storeSamples(tx: Tx, bundles: readonly SampleBundle[]): Promise<void> {
  await insertCases(tx, bundles)
  const events = bundles.flatMap(({ sample }) => sample.story.events)
  await tx
    .insertInto('event')
    .values(events.map((event) => ({ id: event.id, data: toJson(event) })))
    .execute()
  const reporters = bundles.map(({ sample, reporter }) => ({
    case_id: sample.story.complaint.id,
    tax_code: null,
    representative: null,
    ...reporter,
  }))
  await tx.insertInto('reporter').values(reporters).execute()
  const files = bundles.flatMap(({ sample, files: own }) =>
    own.map((row) => ({
      id: row.id,
      data: toJson(row),
      announced_by: announcedByIntake,
      announced_at_ms: sample.story.complaint.clocks.submittedAtMs,
    })),
  )
  if (files.length > 0) await tx.insertInto('file').values(files).execute()
  await insertDrafts(tx, bundles)
  const marks = bundles.flatMap((bundle) => bundle.marks)
  if (marks.length > 0) {
    await tx
      .insertInto('mark')
      .values(marks.map(({ userId, row }) => ({ id: row.id, user_id: userId, data: toJson(row) })))
      .execute()
  }
}
