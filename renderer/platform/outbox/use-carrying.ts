import { useTranslation } from 'react-i18next'
import type { CarriedInV1, CarriedOutV1 } from '../../../shared/ipc/outbox-contract.ts'
import { useServices } from '../desk-services.tsx'

/** What is said after an attempt: the words when it is done, else the failure; both null when the person changed their mind. */
export type Carried = Readonly<{ done: string | null; failure: string | null }>

export type Carrying = Readonly<{
  out: (passphrase: string) => Promise<Carried>
  /** The name of the file chosen, null for none. */
  choose: () => Promise<string | null>
  in: (passphrase: string) => Promise<Carried>
}>

/** Unsent work to a file and from one, in words. */
export function useCarrying(): Carrying {
  const { t } = useTranslation()
  const { worker } = useServices()
  const failureOf = (answer: Extract<CarriedInV1 | CarriedOutV1, { ok: false }>): Carried =>
    answer.code === 'cancelled'
      ? { done: null, failure: null }
      : { done: null, failure: t(`carry.error.${answer.code}`) }
  const attempt = async (work: () => Promise<Carried>): Promise<Carried> => {
    try {
      return await work()
    } catch (reason) {
      console.error('carrying_failed', reason)
      return { done: null, failure: t('carry.failed') }
    }
  }
  return {
    out: (passphrase) =>
      attempt(async () => {
        const answer = await worker.outbox.carryOut({ passphrase })
        return answer.ok ? { done: t('carry.outDone', { n: answer.count }), failure: null } : failureOf(answer)
      }),
    choose: async () => (await worker.outbox.chooseCarried())?.name ?? null,
    in: (passphrase) =>
      attempt(async () => {
        const answer = await worker.outbox.carryIn({ passphrase })
        if (!answer.ok) return failureOf(answer)
        const { added, troubled, known } = answer
        return { done: t('carry.inDone', { added, troubled, known }), failure: null }
      }),
  }
}
