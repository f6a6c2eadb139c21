import { useEffect, useState } from 'react'
import type { CaseDetailV1 } from '../../../../shared/ipc/worker-contract.ts'
import { useServices } from '../../../platform/desk-services.tsx'
import { DraftSession } from './draft-session.ts'
import type { DraftStatus } from './draft-session.ts'
import { openingText, revisionsOf } from './reply-view.ts'

export type Draft = Readonly<{
  text: string
  status: DraftStatus
  /** When the draft that was found at opening had been saved; null if there was none. */
  restoredAtMs: number | null
  edit: (text: string) => void
  /** Saves at once; resolves when the text is on the disk. */
  flush: () => Promise<void>
}>

const schedule = (work: () => void, delayMs: number) => {
  const timer = setTimeout(work, delayMs)
  return () => clearTimeout(timer)
}

/** The reply as it is being written: opened from the saved draft, saved as one types, at blur and on leaving. */
export function useDraft(detail: CaseDetailV1): Draft {
  const { worker } = useServices()
  const caseId = detail.case.id
  const { base } = revisionsOf(detail)
  // What is written here wins over a newer draft from elsewhere; until then the newest one is shown.
  const [written, setWritten] = useState<string | null>(null)
  const [status, setStatus] = useState<DraftStatus>({ kind: 'untouched' })
  const [restoredAtMs] = useState(detail.draft?.savedAtMs ?? null)
  const [session] = useState(
    () =>
      new DraftSession(
        {
          save: async (text, baseRevision) => (await worker.draft.save({ caseId, text, baseRevision })).savedAtMs,
          onStatus: setStatus,
          schedule,
        },
        base,
      ),
  )
  useEffect(() => session.rebase(base), [session, base])
  useEffect(() => {
    const leave = () => void session.flush()
    window.addEventListener('blur', leave)
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('blur', leave)
      window.removeEventListener('pagehide', leave)
      leave()
    }
  }, [session])
  return {
    text: written ?? openingText(detail),
    status,
    restoredAtMs,
    edit: (next) => {
      setWritten(next)
      session.edit(next)
    },
    flush: () => session.flush(),
  }
}
