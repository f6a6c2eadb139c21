import type { AppContext } from './app-context.ts'
import { tidy } from './background.ts'
import type { CommandLine, SeedChoice } from './command-line.ts'
import { fillWithCopies } from './fill-load.ts'
import { markOrigin } from './identity/development.ts'

const progressEveryMs = 2000

/** Imports and seeds as the command line asks; what happens is reported line by line. A database that holds cases is not seeded. */
export async function fill(context: AppContext, line: CommandLine, report: (text: string) => void): Promise<void> {
  if (line.import !== null) await importFile(context, line.import, report)
  if (line.seed.kind !== 'none') await seed(context, line.seed, report)
  // A freshly filled database has no figures to plan queries by.
  if (line.import !== null || line.seed.kind !== 'none') await tidy(context)
}

async function seed(
  context: AppContext,
  choice: Exclude<SeedChoice, { kind: 'none' }>,
  report: (text: string) => void,
): Promise<void> {
  const held = await context.database.kysely.selectFrom('complaint').select('id').limit(1).executeTakeFirst()
  if (held !== undefined) {
    report('seed: the database already holds cases, nothing is added')
    return
  }
  const startedMs = performance.now()
  // Import and sample are large; a plain start does without them.
  const { seedSample } = await import('./sample/seed.ts')
  await seedSample(context, {})
  await markOrigin(context.database.kysely, 'sample')
  if (choice.kind === 'load') await fillWithCopies(context, choice.cases, report)
  report(`seed: done in ${((performance.now() - startedMs) / 1000).toFixed(1)} s`)
}

async function importFile(
  context: AppContext,
  asked: Readonly<{ file: string; mapping: string }>,
  report: (text: string) => void,
): Promise<void> {
  const { progressLine, reportLines } = await import('./import/import-report.ts')
  const { runImport } = await import('./import/run-import.ts')
  let lastMs = 0
  const result = await runImport(context, {
    ...asked,
    onProgress: (progress) => {
      const nowMs = performance.now()
      if (nowMs - lastMs < progressEveryMs) return
      lastMs = nowMs
      report(progressLine(progress))
    },
  })
  await markOrigin(context.database.kysely, 'import')
  for (const text of reportLines(result)) report(text)
}
