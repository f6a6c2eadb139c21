import { adminVi } from './catalogue-vi/admin.ts'
import { caseVi } from './catalogue-vi/case-view.ts'
import { chartsVi } from './catalogue-vi/charts.ts'
import { commandVi, refusalVi } from './catalogue-vi/commands.ts'
import { dialogVi } from './catalogue-vi/dialogs.ts'
import { frameVi, statusVi } from './catalogue-vi/frame.ts'
import { outboxVi } from './catalogue-vi/outbox.ts'
import { queueVi } from './catalogue-vi/queue.ts'
import { replyVi } from './catalogue-vi/reply.ts'
import { settingsVi } from './catalogue-vi/settings.ts'
import { signInVi } from './catalogue-vi/sign-in.ts'
import { standingVi } from './catalogue-vi/standing.ts'
import { teamVi } from './catalogue-vi/team.ts'
import { wordsVi } from './catalogue-vi/words.ts'

/** All interface texts in Vietnamese, by area; `{{name}}` marks what is filled in. */
export const vietnamese = {
  frame: frameVi,
  status: statusVi,
  signIn: signInVi,
  words: wordsVi,
  queue: queueVi,
  case: caseVi,
  command: commandVi,
  refusal: refusalVi,
  dialog: dialogVi,
  standing: standingVi,
  reply: replyVi,
  outbox: outboxVi,
  charts: chartsVi,
  team: teamVi,
  settings: settingsVi,
  admin: adminVi,
}

/** The shape a translation of the Vietnamese catalogue must have: the same keys, any words. */
export type CatalogueLike<T> = { readonly [K in keyof T]: T[K] extends string ? string : CatalogueLike<T[K]> }

/** The interface languages, Vietnamese first. */
export const languages = ['vi', 'en'] as const
export type Language = (typeof languages)[number]
