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

async function ask(send: typeof fetch, path: string, body: unknown): Promise<OnlineAnswer<object>> {
  let answer: Response
  try {
    answer = await send(`server/api/v1/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      cache: 'no-store',
    })
  } catch (reason) {
    console.info('online_question_failed', path, reason)
    return { ok: false, code: 'offline' }
  }
  const parsed: unknown = await answer.json().catch(() => null)
  const read = typeof parsed === 'object' && parsed !== null ? parsed : {}
  if (!answer.ok) return { ok: false, code: textIn(read, 'code') ?? `http_${answer.status}` }
  return { ok: true, value: read }
}

/** The online questions over the app's own way to the server (`app://bundle/server/…`), which adds the token. */
export const createOnlineApi = (send: typeof fetch): OnlineApi => ({
  revealReporter: async (caseId, reason) => {
    const answer = await ask(send, `cases/${encodeURIComponent(caseId)}/reporter`, { reason })
    return answer.ok ? { ok: true, value: reporterOf(answer.value) } : answer
  },
})
