import { adminVi } from './catalogue-vi/admin/admin.ts'
import { bulkVi } from './catalogue-vi/lists/bulk.ts'
import { carryVi } from './catalogue-vi/carry.ts'
import { chartsVi } from './catalogue-vi/charts.ts'
import { commandVi, refusalVi } from './catalogue-vi/commands.ts'
import { dialogVi } from './catalogue-vi/dialogs.ts'
import { evidenceVi } from './catalogue-vi/evidence.ts'
import { exportVi } from './catalogue-vi/files/export.ts'
import { absenceVi, successionVi } from './catalogue-vi/admin/organisation.ts'
import { outboxVi } from './catalogue-vi/outbox.ts'
import { gateVi, replyVi } from './catalogue-vi/reply.ts'
import { settingsVi } from './catalogue-vi/settings.ts'
import { signInVi } from './catalogue-vi/sign-in.ts'
import { teamVi } from './catalogue-vi/team.ts'
import { firstVietnamese } from './first-vietnamese.ts'

/** All interface texts in Vietnamese, by area; `{{name}}` marks what is filled in. */
export const vietnamese = {
  ...firstVietnamese,
  signIn: signInVi,
  command: commandVi,
  refusal: refusalVi,
  dialog: dialogVi,
  evidence: evidenceVi,
  reply: replyVi,
  gate: gateVi,
  outbox: outboxVi,
  export: exportVi,
  bulk: bulkVi,
  carry: carryVi,
  charts: chartsVi,
  team: teamVi,
  settings: settingsVi,
  admin: adminVi,
  absence: absenceVi,
  succession: successionVi,
}

/** The shape a translation of the Vietnamese catalogue must have: the same keys, any words. */
export type CatalogueLike<T> = { readonly [K in keyof T]: T[K] extends string ? string : CatalogueLike<T[K]> }

/** The interface languages, Vietnamese first. */
export const languages = ['vi', 'en'] as const
export type Language = (typeof languages)[number]
