import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { roles } from '../../shared/domain/roles.ts'
import { complaintKinds, levels, reporterKinds } from '../../shared/domain/states.ts'
import { resourcesFolder } from '../import/seed-reference.ts'

const text = z.string().min(1)
const person = z.object({ name: text, role: z.enum(roles), username: text, team: text.optional() })

const unitsFile = z.object({
  units: z.array(
    z.object({
      agency: text,
      /** For communes and wards: the area they answer for. */
      area: text.optional(),
      open: z.number().int(),
      history: z.number().int(),
      teams: z.array(z.object({ id: text, name: text, categories: z.array(text) })),
      people: z.array(person),
    }),
  ),
  city: z.array(person.extend({ agency: text })),
  defaultAgency: text,
})
const reportsFile = z.object({
  category: text,
  reports: z.array(
    z.object({
      key: text,
      title: text,
      body: text,
      ward: text,
      place: z.string(),
      level: z.enum(levels),
      kind: z.enum(complaintKinds),
      reporterKind: z.enum(reporterKinds),
      photos: z.number().int(),
      scene: text.nullish(),
      reply: text.nullable(),
    }),
  ),
})
/** The words by which days written in a report are known; see `DateWords`. */
const dateWords = z.object({
  writtenOn: z.iso.date(),
  repliedBy: z.iso.date(),
  dayWords: z.array(text),
  spanWords: z.array(text),
  countedWords: z.array(text),
  deadlineWords: z.array(text),
  planWords: z.array(text),
  listWords: z.array(text),
  weekdays: z.array(z.array(text).length(7)),
})
const phrasesFile = z.object({
  personalDataReasons: z.array(text),
  dates: dateWords,
  photoMark: text,
  photoName: text,
  reporters: z.array(text),
  businesses: z.array(text),
  verify: z.array(text),
  fieldNotes: z.array(text),
  procedureNotes: z.array(text),
  returnComments: z.array(text),
  overrideReasons: z.array(text),
  questions: z.array(text),
  citizenAnswers: z.array(text),
  transferReasons: z.array(text),
  ratingComments: z.array(z.string()),
  unsatisfied: z.array(text),
  refusals: z.array(z.object({ ground: text, text })),
  denials: z.array(text),
})
const categoriesFile = z.object({
  categories: z.array(z.object({ id: text, name: text, kind: z.enum(complaintKinds) })),
})
const pointsFile = z.object({ points: z.record(z.string(), z.tuple([z.number(), z.number()])) })
const wardsFile = z.object({
  validFrom: text,
  units: z.array(
    z.object({
      code: text,
      type: z.enum(['ward', 'commune']),
      name: text,
      fullName: text,
      formerDistricts: z.array(text),
      mergedFrom: z.array(z.object({ name: text })),
    }),
  ),
})
const formerUnitsFile = z.object({
  districts: z.array(z.object({ name: text, units: z.array(z.object({ name: text, now: z.array(text) })) })),
})
const agenciesFile = z.object({
  validFrom: text,
  agencies: z.array(
    z.object({ id: text, name: text, shortName: text, certainty: z.enum(['verified', 'probable', 'unverified']) }),
  ),
})

/** A unit whose desk is filled with sample cases. */
export type SampleUnit = z.infer<typeof unitsFile>['units'][number]
/** An official of the samples. */
export type SamplePerson = z.infer<typeof person>
/** A hand-written demonstration report with its category. */
export type SampleReport = z.infer<typeof reportsFile>['reports'][number] & Readonly<{ category: string }>
/** Texts that officers and citizens write in the samples. */
export type SamplePhrases = z.infer<typeof phrasesFile>

function read<T>(schema: z.ZodType<T>, ...path: string[]): T {
  return schema.parse(JSON.parse(readFileSync(join(resourcesFolder, ...path), 'utf8')))
}

/** Everything the samples are made of, read and checked. Throws a ZodError that names the place of a mistake. */
export function readSampleFiles() {
  const reportsFolder = join(resourcesFolder, 'sample', 'reports')
  const reports = readdirSync(reportsFolder)
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .flatMap((name): SampleReport[] => {
      const file = read(reportsFile, 'sample', 'reports', name)
      return file.reports.map((report) => ({ ...report, category: file.category }))
    })
  return {
    reports,
    units: read(unitsFile, 'sample', 'units.json'),
    phrases: read(phrasesFile, 'sample', 'phrases.json'),
    categories: read(categoriesFile, 'sample', 'categories.json').categories,
    points: read(pointsFile, 'places', 'ward-points.json').points,
    wards: read(wardsFile, 'organisation', 'wards.json'),
    formerUnits: read(formerUnitsFile, 'organisation', 'former-units.json'),
    agencies: read(agenciesFile, 'organisation', 'agencies.json'),
  }
}

/** What `readSampleFiles` gives. */
export type SampleFiles = ReturnType<typeof readSampleFiles>
