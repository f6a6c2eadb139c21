import type { Logger } from 'pino'
import type { CommandForms } from '../shared/contract/command-upgrades.ts'
import type { SpokenSchemas } from '../shared/contract/versions.ts'
import type { Database } from './db/database.ts'

/** How this server process was started. */
export type ServerConfig = Readonly<{
  host: string
  port: number
  /** Where stored file bytes lie. */
  filesFolder: string
  /** Largest file a case may carry, in bytes. */
  maxFileBytes: number
  /** True on a loopback host without an identity provider; the dev routes also need sample or imported data. */
  mayBeDevelopment: boolean
  /** The wire schemas this server answers. */
  schemas: SpokenSchemas
}>

/** What every route module and job receives; nothing else is global. */
export type AppContext = Readonly<{
  config: ServerConfig
  database: Database
  log: Logger
  /** The server's clock, Unix milliseconds. */
  clock: () => number
  /** A new unguessable id. */
  newId: () => string
  /** The forms of commands this server takes, and the steps to today's. */
  commandForms: CommandForms
}>
