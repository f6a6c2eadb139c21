import { randomBytes } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { AppContext } from '../app-context.ts'
import { Problem } from '../http/problem.ts'
import { isDevelopment } from '../identity/development.ts'
import { secretHash } from '../identity/tokens.ts'

/** Who hands in reports: the id of the intake key used. */
export type IntakeCaller = Readonly<{ keyId: string }>

/** What `file.announced_by` says of files that the citizen's side announced. */
export const announcedByIntake = 'intake'

const shortestKey = 16

/** The key of an `Authorization: Intake KEY` header (`Bearer KEY` is understood too), or null. */
export function intakeKeyOf(header: string | undefined): string | null {
  return /^(?:Intake|Bearer) ([\w.~+/=-]{1,500})$/i.exec(header ?? '')?.[1] ?? null
}

/** The caller of a request with an intake key. Throws `unauthenticated` without one and `intake_key_wrong` with an unknown one. */
export async function intakeCallerOf(context: AppContext, request: FastifyRequest): Promise<IntakeCaller> {
  const key = intakeKeyOf(request.headers.authorization)
  if (key === null) throw new Problem('unauthenticated', 'Send the header Authorization: Intake KEY.')
  const found = await findIntakeKey(context, key)
  if (found === null) throw new Problem('intake_key_wrong', 'The intake key is unknown or was withdrawn.')
  return found
}

/** The active intake key with this secret, or null. */
export async function findIntakeKey(context: AppContext, key: string): Promise<IntakeCaller | null> {
  const row = await context.database.kysely
    .selectFrom('intake_key')
    .select('id')
    .where('key_hash', '=', secretHash(key))
    .where('active', '=', true)
    .executeTakeFirst()
  return row === undefined ? null : { keyId: row.id }
}

/** Makes a key known under an id; the same id again replaces its secret. Throws RangeError for a key under 16 characters. */
export async function storeIntakeKey(context: AppContext, id: string, key: string): Promise<void> {
  if (key.length < shortestKey || intakeKeyOf(`Intake ${key}`) === null) {
    throw new RangeError(`an intake key has ${shortestKey} to 500 characters out of letters, digits and . ~ + / = _ -`)
  }
  const row = { id, name: id, key_hash: secretHash(key), active: true, created_at_ms: context.clock() }
  await context.database.kysely
    .insertInto('intake_key')
    .values(row)
    .onConflict((on) => on.column('id').doUpdateSet({ key_hash: row.key_hash, active: true }))
    .execute()
}

/**
 * Prepares the key that iHaNoi signs in with: `configured` (the environment's IHANOI_INTAKE_KEY) where it is set; otherwise, in
 * development mode only, a new random one, which is answered so that it can be shown. Null when there is nothing to show.
 */
export async function prepareIntakeKey(context: AppContext, configured: string | undefined): Promise<string | null> {
  if (configured !== undefined && configured !== '') {
    await storeIntakeKey(context, 'configured', configured)
    return null
  }
  if (!(await isDevelopment(context))) return null
  const key = `dev-${randomBytes(24).toString('base64url')}`
  await storeIntakeKey(context, 'development', key)
  return key
}
