import { oc } from '@orpc/contract'
import type { ErrorCode } from '../error-codes.ts'
import { about, bodyLimitBytes } from '../route-meta.ts'
import type { RouteMeta } from '../route-meta.ts'
import { successionPlanV1, successionPreviewV1 } from '../succession.ts'
import {
  absenceEndV1,
  absenceListRequestV1,
  absenceListV1,
  absenceSavedV1,
  absenceSaveV1,
  ownAbsenceSaveV1,
  successionListV1,
  successionStartedV1,
  successionWithdrawalV1,
} from './organisation.ts'
import { organisationPaths } from './paths.ts'
import type { OrganisationProcedure } from './paths.ts'

const base = oc.$meta<RouteMeta>({ access: 'official', errors: [], bodyLimitBytes })

const route = (name: OrganisationProcedure, summary: string, errors: readonly ErrorCode[] = []) =>
  base
    .route({ ...organisationPaths[name], tags: ['administration'], summary })
    .meta(about('official', ['forbidden', ...errors]))

const absenceErrors = ['not_found', 'conflict', 'reason_required', 'absence_refused'] as const

/** The JSON routes by which an agency's administrators and approvers say who is away and who takes the place. */
export const absenceContract = {
  absences: route('absences', "List absences of an agency's officials")
    .input(absenceListRequestV1)
    .output(absenceListV1),
  saveAbsence: route('saveAbsence', 'Record or change an absence', absenceErrors)
    .input(absenceSaveV1)
    .output(absenceSavedV1),
  endAbsence: route('endAbsence', 'End an absence now or take it back', absenceErrors)
    .input(absenceEndV1)
    .output(absenceSavedV1),
}

/** The JSON routes by which officials, whatever their roles, say that they are away themselves and who takes their place. */
export const ownAbsenceContract = {
  ownAbsences: route('ownAbsences', 'List absences of the caller').output(absenceListV1),
  saveOwnAbsence: route('saveOwnAbsence', 'Record or change an absence of the caller', absenceErrors)
    .input(ownAbsenceSaveV1)
    .output(absenceSavedV1),
  endOwnAbsence: route('endOwnAbsence', 'End an absence of the caller now or take it back', absenceErrors)
    .input(absenceEndV1)
    .output(absenceSavedV1),
}

/** The JSON routes by which agencies are merged, split and renamed. */
export const successionContract = {
  successions: route('successions', 'List reorganisations and how they stand').output(successionListV1),
  previewSuccession: route('previewSuccession', 'Show what a reorganisation would move')
    .input(successionPlanV1)
    .output(successionPreviewV1),
  startSuccession: route('startSuccession', 'Order a reorganisation', ['succession_refused'])
    .input(successionPlanV1)
    .output(successionStartedV1),
  withdrawSuccession: route('withdrawSuccession', 'Withdraw a reorganisation before its day', [
    'not_found',
    'reason_required',
    'succession_refused',
  ])
    .input(successionWithdrawalV1)
    .output(successionStartedV1),
}
