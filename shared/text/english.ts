import { adminEn } from './catalogue-en/admin/admin.ts'
import { bulkEn } from './catalogue-en/lists/bulk.ts'
import { carryEn } from './catalogue-en/carry.ts'
import { caseEn } from './catalogue-en/case-view.ts'
import { chartsEn } from './catalogue-en/charts.ts'
import { commandEn, refusalEn } from './catalogue-en/commands.ts'
import { dialogEn } from './catalogue-en/dialogs.ts'
import { evidenceEn } from './catalogue-en/evidence.ts'
import { exportEn } from './catalogue-en/files/export.ts'
import { frameEn, statusEn } from './catalogue-en/frame.ts'
import { absenceEn, successionEn } from './catalogue-en/admin/organisation.ts'
import { outboxEn } from './catalogue-en/outbox.ts'
import { queueEn } from './catalogue-en/lists/queue.ts'
import { gateEn, replyEn } from './catalogue-en/reply.ts'
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
  words: wordsEn,
  queue: queueEn,
  case: caseEn,
  standing: standingEn,
  signIn: signInEn,
  command: commandEn,
  refusal: refusalEn,
  dialog: dialogEn,
  evidence: evidenceEn,
  reply: replyEn,
  gate: gateEn,
  outbox: outboxEn,
  export: exportEn,
  bulk: bulkEn,
  carry: carryEn,
  charts: chartsEn,
  team: teamEn,
  settings: settingsEn,
  admin: adminEn,
  absence: absenceEn,
  succession: successionEn,
}
