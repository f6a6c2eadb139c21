import { closeSync, openSync, writeFileSync } from 'node:fs'
import { sql } from 'kysely'
import type { AppContext } from './app-context.ts'
import { tidy } from './background.ts'
import type { CommandLine, SeedChoice } from './command-line.ts'
import { onFolder } from './db/folder-error.ts'
import { StartError } from './db/start-error.ts'
import { fillWithCopies } from './fill-load.ts'
import { markOrigin } from './identity/development.ts'
import { begunAtMs, noteBegun, noteFinished } from './sample/begun-seed.ts'

const progressEveryMs = 2000

type Report = (text: string) => void

/**
 * Imports and seeds as the command line asks; what happens is reported line by line. A database that holds cases is not seeded,
 * but a filling that was interrupted goes on. Throws `ImportError` and `StartError` for what an operator has to mend.
 */
export async function fill(context: AppContext, line: CommandLine, report: Report): Promise<void> {
  if (line.import !== null) await importFile(context, line.import, report)
  if (line.seed.kind === 'none') await tellOfUnfinished(context, report)
  else await seed(context, line.seed, report)
  if (line.import !== null || line.seed.kind !== 'none') await renewFigures(context)
}

/** A freshly filled database has no figures to plan queries by. */
async function renewFigures(context: AppContext): Promise<void> {
  if (context.database.engine === 'pglite') await tidy(context)
  else await sql`analyze`.execute(context.database.kysely)
}

/** Passes on at most one line every two seconds. */
function everyTwoSeconds<T>(report: Report, lineOf: (value: T) => string): (value: T) => void {
  let lastMs = Number.NEGATIVE_INFINITY
  return (value) => {
    const nowMs = performance.now()
    if (nowMs - lastMs < progressEveryMs) return
    lastMs = nowMs
    report(lineOf(value))
  }
}

async function isUnfinished({ database }: AppContext): Promise<boolean> {
  const sample = await begunAtMs(database.kysely, 'sample_begun')
  return sample !== null || (await begunAtMs(database.kysely, 'load_begun')) !== null
}

async function tellOfUnfinished(context: AppContext, report: Report): Promise<void> {
  if (await isUnfinished(context))
    report('seed: an earlier filling was interrupted; start with its --seed to finish it')
}

async function seed(context: AppContext, choice: Exclude<SeedChoice, { kind: 'none' }>, report: Report): Promise<void> {
  const { kysely } = context.database
  const held = await kysely.selectFrom('complaint').select('id').limit(1).executeTakeFirst()
  const goesOn = await isUnfinished(context)
  if (held !== undefined && !goesOn) {
    report('seed: the database already holds cases, nothing is added')
    return
  }
  if (goesOn) report('seed: goes on where an earlier start was interrupted')
  const startedMs = performance.now()
  const show = everyTwoSeconds<readonly [number, number]>(report, ([made, total]) => `seed: ${made} of ${total} cases`)
  if (choice.kind === 'load') await noteBegun(kysely, 'load_begun', context.clock())
  // Import and sample are large; a plain start does without them.
  const { seedSample } = await import('./sample/seed.ts')
  await seedSample(context, { onProgress: (made, total) => show([made, total]) })
  await markOrigin(kysely, 'sample')
  if (choice.kind === 'load') await fillWithCopies(context, choice.cases, (made, total) => show([made, total]))
  await noteFinished(kysely, 'load_begun')
  report(`seed: done in ${((performance.now() - startedMs) / 1000).toFixed(1)} s`)
}

async function importFile(
  context: AppContext,
  asked: NonNullable<CommandLine['import']>,
  report: Report,
): Promise<void> {
  const { progressLine, refusedAsCsv, reportLines } = await import('./import/import-report.ts')
  const { runImport } = await import('./import/run-import.ts')
  const { reportFile } = asked
  // Before the work, so that a path that cannot be written costs no import.
  if (reportFile !== null) onFolder(reportFile, () => closeSync(openSync(reportFile, 'w')))
  const result = await runImport(context, { ...asked, onProgress: everyTwoSeconds(report, progressLine) })
  await markOrigin(context.database.kysely, 'import')
  for (const text of reportLines(result)) report(text)
  if (reportFile !== null) {
    onFolder(reportFile, () => writeFileSync(reportFile, refusedAsCsv(result)))
    report(`  all ${result.refused.length} refused rows are listed in ${reportFile}`)
  }
  if (!result.complete) {
    throw new StartError(
      'import_incomplete',
      `${asked.file} is damaged or cut off: the rows before the damage are imported and stay, the rest was not seen. ` +
        'Get the whole file and run the same command again; or start without --import to serve what there is.',
    )
  }
}
