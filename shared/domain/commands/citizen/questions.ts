import type { RefusalCode } from '../../command.ts'
import type { CitizenQuestion, Complaint } from '../../complaint.ts'
import { arrivedAnew, endedPauses, policyOfCase, silenceFromMs, withProcessingDue } from '../../time/clocks.ts'
import type { Given, Situation } from '../rule.ts'

/** The citizen is asked only as often as the policy allows (provisional). */
export const askCitizenSituation = ({ complaint, context }: Situation): RefusalCode | null =>
  complaint.questions.length < policyOfCase(complaint, context).citizenQuestions.value ? null : 'limit_reached'

/** The question is open until it is answered or its silence period ends; the clock stands still only if the policy says so. */
export const applyAskCitizen = ({ actor, args, complaint, context }: Given<'askCitizen'>): Complaint => {
  const policy = policyOfCase(complaint, context)
  const question: CitizenQuestion = {
    text: args.question.trim(),
    askedBy: actor.id,
    askedAtMs: context.nowMs,
    answerDueAtMs: silenceFromMs(complaint, context.nowMs, context),
    outcome: 'open',
    endedAtMs: null,
  }
  const pause = { fromMs: context.nowMs, toMs: null, reason: 'citizen_asked' }
  const { clocks } = complaint
  const pauses = policy.pausesForCitizen.value ? [...clocks.pauses, pause] : clocks.pauses
  return { ...complaint, questions: [...complaint.questions, question], clocks: { ...clocks, pauses } }
}

/** The open question ended so, and the clock with it if it stood still. */
export const withQuestionEnded = (
  complaint: Complaint,
  outcome: Exclude<CitizenQuestion['outcome'], 'open'>,
  context: Situation['context'],
): Complaint => {
  const pauses = endedPauses(complaint.clocks.pauses, context.nowMs)
  const ended = {
    ...complaint,
    questions: complaint.questions.map((question) =>
      question.outcome === 'open' ? { ...question, outcome, endedAtMs: context.nowMs } : question,
    ),
    clocks: { ...complaint.clocks, pauses },
  }
  return pauses === complaint.clocks.pauses ? ended : withProcessingDue(ended, context)
}

/** The citizen's answer puts the case back into the assignee's hands. */
export const applyCitizenAnswered = ({ complaint, context }: Given<'citizenAnswered'>): Complaint =>
  withQuestionEnded(complaint, 'answered', context)

/** Silence counts only after the period the policy names. */
export const citizenSilentSituation = ({ complaint, context }: Situation): RefusalCode | null => {
  const open = complaint.questions.find((question) => question.outcome === 'open')
  return open === undefined || open.answerDueAtMs <= context.nowMs ? null : 'too_early'
}

/** The case goes on without an answer. */
export const applyCitizenSilent = ({ complaint, context }: Given<'citizenSilent'>): Complaint =>
  withQuestionEnded(complaint, 'silent', context)

/** Only some grounds let the citizen add facts to the same case: what this one said when the refusal was proposed counts. */
export const resumeSituation = ({ complaint }: Situation): RefusalCode | null =>
  complaint.proposal?.mayResume === true ? null : 'not_resumable'

/** The case arrives anew at its agency, still in rework if it was; the citizen's overall clock goes on from the first submission. */
export const applyResume = ({ complaint, context }: Given<'resume'>): Complaint => {
  const clocks = arrivedAnew(complaint.clocks, complaint.agency, context.nowMs, context)
  return { ...complaint, proposal: null, checkout: null, team: null, assignee: null, clocks }
}
