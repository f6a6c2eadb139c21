import { z } from 'zod'
import type { BridgeCall } from './bridge-channels.ts'
import { evidenceCalls, localEvidenceV1 } from './evidence.ts'
import { exportCalls } from './export.ts'

/** Who is signed in on this window's profile; never a token. */
export const sessionStateV1 = z.discriminatedUnion('phase', [
  z.object({
    phase: z.literal('signed_out'),
    serverUrl: z.string(),
    reason: z.enum(['never', 'signed_out', 'expired', 'locked', 'wiped']),
  }),
  z.object({
    phase: z.literal('signed_in'),
    serverUrl: z.string(),
    accountId: z.string(),
    username: z.string(),
    displayName: z.string(),
    /** True when the access token has run out: reading and queueing go on, syncing waits. */
    needsSignIn: z.boolean(),
  }),
])
export type SessionStateV1 = z.infer<typeof sessionStateV1>

/** An account that the development sign-in page offers. */
export const devAccountV1 = z.object({
  username: z.string(),
  displayName: z.string(),
  roles: z.array(
    z.object({
      role: z.string(),
      agency: z.string(),
      agencyName: z.string().optional(),
      team: z.string().optional(),
      teamName: z.string().optional(),
    }),
  ),
})

const failure = z.object({
  ok: z.literal(false),
  code: z.enum([
    'offline',
    'not_dev_mode',
    'unknown_account',
    'server_error',
    'not_a_server',
    'version_mismatch',
    'outbox_not_empty',
    'no_keyring',
    'profile_damaged',
    'cancelled',
    'link_not_allowed',
  ]),
})
const done = z.object({ ok: z.literal(true) })

/** What the updater last found (security.md, row "update"). */
export const updateStateV1 = z.object({
  phase: z.enum(['off', 'idle', 'checking', 'available', 'downloading', 'ready', 'refused', 'failed']),
  version: z.string().nullable(),
  percent: z.number().nullable(),
  code: z.enum(['signature_wrong', 'hash_wrong', 'manifest_wrong', 'downgrade', 'offline', 'server_error']).nullable(),
})
export type UpdateStateV1 = z.infer<typeof updateStateV1>

/**
 * Page to main: every channel with the schema of its arguments and of its result. Both are checked in main; the sender frame too.
 * Names are `group:verb-noun`.
 */
export const bridgeCalls = {
  'app:get-info': {
    args: z.tuple([]),
    result: z.object({
      version: z.string(),
      electron: z.string(),
      platform: z.string(),
      packaged: z.boolean(),
      developmentRuntime: z.boolean(),
      /** How the data key is protected; `key_file` is for development only and is said to the user. */
      keyStore: z.enum(['keyring', 'key_file', 'none']).optional(),
    }),
  },
  /** All that a page needs to paint its first frame; answered as soon as the account is open, before the data worker runs. */
  'start:get-screen': {
    args: z.tuple([]),
    result: z.object({
      session: sessionStateV1,
      preferences: z.record(z.string(), z.unknown()),
      /**
       * A `firstScreenV1` as JSON, of the form that its seal names: text crosses two processes and a context faster than its
       * thousands of values would. Null where nobody is signed in, or no list was shown before.
       */
      screen: z.string().nullable(),
    }),
  },
  'session:get-state': { args: z.tuple([]), result: sessionStateV1 },
  'session:list-accounts': {
    args: z.tuple([]),
    result: z.union([z.object({ ok: z.literal(true), accounts: z.array(devAccountV1) }), failure]),
  },
  'session:sign-in': {
    args: z.tuple([z.object({ username: z.string().min(1).max(100) })]),
    result: z.union([done, failure]),
  },
  /** Refused with `outbox_not_empty` while work is unsent. */
  'session:sign-out': { args: z.tuple([]), result: z.union([done, failure]) },
  'window:open-external': {
    args: z.tuple([z.object({ url: z.string().max(2000) })]),
    result: z.union([done, failure]),
  },
  'window:print': { args: z.tuple([]), result: z.union([done, failure]) },
  'window:get-preference': {
    args: z.tuple([z.object({ key: z.string().min(1).max(100) })]),
    result: z.object({ value: z.unknown() }),
  },
  /** Columns, panes, theme and the like: never case content. */
  'window:set-preference': {
    args: z.tuple([z.object({ key: z.string().min(1).max(100), value: z.unknown() })]),
    result: done,
  },
  'updater:get-state': { args: z.tuple([]), result: updateStateV1 },
  'updater:check-now': { args: z.tuple([]), result: updateStateV1 },
  'updater:install-now': { args: z.tuple([]), result: z.union([done, failure]) },
  'diagnostics:pack-logs': {
    args: z.tuple([]),
    result: z.union([z.object({ ok: z.literal(true), path: z.string() }), failure]),
  },
  ...evidenceCalls,
  ...exportCalls,
} as const satisfies Record<BridgeCall, Readonly<{ args: z.ZodType<unknown[]>; result: z.ZodType }>>

/** Main to page: every event with the schema of its payload. */
export const bridgeEvents = {
  'session:changed': sessionStateV1,
  /** A route inside the app, e.g. `/ho-so/<id>`: from a notification, the tray or `ihanoi-desk://case/<id>`. */
  'window:navigate': z.object({ route: z.string().max(500) }),
  'updater:changed': updateStateV1,
  /** Every file that the server may not have yet, after a change of any; at most four times a second. */
  'evidence:changed': z.object({ files: z.array(localEvidenceV1) }),
  /** The data worker died or was replaced; a new port follows as a window message `worker:port`. */
  'worker:restarting': z.object({ reason: z.enum(['crashed', 'silent', 'signed_out', 'signed_in', 'fence_behind']) }),
} as const

export type BridgeArgs<C extends BridgeCall> = z.infer<(typeof bridgeCalls)[C]['args']>
export type BridgeResult<C extends BridgeCall> = z.infer<(typeof bridgeCalls)[C]['result']>
export type BridgeEvent = keyof typeof bridgeEvents
export type BridgePayload<E extends BridgeEvent> = z.infer<(typeof bridgeEvents)[E]>

/** What the preload script puts on `window.desk`: nothing else reaches the page. */
export type DeskBridge = Readonly<{
  call: <C extends BridgeCall>(channel: C, ...args: BridgeArgs<C>) => Promise<BridgeResult<C>>
  on: <E extends BridgeEvent>(event: E, listener: (payload: BridgePayload<E>) => void) => () => void
  /** Asks main for a new port to the data worker; it arrives as a `message` event whose data is `worker:port`. */
  requestWorkerPort: () => void
}>

/** The `data` of the window message that carries a worker port in `ports[0]`. */
export const workerPortMessage = 'worker:port'
