import { adminEn } from './catalogue-en/admin.ts'
import { caseEn } from './catalogue-en/case-view.ts'
import { chartsEn } from './catalogue-en/charts.ts'
import { commandEn, refusalEn } from './catalogue-en/commands.ts'
import { dialogEn } from './catalogue-en/dialogs.ts'
import { frameEn, statusEn } from './catalogue-en/frame.ts'
import { outboxEn } from './catalogue-en/outbox.ts'
import { queueEn } from './catalogue-en/queue.ts'
import { replyEn } from './catalogue-en/reply.ts'
import { settingsEn } from './catalogue-en/settings.ts'
import { signInEn } from './catalogue-en/sign-in.ts'
import { standingEn } from './catalogue-en/standing.ts'
import { teamEn } from './catalogue-en/team.ts'
import { wordsEn } from './catalogue-en/words.ts'
import type { CatalogueLike, vietnamese } from './catalogues.ts'

/** All interface texts in English: the same keys as the Vietnamese catalogue, loaded only when chosen. */
export const english: CatalogueLike<typeof vietnamese> = {
  frame: frameEn,
  status: statusEn,
  signIn: signInEn,
  words: wordsEn,
  queue: queueEn,
  case: caseEn,
  command: commandEn,
  refusal: refusalEn,
  dialog: dialogEn,
  standing: standingEn,
  reply: replyEn,
  outbox: outboxEn,
  charts: chartsEn,
  team: teamEn,
  settings: settingsEn,
  admin: adminEn,
}
