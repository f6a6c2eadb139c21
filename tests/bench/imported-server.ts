import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../support/places.ts'
import { startServer } from '../support/running-server.ts'
import type { RunningServer } from '../support/running-server.ts'

/** 41,827 cases of a real city; not part of the checkout. */
export const bostonFile = join(root, '..', 'shared', 'data', 'complaints', 'boston311-2011-jul-oct.csv.gz')
/** The supervisor of the largest department in it. */
export const supervisor = 'supervisor.pwdx'

/** A server with all imported cases; the caller stops it and removes `data`. */
export async function importedServer(): Promise<RunningServer & Readonly<{ data: string }>> {
  if (!existsSync(bostonFile)) throw new Error(`The benchmark needs ${bostonFile}.`)
  const data = mkdtempSync(join(tmpdir(), 'ihanoi-desk-bench-'))
  const server = await startServer(['--port', '0', '--data', data, '--import', bostonFile, '--mapping', 'boston311'])
  return { ...server, data }
}
