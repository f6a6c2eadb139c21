import type { Complaint } from '../../../shared/domain/complaint.ts'
import { HeldContacts } from '../cases/held-contacts.ts'
import type { ChangeFeed } from '../change-feed.ts'
import type { DeskDatabase } from '../db/desk-database.ts'
import type { RowStore } from '../db/row-store.ts'
import type { Sealer } from '../db/sealing.ts'
import type { WorkerEnvironment } from '../environment.ts'
import type { Reporter } from '../reporter.ts'
import { SyncApi } from '../sync/sync-api.ts'
import type { Identity } from './identity.ts'

/** What the contacts of a session are kept with. */
export type ContactSources = Readonly<{
  parts: Readonly<{ environment: WorkerEnvironment; reporter: Reporter; feed: ChangeFeed }>
  database: DeskDatabase
  identity: Identity
  rows: RowStore
  serverNowMs: () => number
  storeMeta: (name: 'heldContacts', sealed: string | null) => Promise<void>
}>

/** The contacts that go with the check-outs of one open account. */
export function contactsOfSession(session: ContactSources, sealer: Sealer): HeldContacts {
  const { environment, reporter, feed } = session.parts
  const api = new SyncApi(environment)
  return new HeldContacts({
    database: session.database,
    sealer,
    environment,
    reporter,
    me: () => session.identity.actor(),
    nowMs: () => session.serverNowMs(),
    readCase: async (caseId) => (await session.rows.read('case', caseId)) as Complaint | undefined,
    ask: (caseId) => api.heldContact(caseId),
    store: (sealed) => session.storeMeta('heldContacts', sealed),
    onChange: (caseId) => feed.case(caseId),
  })
}
