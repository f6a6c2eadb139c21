import { oc } from '@orpc/contract'
import type { ErrorCode } from '../error-codes.ts'
import { about, bodyLimitBytes } from '../route-meta.ts'
import type { RouteMeta } from '../route-meta.ts'
import { adminPaths } from './paths.ts'
import type { AdminProcedure } from './paths.ts'
import {
  calendarPreviewV1,
  historyReplyV1,
  historyRequestV1,
  policyPreviewV1,
  savedSettingV1,
  settingList,
  settingRequest,
  settingValues,
} from './settings.ts'
import { unappliedReplyV1, unappliedRequestV1 } from './unapplied.ts'

const base = oc.$meta<RouteMeta>({ access: 'official', errors: [], bodyLimitBytes })

const route = (name: AdminProcedure, summary: string, errors: readonly ErrorCode[] = []) =>
  base
    .route({ ...adminPaths[name], tags: ['administration'], summary })
    .meta(about('official', ['forbidden', ...errors]))

const save = (name: AdminProcedure, summary: string, errors: readonly ErrorCode[] = []) =>
  route(name, summary, ['not_found', 'conflict', 'reason_required', 'config_invalid', ...errors]).output(savedSettingV1)

/** The JSON routes of administration: reading, previewing and saving settings, and their history. */
export const adminContract = {
  history: route('history', 'List changes of settings').input(historyRequestV1).output(historyReplyV1),
  unapplied: route('unapplied', 'List commands that were refused or are kept for inspection')
    .input(unappliedRequestV1)
    .output(unappliedReplyV1),
  policies: route('policies', 'List deadline policies').output(settingList(settingValues.policy)),
  calendars: route('calendars', 'List calendars').output(settingList(settingValues.calendar)),
  categories: route('categories', 'List categories').output(settingList(settingValues.category)),
  routings: route('routings', 'List where categories go').output(settingList(settingValues.routing)),
  grounds: route('grounds', 'List grounds for refusal').output(settingList(settingValues.ground)),
  templates: route('templates', 'List templates').output(settingList(settingValues.template)),
  teams: route('teams', 'List teams').output(settingList(settingValues.team)),
  grants: route('grants', 'List roles held').output(settingList(settingValues.grant)),
  previewPolicy: route('previewPolicy', 'Show what a new policy version means', ['config_invalid', 'not_found'])
    .input(settingRequest(settingValues.policy))
    .output(policyPreviewV1),
  previewCalendar: route('previewCalendar', 'Show which deadlines a calendar moves', ['config_invalid', 'not_found'])
    .input(settingRequest(settingValues.calendar))
    .output(calendarPreviewV1),
  savePolicy: save('savePolicy', 'Save a new policy version', ['policy_in_use']).input(
    settingRequest(settingValues.policy),
  ),
  saveCalendar: save('saveCalendar', 'Save a calendar').input(settingRequest(settingValues.calendar)),
  saveCategory: save('saveCategory', 'Save a category').input(settingRequest(settingValues.category)),
  saveRouting: save('saveRouting', 'Save where a category goes').input(settingRequest(settingValues.routing)),
  saveGround: save('saveGround', 'Save a ground for refusal').input(settingRequest(settingValues.ground)),
  saveTemplate: save('saveTemplate', 'Save a template').input(settingRequest(settingValues.template)),
  saveTeam: save('saveTeam', 'Save a team').input(settingRequest(settingValues.team)),
  saveGrant: save('saveGrant', 'Give or end a role', ['own_grant']).input(settingRequest(settingValues.grant)),
}
