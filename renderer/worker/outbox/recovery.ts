import { openFromText } from '../db/sealed-text.ts'
import type { JournalRecordV1 } from '../../../shared/ipc/host-contract.ts'
import { codeOf } from '../failure.ts'
import type { Outbox } from './outbox.ts'
import { isPending, isTroubled, journalPlace, payloadReader } from './queued-command.ts'
import type { QueuedCommand } from './queued-command.ts'

/**
 * Compares the journal with the outbox at start. Commands only the journal has are queued again under their own key, so that the
 * server runs each once; commands only the outbox has are journalled again; decided and dropped ones are let go; those the key does not open are
 * set aside for the server. Returns how many were rebuilt.
 */
export function recoverCommands(outbox: Outbox): Promise<number> {
  return outbox.turn.take(async () => {
    const { store, host, reporter } = outbox.parts
    const journal = await host.journal.readAll()
    if (journal.tornTailBytes > 0) reporter.info('journal_torn_tail', { bytes: journal.tornTailBytes })
    const rebuilt: QueuedCommand[] = []
    const decided: string[] = []
    const unreadable: string[] = []
    for (const record of journal.records) {
      const known = store.get(record.key)
      if (known && !isPending(known) && !isTroubled(known)) decided.push(record.key)
      if (known) continue
      // Dropped, but the journal was not told before the end: it must not be sent.
      if (await outbox.dropped.has(record.key)) {
        decided.push(record.key)
        continue
      }
      const command = await rebuild(outbox, record)
      if (command === 'unreadable') unreadable.push(record.key)
      else if (command) rebuilt.push(command)
    }
    // Sealed with a key that is lost: only the server can open them.
    if (unreadable.length > 0)
      await host.rescue.setAside({ commands: unreadable, drafts: [], fence: outbox.parts.fence })
    if (rebuilt.length > 0) await store.change({ put: rebuilt })
    await journalMissing(outbox, new Set(journal.records.map((record) => record.key)))
    await outbox.forget(decided)
    return rebuilt.length
  })
}

async function rebuild(outbox: Outbox, record: JournalRecordV1): Promise<QueuedCommand | 'unreadable' | undefined> {
  const { store, sealer, reporter, environment } = outbox.parts
  try {
    const content = await openFromText(sealer, journalPlace(record.key), record.sealed)
    const payload = payloadReader(environment.commandForms).parse(content)
    return { key: record.key, order: store.takeOrder(), mutation: null, status: 'waiting', payload, answer: null }
  } catch (error) {
    const reason = codeOf(error)
    reporter.error('journal_record_unreadable', { reason })
    // One that opens but has another shape stays in the journal: a later program may read it.
    return reason === 'seal_broken' ? 'unreadable' : undefined
  }
}

async function journalMissing(outbox: Outbox, journalled: ReadonlySet<string>): Promise<void> {
  for (const command of outbox.parts.store.all()) {
    const needed = isPending(command) || isTroubled(command)
    if (needed && !journalled.has(command.key)) await outbox.journal(command.key, command.payload)
  }
}
