import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { carryRefusals, passphrase } from './outbox-contract.ts'

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

const recordKey = z.string().min(1).max(200)

/** One journal record: `sealed` was encrypted by the worker with the data key; main never reads inside. */
export const journalRecordV1 = z.object({ key: recordKey, sealed: base64 })
export type JournalRecordV1 = z.infer<typeof journalRecordV1>

/** The same content in clear (a `rescueCommandV1` as JSON), which main seals to the server's escrow key and stores in no other form. */
const plain = z.string().max(1_000_000)

/** A record as it is read again: `escrowed` is false where it is not sealed to the escrow key known now and should be written again. */
export const storedRecordV1 = journalRecordV1.extend({ escrowed: z.boolean() })
export type StoredRecordV1 = z.infer<typeof storedRecordV1>

const fileId = z.string().min(1).max(120)
const fileHash = z.string().regex(/^[0-9a-f]{64}$/)
const originalV1 = z.object({ hash: fileHash, sizeBytes: z.number().int().nonnegative() })

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
    /** Resolves only after fsync. The same key again is the same record, unless `replaces` says that it is a newer one. */
    append: oc
      .input(journalRecordV1.extend({ plain, replaces: z.boolean(), fence: z.number().int() }))
      .output(z.object({})),
    readAll: oc.output(z.object({ records: z.array(storedRecordV1), tornTailBytes: z.number().int() })),
    /** The server has decided these: they may go. */
    forget: oc.input(z.object({ keys: z.array(z.string()), fence: z.number().int() })).output(z.object({})),
  },
  drafts: {
    /** One file per case and author, replaced in place with fsync. `rescueKey` is the key this very text would be rescued under. */
    put: oc
      .input(journalRecordV1.extend({ plain, rescueKey: recordKey, fence: z.number().int() }))
      .output(z.object({})),
    readAll: oc.output(z.object({ records: z.array(storedRecordV1) })),
    forget: oc.input(z.object({ keys: z.array(z.string()), fence: z.number().int() })).output(z.object({})),
  },
  escrow: {
    /** The server's escrow public key as last kept; null where none is known. */
    get: oc.output(z.object({ publicKey: z.string().nullable() })),
    keep: oc.input(z.object({ publicKey: z.string().max(100), fence: z.number().int() })).output(z.object({})),
  },
  limits: {
    /** What the server said at the registration, kept for the time without it. */
    keep: oc.input(z.object({ fileBytes: z.number().int().positive(), fence: z.number().int() })).output(z.object({})),
  },
  rescue: {
    /** Work that only the server can open: `sealed` is an envelope to its escrow key. */
    list: oc.output(z.object({ records: z.array(journalRecordV1) })),
    /** Moves records the data key does not open, or will not open for long, to the rescue; answers how many wait there. */
    setAside: oc
      .input(z.object({ commands: z.array(z.string()), drafts: z.array(z.string()), fence: z.number().int() }))
      .output(z.object({ waiting: z.number().int() })),
    /** The server has decided `done`, which go, and could not take `refused`, which are kept apart for people. */
    settle: oc
      .input(z.object({ done: z.array(z.string()), refused: z.array(z.string()), fence: z.number().int() }))
      .output(z.object({})),
  },
  /** A file of unsent work for another device of the same official. Main asks where, seals it with the passphrase and keeps no copy. */
  carry: {
    /** `keys` and `draftKeys` name the journal records and drafts that are in it: with them in a file, signing out loses nothing. */
    save: oc
      .input(
        z.object({
          passphrase,
          plain: z.string().max(50_000_000),
          keys: z.array(z.string()),
          draftKeys: z.array(z.string()),
          fence: z.number().int(),
        }),
      )
      .output(
        z.union([
          z.object({ ok: z.literal(true) }),
          z.object({ ok: z.literal(false), code: z.enum(['cancelled', 'disk_failed']) }),
        ]),
      ),
    /** Lets the user choose a file; null when they change their mind. It is read by `open`. */
    choose: oc.input(z.object({ fence: z.number().int() })).output(z.object({ name: z.string() }).nullable()),
    open: oc
      .input(z.object({ passphrase, fence: z.number().int() }))
      .output(
        z.union([
          z.object({ ok: z.literal(true), plain: z.string() }),
          z.object({ ok: z.literal(false), code: z.enum(carryRefusals) }),
        ]),
      ),
  },
  /** The server wants this installation wiped and everything unsent was offered for rescue: main destroys the account's data. */
  wipe: oc.input(z.object({ clientId: z.string().max(200), fence: z.number().int() })).output(z.object({})),
  /** The first screen of the queue for the next start, sealed as `firstScreenPlace` says; one file, replaced in place. */
  firstScreen: {
    put: oc.input(z.object({ sealed: base64, fence: z.number().int() })).output(z.object({})),
    /** What was kept can no longer be trusted. */
    forget: oc.input(z.object({ fence: z.number().int() })).output(z.object({})),
  },
  evidence: {
    /**
     * `held` names the files of every command the server has not taken: they wait for it. Every other file is sent, unless `paused`
     * says that this device may send nothing now.
     */
    follow: oc
      .input(z.object({ held: z.array(fileId).max(100_000), paused: z.boolean(), fence: z.number().int() }))
      .output(z.object({})),
    /** Originals wanted on this device, the most needed first; replaces what was wanted before. */
    bring: oc.input(z.object({ files: z.array(originalV1).max(20_000), fence: z.number().int() })).output(z.object({})),
    /** The hashes of the originals that are kept to look at. */
    kept: oc.output(z.object({ hashes: z.array(z.string()) })),
    /** No case in this account's scope has these any more. */
    release: oc.input(z.object({ hashes: z.array(fileHash), fence: z.number().int() })).output(z.object({})),
    /** The command that named these files was taken back or given up. */
    discard: oc.input(z.object({ ids: z.array(fileId), fence: z.number().int() })).output(z.object({})),
  },
  attention: {
    notify: oc.input(attentionV1).output(z.object({ shown: z.boolean() })),
    setBadge: oc.input(z.object({ count: z.number().int().nonnegative() })).output(z.object({})),
  },
  /** Commands not yet decided, and with them those that wait for a decision of the official. */
  outboxCount: oc
    .input(z.object({ waiting: z.number().int().nonnegative(), unsent: z.number().int().nonnegative() }))
    .output(z.object({})),
  /** Called every second; main restarts the worker after 5 s of silence. */
  heartbeat: oc.input(z.object({ fence: z.number().int() })).output(z.object({})),
  /**
   * The account's database was last held under the higher number `held`: the file main counts in was lost. Main counts on from there
   * and starts a new worker.
   */
  fenceBehind: oc.input(z.object({ fence: z.number().int(), held: z.number().int().positive() })).output(z.object({})),
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
