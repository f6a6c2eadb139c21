import type { RefusalCode } from '../../command.ts'
import type { Complaint } from '../../complaint.ts'
import { personalDataIn } from '../../reply/personal-data.ts'
import { isRefusal } from '../outcome.ts'
import type { Given, Situation } from '../rule.ts'

/** Personal data in a text is a reason against, unless somebody says why it may stand (the unit's own hotline, say). */
export const personalDataProblem = (text: string, reason: string | null): RefusalCode | null =>
  (reason ?? '').trim() === '' && personalDataIn(text).length > 0 ? 'personal_data_found' : null

/** Only an approved reply is published, and none that a refusal has taken the place of. */
export const publicationSituation = ({ complaint }: Situation): RefusalCode | null =>
  complaint.reply === null || complaint.reply.approvedBy === null || isRefusal(complaint) ? 'nothing_to_show' : null

/** Nothing personal goes out unseen. */
export const publishGuard = ({ args, complaint }: Given<'publish'>): RefusalCode | null => {
  if (complaint.publication === 'published') return 'already_so'
  return personalDataProblem(complaint.reply?.text ?? '', args.personalDataReason)
}

/** Whether it is withheld already. */
export const withholdGuard = ({ complaint }: Given<'withhold'>): RefusalCode | null =>
  complaint.publication === 'withheld' ? 'already_so' : null

/** The reply is shown to everybody. */
export const applyPublish = ({ complaint }: Given<'publish'>): Complaint => ({ ...complaint, publication: 'published' })

/** The reply is shown to its reporter only. */
export const applyWithhold = ({ complaint }: Given<'withhold'>): Complaint => ({
  ...complaint,
  publication: 'withheld',
})
