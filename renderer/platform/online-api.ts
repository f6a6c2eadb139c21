import { ServerProblem } from './server-ask.ts'
import type { ServerAsk } from './server-ask.ts'

/** Who sent a report, as the server tells it on request; fields it does not know are null. */
export type Reporter = Readonly<{
  name: string | null
  phone: string | null
  address: string | null
  taxCode: string | null
  representative: string | null
}>

/** Why an online question was not answered: the code of the problem document, or `offline`. */
export type OnlineAnswer<T> = Readonly<{ ok: true; value: T }> | Readonly<{ ok: false; code: string }>

/** What is asked of the central server directly, because it must never be stored on the device. */
export type OnlineApi = Readonly<{
  /** Logged on the server with the reason. */
  revealReporter: (caseId: string, reason: string) => Promise<OnlineAnswer<Reporter>>
}>

const textIn = (body: object, field: string): string | null => {
  const value: unknown = Object.getOwnPropertyDescriptor(body, field)?.value
  return typeof value === 'string' && value !== '' ? value : null
}

const reporterOf = (body: object): Reporter => ({
  name: textIn(body, 'name'),
  phone: textIn(body, 'phone'),
  address: textIn(body, 'address'),
  taxCode: textIn(body, 'taxCode'),
  representative: textIn(body, 'representative'),
})

/** The online questions over the one way to the server's routes. */
export const createOnlineApi = (ask: ServerAsk): OnlineApi => ({
  revealReporter: async (caseId, reason) => {
    try {
      const path = `/api/v1/cases/${encodeURIComponent(caseId)}/reporter`
      const answer = await ask({ method: 'POST', path, body: { reason } })
      return { ok: true, value: reporterOf(typeof answer === 'object' && answer !== null ? answer : {}) }
    } catch (problem) {
      if (!(problem instanceof ServerProblem)) throw problem
      return { ok: false, code: problem.code }
    }
  },
})
