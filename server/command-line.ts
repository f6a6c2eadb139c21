import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { defaultMaxFileBytes } from '../shared/contract/files/file-types.ts'
import { StartError } from './db/start-error.ts'

/** What to fill an empty database with: the sample city, nothing, or N generated cases for load tests. */
export type SeedChoice = Readonly<{ kind: 'sample' } | { kind: 'none' } | { kind: 'load'; cases: number }>

/** The command line of the server, checked. `dataFolder` null means the default one; with `databaseUrl` it only holds files. */
export type CommandLine = Readonly<{
  port: number
  host: string
  dataFolder: string | null
  databaseUrl: string | null
  /** Where file bytes are kept; null means the folder `files` in the data folder. */
  filesFolder: string | null
  /** Largest file a case may carry, in bytes. */
  maxFileBytes: number
  seed: SeedChoice
  /** `reportFile` is where every refused row is listed as CSV, null for nowhere. */
  import: Readonly<{ file: string; mapping: string; reportFile: string | null }> | null
}>

/** Shown with every mistake on the command line. */
export const usage = `Usage: npm run server -- [--port N] [--host H] [--data DIR | --database-url URL]
       [--files DIR] [--max-file-mb N] [--seed sample|none|load:N] [--import FILE.csv[.gz] --mapping NAME [--report FILE]]

  --port N            port to listen on, 0 for any free one (default 4310)
  --host H            address to listen on (default 127.0.0.1)
  --data DIR          folder of the embedded database and the files (default: ihanoi-desk-server in the user's data home)
  --database-url URL  a PostgreSQL 15 database instead of the embedded one, postgres://user:password@host:port/name
  --files DIR         folder of the files that cases carry (default: files in the data folder)
  --max-file-mb N     largest file that a case may carry, in MiB (default 50)
  --seed WHAT         what to fill an empty database with (default: sample; none with --import or --database-url)
  --import FILE       import cases from a CSV file before serving; needs --mapping
  --mapping NAME      how the file is read: boston311
  --report FILE       list every refused row of the import in this CSV file`

/** Parses the arguments after the script's name. Throws `StartError` that names the mistake. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const values = readOptions(args)
  if (values.data !== undefined && values['database-url'] !== undefined) {
    throw wrong('--data and --database-url exclude each other. Name one of them.')
  }
  if ((values.import === undefined) !== (values.mapping === undefined)) {
    throw wrong('--import FILE and --mapping NAME go together. Give both or neither.')
  }
  if (values.report !== undefined && values.import === undefined) {
    throw wrong('--report FILE tells of an import. Give --import and --mapping as well.')
  }
  if (values.import !== undefined && !existsSync(values.import)) {
    throw wrong(`The file ${values.import} does not exist. Check the path given to --import.`)
  }
  const needsNothing = values.import !== undefined || values['database-url'] !== undefined
  return {
    port: portOf(values.port ?? '4310'),
    host: values.host ?? '127.0.0.1',
    dataFolder: values.data ?? null,
    databaseUrl: values['database-url'] ?? null,
    filesFolder: values.files ?? null,
    maxFileBytes: fileLimitOf(values['max-file-mb']),
    seed: seedOf(values.seed ?? (needsNothing ? 'none' : 'sample')),
    import:
      values.import === undefined || values.mapping === undefined
        ? null
        : { file: values.import, mapping: values.mapping, reportFile: values.report ?? null },
  }
}

function readOptions(args: readonly string[]) {
  const text = { type: 'string' } as const
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: text,
        host: text,
        data: text,
        'database-url': text,
        files: text,
        'max-file-mb': text,
        seed: text,
        import: text,
        mapping: text,
        report: text,
      },
      strict: true,
      allowPositionals: false,
    }).values
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error))
  }
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (!(port <= 65_535)) throw wrong(`--port ${text} is not a port. Give a number from 0 to 65535.`)
  return port
}

function fileLimitOf(text: string | undefined): number {
  if (text === undefined) return defaultMaxFileBytes
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text) * 1024 * 1024
  throw wrong(`--max-file-mb ${text} is not a size. Give whole MiB from 1 to 9999.`)
}

function seedOf(text: string): SeedChoice {
  if (text === 'sample' || text === 'none') return { kind: text }
  const cases = /^load:(\d{1,7})$/.exec(text)?.[1]
  if (cases !== undefined) return { kind: 'load', cases: Number(cases) }
  throw wrong(`--seed ${text} is unknown. Give sample, none or load:N.`)
}

function wrong(message: string): StartError {
  return new StartError('command_line_wrong', `${message}\n\n${usage}`)
}
