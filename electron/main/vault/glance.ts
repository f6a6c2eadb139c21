import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BridgeResult } from '../../../shared/ipc/bridge.ts'
import type { StillV1 } from '../../../shared/ipc/first-screen.ts'
import { isMissing } from '../profile/durable-file.ts'
import { accountIdOf } from './account-id.ts'
import { openDataKey } from './data-key.ts'
import { FirstScreenFile } from './first-screen-file.ts'
import { accountsFolder, dataKeyFile, firstScreenFile, sessionFile, wipesFolder } from './profile-places.ts'
import type { Sealer } from './sealer.ts'
import { openSession } from './stored-session.ts'

export type Glanced = Omit<BridgeResult<'start:get-screen'>, 'preferences'> & Readonly<{ still: StillV1 | null }>

type Parts = Readonly<{ profile: string; serverUrl: string; sealer: Sealer | null }>

const hasWipes = (folder: string) => existsSync(folder) && readdirSync(folder).length > 0

/**
 * Who is signed in and what was shown to them last, read before the vault is even loaded, and without changing anything. Null
 * wherever there is more to it: nobody is signed in, a device to be wiped, a missing key, a file that does not open. The vault
 * decides then, and repairs.
 */
export async function glance({ profile, serverUrl, sealer }: Parts): Promise<Glanced | null> {
  if (sealer === null || serverUrl === '' || hasWipes(join(profile, wipesFolder))) return null
  try {
    const { accountId, username, displayName } = openSession(readFileSync(join(profile, sessionFile)), sealer)
    if (accountIdOf(serverUrl, username) !== accountId) return null
    const folder = join(profile, accountsFolder, accountId)
    const dataKey = openDataKey(readFileSync(join(folder, dataKeyFile), 'utf8'), sealer)
    const kept = await new FirstScreenFile(join(folder, firstScreenFile), { accountId, dataKey }).read()
    if (kept === null) return null
    const session = { phase: 'signed_in', serverUrl, accountId, username, displayName, needsSignIn: false } as const
    return { session, screen: kept.screen, still: kept.still }
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}
