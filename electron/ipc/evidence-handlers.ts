import { defaultMaxFileBytes } from '../../shared/contract/files/file-types.ts'
import { intakeCodes } from '../../shared/ipc/evidence.ts'
import type { IntakeCode } from '../../shared/ipc/evidence.ts'
import { codeOf } from '../main/desk-error.ts'
import type { EvidenceDesk } from '../main/evidence/evidence-desk.ts'
import type { EvidenceStore } from '../main/evidence/evidence-store.ts'
import type { Vault } from '../main/vault/vault.ts'
import type { BridgeHandlers } from './answer-call.ts'

type EvidenceHandlers = Pick<BridgeHandlers, Extract<keyof BridgeHandlers, `evidence:${string}`>>
type Refused = Readonly<{ ok: false; code: IntakeCode }>

const refusedWith = (code: IntakeCode): { ok: false; code: IntakeCode } => ({ ok: false, code })
const done = { ok: true } as const

type Parts = Readonly<{ opened: Promise<Vault>; desk: EvidenceDesk }>

/** The open account's files; null while nobody is signed in. */
async function storeOf({ opened, desk }: Parts): Promise<EvidenceStore | null> {
  await opened
  return desk.store()
}

/** What is no refusal is a fault, and is told as one. */
async function unlessRefused<T>(parts: Parts, work: (store: EvidenceStore) => Promise<T>): Promise<T | Refused> {
  const store = await storeOf(parts)
  if (store === null) return refusedWith('signed_out')
  try {
    return await work(store)
  } catch (error) {
    const code = intakeCodes.find((known) => known === codeOf(error))
    if (code === undefined) throw error
    return refusedWith(code)
  }
}

type TakingCall = 'evidence:begin' | 'evidence:append' | 'evidence:finish' | 'evidence:abandon'

function takingHandlers(parts: Parts): Pick<EvidenceHandlers, TakingCall> {
  /** The case of each file that is being taken. */
  const taking = new Map<string, string>()
  return {
    'evidence:begin': async ({ caseId, name, sizeBytes }) => {
      const { state } = await parts.opened
      if (state.phase !== 'signed_in') return refusedWith('signed_out')
      const { username } = state
      return unlessRefused(parts, async (store) => {
        const ticket = await store.intake.begin({ name, sizeBytes, username })
        taking.set(ticket, caseId)
        return { ok: true as const, ticket }
      })
    },
    'evidence:append': ({ ticket, bytes }) =>
      unlessRefused(parts, async (store) => {
        await store.intake.append(ticket, bytes)
        return done
      }),
    'evidence:finish': ({ ticket, thumb }) =>
      unlessRefused(parts, async (store) => {
        const caseId = taking.get(ticket) ?? ''
        taking.delete(ticket)
        const file = await store.finish(ticket, { caseId, thumb })
        parts.desk.changed()
        return { ok: true as const, file }
      }),
    'evidence:abandon': async ({ ticket }) => {
      taking.delete(ticket)
      await (await storeOf(parts))?.intake.abandon(ticket)
      return done
    },
  }
}

export function evidenceHandlers(parts: Parts): EvidenceHandlers {
  const { desk } = parts
  return {
    ...takingHandlers(parts),
    'evidence:discard': async ({ ids }) => {
      const records = (await storeOf(parts))?.records
      const mayGo = (id: string): boolean => {
        const record = records?.get(id)
        return record !== undefined && (!record.given || record.refused !== null)
      }
      await desk.discard(ids.filter(mayGo))
      return done
    },
    'evidence:retry': async ({ ids }) => {
      await desk.retry(ids)
      return done
    },
    'evidence:get-limit': async () => ({ fileBytes: (await storeOf(parts))?.limit.bytes ?? defaultMaxFileBytes }),
    'evidence:list': async () => {
      await storeOf(parts)
      return { files: [...desk.list()] }
    },
    'evidence:get-thumb': async ({ id }) => ({
      thumb: (await storeOf(parts))?.records.get(id)?.detail?.thumb ?? null,
    }),
  }
}
