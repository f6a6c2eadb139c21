import type { FastifyInstance } from 'fastify'
import { adminContract } from '../../shared/contract/admin/contract.ts'
import type { SettingName, Setting, SettingRequest } from '../../shared/contract/admin/settings.ts'
import { mayReadSettings } from '../../shared/domain/admin/administration.ts'
import type { AppContext } from '../app-context.ts'
import { inSystem } from '../db/transaction.ts'
import { mount } from '../http/mount.ts'
import { Problem } from '../http/problem.ts'
import type { Official } from '../identity/officials.ts'
import { officialOfRequest } from '../identity/officials.ts'
import { changesOf } from './history.ts'
import { calendarKind } from './kinds/calendar-kind.ts'
import { categoryKind, groundKind, routingKind, templateKind } from './kinds/catalogue-kinds.ts'
import { grantSettingKind, teamKind } from './kinds/organisation-kinds.ts'
import { policyKind } from './kinds/policy-kind.ts'
import { previewCalendar, previewPolicy } from './preview.ts'
import { saveSetting, versionsOf } from './save-setting.ts'
import type { SettingKind } from './setting-kind.ts'
import { unappliedCommands } from './unapplied-commands.ts'

/** `/api/v1/admin/*`: settings, their previews and their history, for administrators only. */
export function registerAdminRoutes(app: FastifyInstance, context: AppContext): void {
  const lists =
    <S extends SettingName>(kind: SettingKind<S>) =>
    async () => ({ settings: await listSettings(context, kind) })
  const saves =
    <S extends SettingName>(kind: SettingKind<S>) =>
    (input: SettingRequest<S>, official: Official) =>
      saveSetting(context, official, kind, input)
  mount(app, {
    contract: adminContract,
    authenticate: async (request) => {
      const official = await officialOfRequest(context, request)
      if (!mayReadSettings(official)) throw new Problem('forbidden', 'Only administrators read and change settings.')
      return official
    },
    handlers: {
      history: (input, official) => changesOf(context, official, input),
      unapplied: (input, official) => unappliedCommands(context, official, input),
      policies: lists(policyKind),
      calendars: lists(calendarKind),
      categories: lists(categoryKind),
      routings: lists(routingKind),
      grounds: lists(groundKind),
      templates: lists(templateKind),
      teams: lists(teamKind),
      grants: lists(grantSettingKind),
      previewPolicy: (input) => previewPolicy(context, input),
      previewCalendar: (input, official) => previewCalendar(context, official, input),
      savePolicy: saves(policyKind),
      saveCalendar: saves(calendarKind),
      saveCategory: saves(categoryKind),
      saveRouting: saves(routingKind),
      saveGround: saves(groundKind),
      saveTemplate: saves(templateKind),
      saveTeam: saves(teamKind),
      saveGrant: saves(grantSettingKind),
    },
  })
}

async function listSettings<S extends SettingName>(context: AppContext, kind: SettingKind<S>): Promise<Setting<S>[]> {
  return inSystem(
    context.database.kysely,
    async (tx) => {
      const settings = await kind.read(tx, null)
      const first = settings[0]
      if (first === undefined) return []
      const { entity } = kind.versionRow(first.id, first.value)
      const versions = await versionsOf(tx, entity, null)
      return settings.map(({ id, value }) => ({
        id,
        version: versions.get(kind.versionRow(id, value).id) ?? 0,
        value,
      }))
    },
    'repeatable read',
  )
}
