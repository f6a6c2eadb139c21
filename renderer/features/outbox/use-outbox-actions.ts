import { useQueryClient } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DroppedItemV1 } from '../../../shared/ipc/outbox-contract.ts'
import type { OutboxItemV1 } from '../../../shared/ipc/worker-contract.ts'
import { useServices } from '../../platform/desk-services.tsx'
import type { WorkerClient } from '../../platform/desk-services.tsx'
import { useRefusalWords } from '../../platform/refusal-words.ts'
import type { OutboxAction } from './outbox-view.ts'

/** How an action went; `undo` is the key of a dropped command that can be taken back with one click. */
export type OutboxNotice = Readonly<{ text: string; failed: boolean; undo?: string }>

type Subject = Pick<OutboxItemV1 | DroppedItemV1, 'key' | 'name' | 'caseNumber'>

export type OutboxActions = Readonly<{
  notice: OutboxNotice | null
  act: (action: OutboxAction, item: OutboxItemV1) => void
  restore: (item: Subject) => void
  /** Other words for a command; answers why they were not taken, null when they were. */
  saveText: (item: OutboxItemV1, text: string) => Promise<string | null>
  say: (notice: OutboxNotice) => void
}>

export type OutboxDoors = Readonly<{ onOpen: (caseId: string) => void; onWrite: (item: OutboxItemV1) => void }>

type Surroundings = OutboxDoors &
  Readonly<{ t: TFunction; words: (name: string, code: string) => string; worker: WorkerClient }>

const wordsOf = (t: TFunction, { name, caseNumber }: Subject) => ({
  name: t(`command.name.${name}`),
  number: caseNumber,
})

const droppedNotice = (t: TFunction, item: Subject, way: 'withdrawn' | 'given', ok: boolean): OutboxNotice =>
  ok
    ? { text: t(`outbox.${way}`, wordsOf(t, item)), failed: false, undo: item.key }
    : { text: t('outbox.withdrawFailed'), failed: true }

/** Does what was chosen for an item; answers what to say of it, null where a screen opens instead. */
async function perform(action: OutboxAction, item: OutboxItemV1, around: Surroundings): Promise<OutboxNotice | null> {
  const { t, words, worker } = around
  const { key } = item
  switch (action) {
    case 'keep_mine': {
      const answer = await worker.outbox.redo({ key })
      return { text: answer.ok ? t('command.saved') : words(item.name, answer.code), failed: !answer.ok }
    }
    case 'keep_server':
      return droppedNotice(t, item, 'given', (await worker.outbox.dismiss({ key })).ok)
    case 'withdraw':
      return droppedNotice(t, item, 'withdrawn', (await worker.outbox.withdraw({ key })).ok)
    case 'retry':
      await worker.sync.now()
      return { text: t('outbox.retried'), failed: false }
    case 'reopen':
      around.onOpen(item.caseId)
      return null
    case 'edit':
    case 'rewrite':
      around.onWrite(item)
      return null
  }
}

/** Carries out what was chosen for an item and says how it went. */
export function useOutboxActions(doors: OutboxDoors): OutboxActions {
  const { t } = useTranslation()
  const words = useRefusalWords()
  const { worker } = useServices()
  const client = useQueryClient()
  const [notice, setNotice] = useState<OutboxNotice | null>(null)
  const refresh = () => client.invalidateQueries({ queryKey: ['outbox'] })
  const carryOut = async (what: string, work: () => Promise<OutboxNotice | null>) => {
    try {
      setNotice(await work())
      await refresh()
    } catch (reason) {
      console.error('outbox_action_failed', what, reason)
      setNotice({ text: t('command.unsure'), failed: true })
    }
  }
  const saveText = async (item: OutboxItemV1, text: string): Promise<string | null> => {
    const isUnsent = item.status === 'waiting'
    try {
      const answer = await worker.outbox[isUnsent ? 'edit' : 'rewrite']({ key: item.key, text })
      if (!answer.ok) return words(item.name, answer.code)
      setNotice({ text: t(isUnsent ? 'outbox.edited' : 'outbox.rewritten'), failed: false })
      await refresh()
      return null
    } catch (reason) {
      console.error('outbox_text_not_saved', reason)
      return t('command.unsure')
    }
  }
  const restore = async (item: Subject): Promise<OutboxNotice> => {
    const { ok } = await worker.outbox.restore({ key: item.key })
    return { text: t(ok ? 'outbox.restored' : 'outbox.restoreFailed', wordsOf(t, item)), failed: !ok }
  }
  return {
    notice,
    say: setNotice,
    saveText,
    act: (action, item) => void carryOut(action, () => perform(action, item, { ...doors, t, words, worker })),
    restore: (item) => void carryOut('restore', () => restore(item)),
  }
}
