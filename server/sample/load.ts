import type { CaseState } from '../../shared/domain/states.ts'
import type { AppContext } from '../app-context.ts'
import { inSystem } from '../db/transaction.ts'
import { markOrigin } from '../identity/development.ts'
import { arrivedCase, closedCase, pastMoment, workedCase } from './case-stories.ts'
import type { Telling } from './case-stories.ts'
import type { Desk } from './desk-steps.ts'
import { reporterOf } from './sample-extras.ts'
import { readSampleFiles } from './sample-files.ts'
import type { SampleReport, SampleUnit } from './sample-files.ts'
import { sampleOrganisation } from './sample-organisation.ts'
import { beginSeed, sampleActors, sampleRules } from './seed.ts'
import { seededRandom } from './seeded-random.ts'
import type { SeededRandom } from './seeded-random.ts'
import { storeSamples } from './store-samples.ts'
import type { SampleBundle } from './store-samples.ts'
import type { Story, StoryRules } from './story.ts'

const casesPerChunk = 200
const closedShare = 0.85
/** The first unit is a busy one: half of all cases lie there. */
const busyShare = 0.5
const weekMs = 7 * 24 * 3_600_000
/** Agencies of the samples begin on 01/07/2025; the slowest case takes some weeks to its answer. */
const oldestMs = Date.UTC(2025, 7, 25)
const openStates: readonly CaseState[] = [
  'received',
  'assigned',
  'assigned',
  'in_progress',
  'in_progress',
  'in_progress',
  'reply_submitted',
]

/** How load cases are made; the same seed and moment give the same ones. */
export type LoadOptions = Readonly<{
  count: number
  seed?: string
  onProgress?: (stored: number, total: number) => void
}>

function sentences(text: string): string[] {
  return text.split(/(?<=[.!?])\s+/).filter((sentence) => sentence !== '')
}

/** A text of the written reports put together anew: enough different words for search and compression to work as in life. */
function mixedReport(reports: readonly SampleReport[], random: SeededRandom): SampleReport {
  const [main, second] = [random.pick(reports), random.pick(reports)]
  const body = random
    .shuffle([...sentences(main.body), ...sentences(second.body).slice(0, 3)])
    .slice(0, random.whole(2, 9))
  return { ...main, title: random.chance(0.5) ? main.title : second.title, body: body.join(' '), photos: 0 }
}

type Load = Readonly<{
  desks: readonly Desk[]
  rules: StoryRules
  reports: readonly SampleReport[]
  answered: readonly SampleReport[]
  random: SeededRandom
  points: Telling['points']
}>

function oneStory(load: Load, id: string): Readonly<{ story: Story; report: SampleReport }> {
  const { desks, rules, random, points } = load
  const desk = random.chance(busyShare) ? (desks[0] as Desk) : random.pick(desks)
  const isClosed = random.chance(closedShare)
  const state = isClosed ? 'answered' : random.pick(openStates)
  const needsReply = state === 'answered' || state === 'reply_submitted'
  const report = mixedReport(needsReply ? load.answered : load.reports, random)
  const telling = { desk, rules, report, id, points }
  if (isClosed) {
    const weeks = Math.max(2, Math.floor((desk.nowMs - oldestMs) / weekMs))
    const pace = random.chance(0.14) ? 'overdue' : 'in_time'
    return {
      story: closedCase(telling, { state: 'answered', pace, toMs: pastMoment(desk, rules, random.whole(1, weeks)) }),
      report,
    }
  }
  if (random.chance(0.15)) return { story: arrivedCase(telling, 'awaiting_reception'), report }
  const pace = random.chance(0.2) ? 'overdue' : random.chance(0.25) ? 'due_soon' : 'in_time'
  return { story: workedCase(telling, { state, pace, toMs: desk.nowMs, otherAgency: '' }), report }
}

function desksOf(units: readonly SampleUnit[], base: Omit<Desk, 'unit'>): Desk[] {
  return units.map((unit) => ({ ...base, unit }))
}

/** Only the first and the last two entries of a load case's timeline are kept: the number of rows is what is tested. */
function shortened(story: Story): Story {
  return story.events.length <= 3
    ? story
    : { ...story, events: [...story.events.slice(0, 1), ...story.events.slice(-2)] }
}

/**
 * Fills an empty database with the samples' organisation and `count` generated cases for load tests, without photos. A database that
 * holds an organisation already is left as it is. Answers how many cases were stored.
 */
export async function seedLoad(context: AppContext, options: LoadOptions): Promise<number> {
  const files = readSampleFiles()
  const organisation = sampleOrganisation(files)
  if (!(await beginSeed(context, files, organisation))) return 0
  const random = seededRandom(`${options.seed ?? 'hanoi'}:load`)
  const nowMs = context.clock()
  const desks = desksOf(files.units.units, {
    actors: sampleActors(organisation),
    phrases: files.phrases,
    random,
    nowMs,
  })
  const answered = files.reports.filter((report) => report.reply !== null)
  const load: Load = {
    desks,
    rules: sampleRules(organisation, nowMs),
    reports: files.reports,
    answered,
    random,
    points: files.points,
  }
  for (let at = 0; at < options.count; at += casesPerChunk) {
    const bundles: SampleBundle[] = []
    for (let n = at; n < Math.min(at + casesPerChunk, options.count); n += 1) {
      const { story, report } = oneStory(load, `load-${String(n + 1).padStart(7, '0')}`)
      const sample = { story: shortened(story), report, isHistory: true }
      bundles.push({ sample, files: [], drafts: [], marks: [], reporter: reporterOf(sample, files.phrases, random) })
    }
    await inSystem(context.database.kysely, (tx) => storeSamples(tx, bundles))
    options.onProgress?.(Math.min(at + casesPerChunk, options.count), options.count)
  }
  await markOrigin(context.database.kysely, 'sample')
  return options.count
}
