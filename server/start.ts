import { randomUUID } from 'node:crypto'
import { accessSync, constants, mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import type { Logger } from 'pino'
import { commandForms } from '../shared/contract/command-upgrades.ts'
import { spokenSchemas } from '../shared/contract/versions.ts'
import type { SpokenSchemas } from '../shared/contract/versions.ts'
import type { AppContext } from './app-context.ts'
import { startBackground } from './background.ts'
import type { CommandLine } from './command-line.ts'
import { defaultDataRoot, openDataFolder } from './db/data-folder.ts'
import { openDatabase, reasonOf } from './db/database.ts'
import { folderError, onFolder } from './db/folder-error.ts'
import { StartError } from './db/start-error.ts'
import { sqlStateOf } from './db/sql-state.ts'
import { fill } from './fill.ts'
import { buildApp } from './http/app.ts'
import { isLoopback } from './identity/development.ts'
import { ImportError } from './import/import-error.ts'

/** A server that listens; `stop` ends requests, background work and the database, in this order. */
export type RunningServer = Readonly<{ url: string; context: AppContext; stop: () => Promise<void> }>

/** What a start needs from its surroundings: where progress goes, the log, the environment, and a way to give up early. */
export type Surroundings = Readonly<{
  report: (line: string) => void
  log: Logger
  environment: NodeJS.ProcessEnv
  /** The wire schemas to speak in place of this build's own. */
  schemas?: SpokenSchemas
  /** Called with the way to stop as soon as there is something to stop. */
  onOpened?: (stop: () => Promise<void>) => void
}>

/** Opens the database, fills it as asked, and listens. Throws `StartError` with what to do for every operator's mistake. */
export async function startServer(line: CommandLine, surroundings: Surroundings): Promise<RunningServer> {
  await portIsFree(line.host, line.port)
  if (line.import !== null) await checkFile(line.import)
  const root = line.dataFolder ?? defaultDataRoot(surroundings.environment)
  const dataFiles = line.databaseUrl === null ? openDataFolder(root).files : join(root, 'files')
  const filesFolder = line.filesFolder ?? dataFiles
  onFolder(filesFolder, () => {
    mkdirSync(filesFolder, { recursive: true, mode: 0o700 })
    accessSync(filesFolder, constants.R_OK | constants.W_OK)
  })
  const database = await openDatabase(line.databaseUrl === null ? { folder: root } : { url: line.databaseUrl })
  const stops: (() => Promise<void>)[] = [database.close]
  const stop = once(async () => {
    for (const step of stops.reverse()) await step()
  })
  surroundings.onOpened?.(stop)
  try {
    const context: AppContext = {
      config: {
        host: line.host,
        port: line.port,
        filesFolder,
        maxFileBytes: line.maxFileBytes,
        mayBeDevelopment: isLoopback(line.host),
        schemas: surroundings.schemas ?? spokenSchemas,
      },
      database,
      log: surroundings.log,
      clock: () => Date.now(),
      newId: () => randomUUID(),
      commandForms,
    }
    await filled(context, line, surroundings.report)
    const app = await buildApp(context)
    stops.push(startBackground(context), async () => app.close())
    return { url: await listen(app, line), context, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Asked before the database is opened: a wrong file or mapping then touches nothing. */
async function checkFile(asked: NonNullable<CommandLine['import']>): Promise<void> {
  const { checkImport } = await import('./import/run-import.ts')
  await checkImport(asked)
}

/** Fills the database; a database that is lost or a disk that is full meanwhile is told as such. Every chunk is whole or absent. */
async function filled(context: AppContext, line: CommandLine, report: (line: string) => void): Promise<void> {
  try {
    await fill(context, line, report)
  } catch (error) {
    if (error instanceof StartError || error instanceof ImportError) throw error
    if (sqlStateOf(error) === '53100' || !(await databaseAnswers(context))) {
      throw new StartError(
        'database_lost',
        `The database failed in the middle of the work (${reasonOf(error)}). Whole chunks are kept and nothing by half: see to ` +
          'the database and its disk and run the same command again, it goes on where it stopped.',
        { cause: error },
      )
    }
    throw folderError(context.config.filesFolder, error)
  }
}

async function databaseAnswers(context: AppContext): Promise<boolean> {
  try {
    await sql`select 1`.execute(context.database.kysely)
    return true
  } catch (error) {
    context.log.debug({ err: error }, 'the database does not answer')
    return false
  }
}

/** Asked before the database is opened, so that a taken port costs no import. */
function portIsFree(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error) => reject(listenError(error, host, port)))
    probe.listen(port, host, () => probe.close(() => resolve()))
  })
}

async function listen(app: FastifyInstance, line: CommandLine): Promise<string> {
  try {
    const address = await app.listen({ port: line.port, host: line.host })
    return address
  } catch (error) {
    throw listenError(error, line.host, line.port)
  }
}

function listenError(error: unknown, host: string, port: number): StartError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  if (code === 'EADDRINUSE') {
    return new StartError(
      'port_in_use',
      `Port ${port} on ${host} is in use. Stop what uses it, or name another with --port.`,
    )
  }
  if (code === 'EACCES') {
    return new StartError('port_refused', `Port ${port} may not be used by this user. Name one above 1023 with --port.`)
  }
  return new StartError('host_wrong', `Cannot listen on ${host}, port ${port} (${code}). Check --host and --port.`, {
    cause: error,
  })
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  return () => (running ??= work())
}
