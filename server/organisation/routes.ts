import type { FastifyInstance } from 'fastify'
import {
  absenceContract,
  ownAbsenceContract,
  successionContract,
} from '../../shared/contract/admin/organisation-contract.ts'
import type { AbsenceEndV1, AbsenceSaveV1, SuccessionWithdrawalV1 } from '../../shared/contract/admin/organisation.ts'
import { mayAdminister, mayKeepAbsences, mayReadSettings } from '../../shared/domain/admin/administration.ts'
import type { Actor } from '../../shared/domain/roles.ts'
import { forOneself } from '../../shared/domain/units/absence.ts'
import { mayReorganise } from '../../shared/domain/units/succession.ts'
import type { SuccessionPlan } from '../../shared/domain/units/succession.ts'
import type { AppContext } from '../app-context.ts'
import { inSystem } from '../db/transaction.ts'
import { mount } from '../http/mount.ts'
import { Problem } from '../http/problem.ts'
import { officialOfRequest } from '../identity/officials.ts'
import type { Official } from '../identity/officials.ts'
import { referenceOf } from '../sync/reference.ts'
import { isStorable } from '../sync/storable.ts'
import { absencesOf, absencesOfOfficial } from './absence-list.ts'
import { endAbsence, saveAbsence } from './absences.ts'
import type { AbsenceOutcome } from './absences.ts'
import { startSuccession, successions } from './succession-job.ts'
import { previewSuccession } from './succession-preview.ts'
import { withdrawSuccession } from './withdraw-succession.ts'

/**
 * `/api/v1/admin/absences` for administrators and approvers; `/api/v1/me/absences` for everybody about themselves;
 * `/api/v1/admin/successions`, ordered by who may reorganise, read by administrators too.
 */
export function registerOrganisationRoutes(app: FastifyInstance, context: AppContext): void {
  mount(app, {
    contract: absenceContract,
    authenticate: (request) =>
      officialWho(context, request, (official) => mayReadSettings(official) || mayKeepAbsences(official)),
    handlers: {
      absences: ({ agency }, official) => listAbsences(context, official, agency),
      saveAbsence: (input, official) => save(context, official, input),
      endAbsence: (input, official) => end(context, official, input),
    },
  })
  mount(app, {
    contract: ownAbsenceContract,
    authenticate: (request) => officialOfRequest(context, request),
    handlers: {
      ownAbsences: async (_input, official) => ({
        absences: await inSystem(context.database.kysely, (tx) => absencesOfOfficial(tx, official.id)),
      }),
      saveOwnAbsence: (input, official) => save(context, forOneself(official), { ...input, official: official.id }),
      endOwnAbsence: (input, official) => end(context, forOneself(official), input),
    },
  })
  mount(app, {
    contract: successionContract,
    authenticate: (request) =>
      officialWho(context, request, (official) => mayReadSettings(official) || mayReorganise(official)),
    handlers: {
      successions: async () => ({
        successions: [...(await inSystem(context.database.kysely, (tx) => successions(context, tx)))],
      }),
      previewSuccession: (plan, official) => {
        requireReorganiser(official)
        const work = (tx: Parameters<typeof previewSuccession>[1]) => previewSuccession(context, tx, plan, official)
        return inSystem(context.database.kysely, work, 'repeatable read')
      },
      startSuccession: (plan, official) => start(context, official, plan),
      withdrawSuccession: (input, official) => withdraw(context, official, input),
    },
  })
}

async function officialWho(
  context: AppContext,
  request: Parameters<typeof officialOfRequest>[1],
  isRight: (official: Official) => boolean,
): Promise<Official> {
  const official = await officialOfRequest(context, request)
  if (!isRight(official)) throw new Problem('forbidden', 'Only those with the right to administer this may.')
  return official
}

/** Absences are read by the system's administrators and by who records them in the agency. */
async function listAbsences(context: AppContext, official: Official, agency: string) {
  return inSystem(context.database.kysely, async (tx) => {
    const { organisation } = await referenceOf(tx, context.database, context.clock())
    const readsAll = official.grants.some((grant) => grant.role === 'system_admin')
    if (!readsAll && !mayAdminister(official, 'absence', agency, organisation))
      throw new Problem('forbidden', 'These absences belong to another agency.')
    return { absences: await absencesOf(tx, agency) }
  })
}

async function save(context: AppContext, by: Actor, input: AbsenceSaveV1): Promise<{ id: string }> {
  requireReason(input)
  const { version, reason, ...wanted } = input
  const id = wanted.id ?? context.newId()
  const wish = { absence: { ...wanted, id }, by, reason, version }
  return settled(id, await inSystem(context.database.kysely, (tx) => saveAbsence(context, tx, wish)))
}

async function end(context: AppContext, by: Actor, input: AbsenceEndV1): Promise<{ id: string }> {
  requireReason(input)
  const wish = { ...input, by }
  return settled(input.id, await inSystem(context.database.kysely, (tx) => endAbsence(context, tx, wish)))
}

function requireReason(input: Readonly<{ reason: string }>): void {
  if (input.reason === '') throw new Problem('reason_required', 'reason: say why.')
  if (!isStorable(input)) throw new Problem('bad_request', 'Texts must not hold NUL or half characters.')
}

/** Throws the problem that an outcome is. */
function settled(id: string, outcome: AbsenceOutcome): { id: string } {
  if (outcome.ok) return { id }
  const { code } = outcome
  if (code === 'not_found') throw new Problem('not_found', 'There is no such absence.')
  if (code === 'not_permitted') throw new Problem('forbidden', 'This absence belongs to another agency.')
  if (code === 'changed_meanwhile') throw new Problem('conflict', 'Somebody else changed this absence meanwhile.')
  throw new Problem('absence_refused', 'A rule refuses this absence.', { problem: code })
}

function requireReorganiser(official: Official): void {
  if (!mayReorganise(official)) throw new Problem('forbidden', 'Only who may reorganise agencies may.')
}

async function start(context: AppContext, official: Official, plan: SuccessionPlan): Promise<{ id: string }> {
  requireReorganiser(official)
  if (!isStorable(plan)) throw new Problem('bad_request', 'Texts must not hold NUL or half characters.')
  const started = await startSuccession(context, plan, official)
  if (started.ok) return { id: started.job }
  throw new Problem('succession_refused', 'A rule refuses this plan.', { problem: started.code })
}

async function withdraw(context: AppContext, by: Official, input: SuccessionWithdrawalV1): Promise<{ id: string }> {
  requireReorganiser(by)
  requireReason(input)
  const outcome = await withdrawSuccession(context, { ...input, by })
  if (outcome.ok) return { id: input.id }
  if (outcome.code === 'not_found') throw new Problem('not_found', 'There is no such reorganisation to withdraw.')
  throw new Problem('succession_refused', 'A rule refuses to withdraw this plan.', { problem: outcome.code })
}
