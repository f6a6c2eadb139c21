import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartError } from './start-error.ts'

const folder = join(import.meta.dirname, 'migrations')

/** One connection that runs scripts of several statements, and queries without parameters. */
export type ScriptRunner = Readonly<{
  script: (sql: string) => Promise<void>
  rows: (sql: string) => Promise<readonly Record<string, unknown>[]>
}>

type Migration = Readonly<{ n: number; name: string; sql: string; hash: string }>

/** The numbered migrations of this build, in order. */
export function migrationsOfThisBuild(): readonly Migration[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(({ name }) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, parentPath }) => {
      const sql = readFileSync(join(parentPath, name), 'utf8')
      return { n: Number(name.slice(0, 4)), name, sql, hash: createHash('sha256').update(sql).digest('hex') }
    })
}

/**
 * Brings the database to this build's schema, one transaction a migration, and answers how many it applied. A database made by a
 * newer build, or whose applied migrations differ from this build's, is refused with `StartError` and left as it is.
 */
export async function migrate(runner: ScriptRunner): Promise<number> {
  const migrations = migrationsOfThisBuild()
  await runner.script('select pg_advisory_lock(7265400)')
  try {
    await runner.script(`create table if not exists schema_migration (
      n integer primary key, name text not null, hash text not null, applied_at timestamptz not null default now())`)
    const applied = await runner.rows('select n, name, hash from schema_migration order by n')
    checkApplied(applied, migrations)
    const missing = migrations.slice(applied.length)
    for (const migration of missing) await apply(runner, migration)
    return missing.length
  } finally {
    await runner.script('select pg_advisory_unlock(7265400)')
  }
}

function checkApplied(applied: readonly Record<string, unknown>[], migrations: readonly Migration[]): void {
  for (const [index, row] of applied.entries()) {
    const known = migrations[index]
    if (known === undefined) {
      throw new StartError(
        'database_newer',
        `The database was made by a newer server (it has migration ${String(row['name'])}, this server ends at ` +
          `${migrations.at(-1)?.name ?? 'none'}). Start the newer server, or name another database.`,
      )
    }
    if (known.hash !== row['hash']) {
      throw new StartError(
        'database_differs',
        `The database was made with another version of migration ${known.name}. Start the server that made it, or name another ` +
          'database or an empty data folder.',
      )
    }
  }
}

async function apply(runner: ScriptRunner, migration: Migration): Promise<void> {
  try {
    await runner.script(
      `begin;\n${migration.sql}\n;insert into schema_migration (n, name, hash) ` +
        `values (${migration.n}, '${migration.name}', '${migration.hash}');\ncommit`,
    )
  } catch (error) {
    await runner.script('rollback')
    if (error instanceof Error && 'code' in error && error.code === '42501') {
      throw new StartError(
        'database_rights',
        `The database user may not set up the database (${error.message}). As a superuser run: CREATE ROLE desk_app NOLOGIN; ` +
          'GRANT desk_app TO the database user; and make that user the owner of the database.',
        { cause: error },
      )
    }
    throw error
  }
}
