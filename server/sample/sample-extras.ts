import type { RowOf } from '../../shared/contract/rows.ts'
import type { Actor } from '../../shared/domain/roles.ts'
import type { SamplePhrases } from './sample-files.ts'
import type { SeededRandom } from './seeded-random.ts'
import type { SampleBundle } from './store-samples.ts'
import type { SampleCase } from './unit-cases.ts'

const draftShare = 0.3
const readShare = 0.68

/** Invented people with telephone numbers that are never given out and, unlike those in the reports' texts, begin with 0900 001. */
export function reporterOf(sample: SampleCase, phrases: SamplePhrases, random: SeededRandom): SampleBundle['reporter'] {
  const isBusiness = sample.report.reporterKind === 'business'
  return {
    kind: sample.report.reporterKind,
    name: random.pick(isBusiness ? phrases.businesses : phrases.reporters),
    phone: `0900 001 ${String(random.whole(0, 999)).padStart(3, '0')}`,
    address: sample.report.place,
  }
}

/** Part of the cases in progress have a reply begun; it is the written one, broken off after its second sentence. */
export function draftsOf({ story }: SampleCase, random: SeededRandom): RowOf<'draft'>[] {
  const { complaint, writtenReply } = story
  const author = complaint.assignee
  const text = writtenReply
    .split(/(?<=[.!?])\s+/)
    .slice(0, 2)
    .join(' ')
  if (complaint.state !== 'in_progress' || author === null || text === '' || !random.chance(draftShare * 3)) return []
  const savedAtMs = story.events.at(-1)?.atMs ?? complaint.clocks.submittedAtMs
  return [{ id: `${complaint.id}:${author}`, caseId: complaint.id, author, revision: 1, text, savedAtMs }]
}

/** Who has read a case: those who acted on it, and mostly its supervisor; the newest changes stay unread for some. */
export function marksOf(
  { story, isHistory }: SampleCase,
  supervisors: readonly Actor[],
  random: SeededRandom,
): SampleBundle['marks'] {
  const { complaint } = story
  if (isHistory) return []
  const overseers = supervisors.filter((actor) => actor.grants.some((grant) => grant.team === complaint.team))
  const readers = new Set([
    ...(complaint.assignee === null ? [] : [complaint.assignee]),
    ...overseers.map((actor) => actor.id),
  ])
  return [...readers]
    .filter(() => random.chance(readShare))
    .map((userId) => {
      const id = `${complaint.id}:${userId}`
      return {
        userId,
        row: { id, caseId: complaint.id, readVersion: complaint.rowVersion, pinned: random.chance(0.06) },
      }
    })
}
