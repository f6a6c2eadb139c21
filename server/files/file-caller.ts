import type { FastifyRequest } from 'fastify'
import type { AppContext } from '../app-context.ts'
import { announcedByIntake, findIntakeKey, intakeKeyOf } from '../api/intake-key.ts'
import { officialOfRequest } from '../identity/officials.ts'
import type { Official } from '../identity/officials.ts'

/** Who asks for or sends file bytes: a signed-in official, or iHaNoi with its intake key. */
export type FileCaller = Readonly<{ kind: 'official'; official: Official } | { kind: 'intake'; keyId: string }>

/** The caller of a file request. Throws `unauthenticated` when the header holds neither an intake key nor a token. */
export async function fileCallerOf(context: AppContext, request: FastifyRequest): Promise<FileCaller> {
  const key = intakeKeyOf(request.headers.authorization)
  const intake = key === null ? null : await findIntakeKey(context, key)
  if (intake !== null) return { kind: 'intake', keyId: intake.keyId }
  return { kind: 'official', official: await officialOfRequest(context, request) }
}

/** What `file.announced_by` holds for files this caller may send the bytes of. */
export function announcerOf(caller: FileCaller): string {
  return caller.kind === 'intake' ? announcedByIntake : caller.official.id
}
