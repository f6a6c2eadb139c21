import { oc } from '@orpc/contract'
import { z } from 'zod'
import { adminContract } from './admin/contract.ts'
import { absenceContract, ownAbsenceContract, successionContract } from './admin/organisation-contract.ts'
import { exportReplyV1, exportRequestV1 } from './export.ts'
import {
  devAccountsV1,
  devTokenReplyV1,
  devTokenRequestV1,
  intakeAnswerV1,
  intakeChangesV1,
  intakeRatingV1,
  intakeReplyV1,
  intakeRequestV1,
  intakeResumeV1,
  publicCaseV1,
  revealedReporterV1,
} from './intake.ts'
import { about, bodyLimitBytes, pushBodyLimitBytes } from './route-meta.ts'
import type { RouteMeta } from './route-meta.ts'
import {
  digestReplyV1,
  digestRequestV1,
  pullReplyV1,
  pullRequestV1,
  pushReplyV1,
  pushRequestV1,
  registerReplyV1,
  registerRequestV1,
  fileKeyReplyV1,
  fileKeyRequestV1,
  rescueReplyV1,
  rescueRequestV1,
  wipedReplyV1,
  wipedRequestV1,
} from './sync.ts'

const base = oc.$meta<RouteMeta>({ access: 'public', errors: [], bodyLimitBytes })

const caseNumber = z.object({ caseNumber: z.string().min(1).max(60) })
const done = z.object({ caseNumber: z.string() })

/** The JSON routes of synchronisation (sync.md section 2). */
export const syncContract = {
  register: base
    .route({ method: 'POST', path: '/sync/v1/register', tags: ['sync'], summary: 'Make an installation known' })
    .meta(about('official', ['schema_too_old', 'schema_too_new']))
    .input(registerRequestV1)
    .output(registerReplyV1),
  push: base
    .route({ method: 'POST', path: '/sync/v1/push', tags: ['sync'], summary: 'Hand in queued commands, in order' })
    .meta(about('official', ['client_unknown', 'client_locked', 'client_wiped', 'schema_too_new'], pushBodyLimitBytes))
    .input(pushRequestV1)
    .output(pushReplyV1),
  pull: base
    .route({ method: 'POST', path: '/sync/v1/pull', tags: ['sync'], summary: 'Fetch what changed after a cursor' })
    .meta(about('official', ['client_unknown', 'client_locked', 'client_wiped', 'schema_too_old', 'schema_too_new']))
    .input(pullRequestV1)
    .output(pullReplyV1),
  digest: base
    .route({ method: 'POST', path: '/sync/v1/digest', tags: ['sync'], summary: 'Compare buckets with the server' })
    .meta(about('official', ['client_unknown', 'client_locked', 'client_wiped']))
    .input(digestRequestV1)
    .output(digestReplyV1),
  rescue: base
    .route({
      method: 'POST',
      path: '/sync/v1/rescue',
      tags: ['sync'],
      summary: 'Hand in work sealed to the escrow key',
    })
    .meta(about('official', ['client_unknown', 'client_locked'], pushBodyLimitBytes))
    .input(rescueRequestV1)
    .output(rescueReplyV1),
  rescueFiles: base
    .route({
      method: 'POST',
      path: '/sync/v1/rescue-files',
      tags: ['sync'],
      summary: 'Open the keys of unsent files that the caller sealed to the escrow key',
    })
    .meta(about('official', [], pushBodyLimitBytes))
    .input(fileKeyRequestV1)
    .output(fileKeyReplyV1),
  wiped: base
    .route({ method: 'POST', path: '/sync/v1/wiped', tags: ['sync'], summary: 'Confirm that a wipe was carried out' })
    .meta(about('official', ['client_unknown', 'wrong_state']))
    .input(wipedRequestV1)
    .output(wipedReplyV1),
}

/** Sign-in for development and tests; answers 404 unless the server runs in development mode. */
export const devContract = {
  accounts: base
    .route({
      method: 'GET',
      path: '/api/v1/dev/accounts',
      tags: ['development'],
      summary: 'List the development accounts',
    })
    .meta(about('public', ['not_found']))
    .output(devAccountsV1),
  token: base
    .route({
      method: 'POST',
      path: '/api/v1/dev/token',
      tags: ['development'],
      summary: 'Sign a development account in',
    })
    .meta(about('public', ['not_found']))
    .input(devTokenRequestV1)
    .output(devTokenReplyV1),
}

/** The citizen's side, used by iHaNoi with an intake key (interface.md section 2). */
export const intakeContract = {
  create: base
    .route({ method: 'POST', path: '/api/v1/intake/complaints', tags: ['intake'], summary: 'Hand in a report' })
    .meta(about('intake', ['too_many_files', 'file_type_refused', 'file_too_large', 'conflict']))
    .input(intakeRequestV1)
    .output(intakeReplyV1),
  status: base
    .route({
      method: 'GET',
      path: '/api/v1/intake/complaints/{caseNumber}',
      tags: ['intake'],
      summary: 'Show a report',
    })
    .meta(about('intake', ['not_found']))
    .input(caseNumber)
    .output(publicCaseV1),
  answer: base
    .route({
      method: 'POST',
      path: '/api/v1/intake/complaints/{caseNumber}/answers',
      tags: ['intake'],
      summary: 'Answer a question to the citizen',
    })
    .meta(about('intake', ['not_found', 'wrong_state']))
    .input(intakeAnswerV1.extend(caseNumber.shape))
    .output(done),
  rate: base
    .route({
      method: 'POST',
      path: '/api/v1/intake/complaints/{caseNumber}/rating',
      tags: ['intake'],
      summary: 'Rate a reply',
    })
    .meta(about('intake', ['not_found', 'wrong_state']))
    .input(intakeRatingV1.extend(caseNumber.shape))
    .output(done),
  resume: base
    .route({
      method: 'POST',
      path: '/api/v1/intake/complaints/{caseNumber}/resume',
      tags: ['intake'],
      summary: 'Add facts to a refused report',
    })
    .meta(about('intake', ['not_found', 'wrong_state']))
    .input(intakeResumeV1.extend(caseNumber.shape))
    .output(done),
  changes: base
    .route({ method: 'GET', path: '/api/v1/intake/changes', tags: ['intake'], summary: 'List reports that changed' })
    .meta(about('intake', []))
    .input(z.object({ after: z.coerce.number().int().nonnegative().default(0) }))
    .output(intakeChangesV1),
}

/** What officials ask for one case that no device holds. */
export const caseContract = {
  reporter: base
    .route({
      method: 'POST',
      path: '/api/v1/cases/{caseId}/reporter',
      tags: ['cases'],
      summary: 'Show who reported, for a reason that is kept',
    })
    .meta(about('official', ['not_found', 'forbidden']))
    .input(z.object({ caseId: z.string().min(1).max(100), reason: z.string().trim().min(1).max(2000) }))
    .output(revealedReporterV1),
  heldContact: base
    .route({
      method: 'POST',
      path: '/api/v1/cases/{caseId}/checkout-contact',
      tags: ['cases'],
      summary: 'Hand out who reported a case to the device of the official who has it checked out',
    })
    .meta(about('official', ['not_found', 'forbidden', 'wrong_state']))
    .input(z.object({ caseId: z.string().min(1).max(100) }))
    .output(revealedReporterV1),
}

/** Lists of cases that leave the product as a file. */
export const exportContract = {
  create: base
    .route({
      method: 'POST',
      path: '/api/v1/exports',
      tags: ['exports'],
      summary: 'Ask which cases may be written to a file, and have it recorded',
    })
    .meta(about('official', []))
    .input(exportRequestV1)
    .output(exportReplyV1),
}

/** Every JSON route of the central server that carries a contract. */
export const serverContract = {
  sync: syncContract,
  dev: devContract,
  intake: intakeContract,
  cases: caseContract,
  exports: exportContract,
  admin: adminContract,
  absence: absenceContract,
  ownAbsence: ownAbsenceContract,
  succession: successionContract,
}
