import type { Actor } from '../../shared/domain/roles.ts'
import type { CaseRules } from '../../shared/domain/decision-context.ts'
import { organisationOf } from '../../shared/domain/organisation.ts'
import { groundRules } from '../../shared/domain/refusal.ts'
import { calendarsOf } from '../../shared/domain/time/files/calendar-file.ts'
import { seedPolicies } from '../../shared/domain/time/policy.ts'
import type { AppContext } from '../app-context.ts'
import { inSystem } from '../db/transaction.ts'
import { markOrigin } from '../identity/development.ts'
import { deliveredCalendars, deliveredCatalogue } from '../import/seed-reference.ts'
import { begunAtMs, noteBegun, noteFinished } from './begun-seed.ts'
import { openAlbum } from './photos.ts'
import { chooseReports } from './report-choice.ts'
import { draftsOf, marksOf, reporterOf } from './sample-extras.ts'
import { readSampleFiles } from './sample-files.ts'
import type { SampleFiles } from './sample-files.ts'
import { sampleOrganisation, storeOrganisation } from './sample-organisation.ts'
import type { SampleOrganisation } from './sample-organisation.ts'
import { seededRandom } from './seeded-random.ts'
import { storeSamples } from './store-samples.ts'
import type { SampleBundle } from './store-samples.ts'
import { casesOfUnit, demandOf } from './unit-cases.ts'
import type { SampleCase } from './unit-cases.ts'

const casesPerChunk = 60

/** How samples are made: the same seed and moment give the same cases. `onProgress` hears how many cases are stored. */
export type SeedOptions = Readonly<{ seed?: string; onProgress?: (stored: number, total: number) => void }>

/** What was seeded; `skipped` when the database already holds an organisation and was left alone. */
export type SeedReport = Readonly<{
  skipped: boolean
  agencies: number
  officials: number
  cases: number
  photos: number
}>

/** The rules of the samples, compiled from the same rows that are stored. */
export function sampleRules(organisation: SampleOrganisation, nowMs: number): CaseRules {
  return {
    organisation: organisationOf(organisation, nowMs),
    policies: new Map(seedPolicies.map((policy) => [policy.id, policy])),
    calendars: calendarsOf(deliveredCalendars()),
    grounds: groundRules(deliveredCatalogue().grounds),
  }
}

/** The officials of the samples as actors, by user name. */
export function sampleActors(organisation: SampleOrganisation): ReadonlyMap<string, Actor> {
  return new Map(organisation.officials.map(({ id, username, grants }) => [username, { id, grants }]))
}

/** Tells every sample case of every unit, in the order in which the reports were sent. */
export function tellSamples(
  files: SampleFiles,
  organisation: SampleOrganisation,
  nowMs: number,
  seed: string,
): SampleCase[] {
  const rules = sampleRules(organisation, nowMs)
  const actors = sampleActors(organisation)
  const reports = chooseReports(files.units.units, demandOf, files, seededRandom(`${seed}:reports`))
  let told = 0
  const nextId = (): string => `sample-${String((told += 1)).padStart(4, '0')}`
  const cases = files.units.units.flatMap((unit) => {
    const chosen = reports.get(unit.agency)
    if (chosen === undefined) return []
    const desk = { unit, actors, phrases: files.phrases, random: seededRandom(`${seed}:${unit.agency}`), nowMs }
    return casesOfUnit({ desk, rules, files, nextId }, chosen)
  })
  return spaced(spaced(cases, dueOf), sentOf)
}

const sentOf = ({ story }: SampleCase): number => story.complaint.clocks.submittedAtMs
const dueOf = (one: SampleCase): number => one.story.complaint.clocks.dueAtMs ?? sentOf(one)

/** More rows than a screen shows. */
const screenRows = 30

/** In this order, without closed cases whose report stands on the same screen: who sees every unit is to read no report twice there. */
function spaced(cases: readonly SampleCase[], orderOf: (one: SampleCase) => number): SampleCase[] {
  const places = new Map<string, number[]>()
  const ordered = cases.toSorted((a, b) => orderOf(a) - orderOf(b))
  for (const [place, { report, isHistory }] of ordered.entries()) {
    if (!isHistory) places.set(report.key, [...(places.get(report.key) ?? []), place])
  }
  return ordered.filter(({ report, isHistory }, place) => {
    const shown = places.get(report.key) ?? []
    if (!isHistory) return true
    if (shown.some((other) => Math.abs(other - place) < screenRows)) return false
    places.set(report.key, [...shown, place])
    return true
  })
}

/**
 * Stores the organisation unless there is one already and answers the moment the samples are dated by: now, or that of an earlier
 * run that was interrupted. Null for a database with an organisation of its own or with finished samples.
 */
export async function beginSeed(
  context: AppContext,
  files: SampleFiles,
  organisation: SampleOrganisation,
): Promise<number | null> {
  return inSystem(context.database.kysely, async (tx) => {
    const interrupted = await begunAtMs(tx, 'sample_begun')
    if (interrupted !== null) return interrupted
    const present = await tx.selectFrom('agency').select('id').limit(1).executeTakeFirst()
    if (present !== undefined) return null
    const nowMs = context.clock()
    await storeOrganisation(tx, organisation, files.units.defaultAgency)
    await noteBegun(tx, 'sample_begun', nowMs)
    return nowMs
  })
}

/** The sample cases an interrupted run stored: chunks are whole, so the same cases told again leave these out. */
async function storedSamples(context: AppContext): Promise<ReadonlySet<string>> {
  const rows = await context.database.kysely
    .selectFrom('complaint')
    .select('id')
    .where('id', 'like', 'sample-%')
    .execute()
  return new Set(rows.map((row) => row.id))
}

/**
 * Fills an empty database with labelled sample data: the city's agencies with its 126 communes and wards, officials in every role,
 * and cases dated relative to now and to the working calendar. A database that holds an organisation already is left as it is; a
 * run that was interrupted is finished, with the cases it would have made.
 */
export async function seedSample(context: AppContext, options: SeedOptions = {}): Promise<SeedReport> {
  const seed = options.seed ?? 'hanoi'
  const files = readSampleFiles()
  const organisation = sampleOrganisation(files)
  const counts = { agencies: organisation.agencies.length, officials: organisation.officials.length }
  const nowMs = await beginSeed(context, files, organisation)
  if (nowMs === null) return { skipped: true, ...counts, cases: 0, photos: 0 }
  const cases = tellSamples(files, organisation, nowMs, seed)
  const stored = await storedSamples(context)
  const album = openAlbum(context.config.filesFolder, files.phrases)
  const random = seededRandom(`${seed}:extras`)
  const supervisors = [...sampleActors(organisation).values()].filter((actor) =>
    actor.grants.some((grant) => grant.role === 'team_supervisor'),
  )
  for (let at = 0; at < cases.length; at += casesPerChunk) {
    const bundles: SampleBundle[] = []
    for (const sample of cases.slice(at, at + casesPerChunk)) {
      const drawn = stored.has(sample.story.complaint.id) ? [] : await album.filesOf(sample)
      const reporter = reporterOf(sample, files.phrases, random)
      bundles.push({
        sample,
        files: drawn,
        drafts: draftsOf(sample, random),
        marks: marksOf(sample, supervisors, random),
        reporter,
      })
    }
    const fresh = bundles.filter((bundle) => !stored.has(bundle.sample.story.complaint.id))
    if (fresh.length > 0) await inSystem(context.database.kysely, (tx) => storeSamples(tx, fresh))
    options.onProgress?.(Math.min(at + casesPerChunk, cases.length), cases.length)
  }
  await markOrigin(context.database.kysely, 'sample')
  await noteFinished(context.database.kysely, 'sample_begun')
  const { n: photos } = await context.database.kysely
    .selectFrom('file')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('case_id', 'like', 'sample-%')
    .executeTakeFirstOrThrow()
  return { skipped: false, ...counts, cases: cases.length, photos }
}
