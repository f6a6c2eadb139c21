import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'

/**
 * Data worker to main, over one MessagePort (oRPC). Bytes travel as base64 text.
 * Main owns: the journal, the draft journal, the data key, files waiting for upload, notifications, the heartbeat.
 */
const base64 = z.string()

/** What the worker needs to open the profile of the account signed in; `fence` rises with every worker started. */
export const vaultStateV1 = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('closed'), reason: z.enum(['signed_out', 'locked', 'no_key', 'wiped']) }),
  z.object({
    phase: z.literal('open'),
    accountId: z.string(),
    username: z.string(),
    displayName: z.string(),
    /** Raw AES-256 key. */
    dataKey: base64,
    fence: z.number().int(),
    deviceName: z.string(),
    appVersion: z.string(),
    needsSignIn: z.boolean(),
    serverUrl: z.string(),
  }),
])
export type VaultStateV1 = z.infer<typeof vaultStateV1>

/** One journal record: `sealed` was encrypted by the worker with the data key; main never reads inside. */
export const journalRecordV1 = z.object({ key: z.string().min(1).max(200), sealed: base64 })
export type JournalRecordV1 = z.infer<typeof journalRecordV1>

export const attentionV1 = z.object({
  kind: z.enum(['urgent_arrived', 'deadline_near', 'day_list', 'reply_returned', 'trouble']),
  count: z.number().int().positive(),
  /** The route to open on click; carries an id, never personal data. */
  route: z.string().max(500),
})

export const hostContract = {
  vault: {
    get: oc.output(vaultStateV1),
    /** Yields the state now and after every change. */
    watch: oc.output(eventIterator(vaultStateV1)),
    /** The server said the token is no longer good. */
    reportUnauthenticated: oc.output(z.object({})),
  },
  journal: {
    /** Resolves only after fsync. The same key again is the same record. */
    append: oc.input(journalRecordV1.extend({ fence: z.number().int() })).output(z.object({})),
    readAll: oc.output(z.object({ records: z.array(journalRecordV1), tornTailBytes: z.number().int() })),
    /** The server has decided these: they may go. */
    forget: oc.input(z.object({ keys: z.array(z.string()), fence: z.number().int() })).output(z.object({})),
  },
  drafts: {
    /** One file per case and author, replaced in place with fsync. */
    put: oc.input(journalRecordV1.extend({ fence: z.number().int() })).output(z.object({})),
    readAll: oc.output(z.object({ records: z.array(journalRecordV1) })),
    forget: oc.input(z.object({ keys: z.array(z.string()), fence: z.number().int() })).output(z.object({})),
  },
  /** The first screen of the queue for the next start, sealed as `firstScreenPlace` says; one file, replaced in place. */
  firstScreen: {
    put: oc.input(z.object({ sealed: base64, fence: z.number().int() })).output(z.object({})),
    /** What was kept can no longer be trusted. */
    forget: oc.input(z.object({ fence: z.number().int() })).output(z.object({})),
  },
  attention: {
    notify: oc.input(attentionV1).output(z.object({ shown: z.boolean() })),
    setBadge: oc.input(z.object({ count: z.number().int().nonnegative() })).output(z.object({})),
  },
  outboxCount: oc.input(z.object({ waiting: z.number().int().nonnegative() })).output(z.object({})),
  /** Called every second; main restarts the worker after 5 s of silence. */
  heartbeat: oc.input(z.object({ fence: z.number().int() })).output(z.object({})),
  log: oc
    .input(
      z.object({
        level: z.enum(['error', 'info', 'debug']),
        code: z.string().max(100),
        detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
      }),
    )
    .output(z.object({})),
}
