import type { z } from 'zod'
import type { CarryRefusal } from '../../shared/ipc/outbox-contract.ts'
import type { attentionV1, JournalRecordV1, StoredRecordV1, VaultStateV1 } from '../../shared/ipc/host-contract.ts'

type Fenced<T> = T & { fence: number }
export type AttentionV1 = z.infer<typeof attentionV1>
export type LogDetail = Record<string, string | number | boolean>

/** What the data worker asks of the main process, as plain functions: `hostContract` without its transport. */
export type HostPort = Readonly<{
  vault: {
    get: () => Promise<VaultStateV1>
    watch: () => Promise<AsyncIterable<VaultStateV1>>
    reportUnauthenticated: () => Promise<unknown>
  }
  journal: {
    append: (record: Fenced<JournalRecordV1 & { plain: string; replaces: boolean }>) => Promise<unknown>
    readAll: () => Promise<{ records: StoredRecordV1[]; tornTailBytes: number }>
    forget: (input: Fenced<{ keys: string[] }>) => Promise<unknown>
  }
  drafts: {
    put: (record: Fenced<JournalRecordV1 & { plain: string; rescueKey: string }>) => Promise<unknown>
    readAll: () => Promise<{ records: StoredRecordV1[] }>
    forget: (input: Fenced<{ keys: string[] }>) => Promise<unknown>
  }
  escrow: {
    get: () => Promise<{ publicKey: string | null }>
    keep: (input: Fenced<{ publicKey: string }>) => Promise<unknown>
  }
  limits: { keep: (input: Fenced<{ fileBytes: number }>) => Promise<unknown> }
  rescue: {
    list: () => Promise<{ records: JournalRecordV1[] }>
    setAside: (input: Fenced<{ commands: string[]; drafts: string[] }>) => Promise<{ waiting: number }>
    settle: (input: Fenced<{ done: string[]; refused: string[] }>) => Promise<unknown>
  }
  carry: {
    save: (
      input: Fenced<{ passphrase: string; plain: string; keys: string[]; draftKeys: string[] }>,
    ) => Promise<{ ok: true } | { ok: false; code: 'cancelled' | 'disk_failed' }>
    choose: (input: { fence: number }) => Promise<{ name: string } | null>
    open: (
      input: Fenced<{ passphrase: string }>,
    ) => Promise<{ ok: true; plain: string } | { ok: false; code: CarryRefusal }>
  }
  wipe: (input: Fenced<{ clientId: string }>) => Promise<unknown>
  firstScreen: {
    put: (input: Fenced<{ sealed: string }>) => Promise<unknown>
    forget: (input: { fence: number }) => Promise<unknown>
  }
  evidence: {
    follow: (word: Fenced<{ held: string[]; paused: boolean }>) => Promise<unknown>
    discard: (input: Fenced<{ ids: string[] }>) => Promise<unknown>
    bring: (input: Fenced<{ files: { hash: string; sizeBytes: number }[] }>) => Promise<unknown>
    kept: () => Promise<{ hashes: string[] }>
    release: (input: Fenced<{ hashes: string[] }>) => Promise<unknown>
  }
  attention: {
    notify: (attention: AttentionV1) => Promise<unknown>
    setBadge: (input: { count: number }) => Promise<unknown>
  }
  outboxCount: (input: { waiting: number; unsent: number }) => Promise<unknown>
  heartbeat: (input: { fence: number }) => Promise<unknown>
  fenceBehind: (input: { fence: number; held: number }) => Promise<unknown>
  log: (entry: { level: 'error' | 'info' | 'debug'; code: string; detail: LogDetail }) => Promise<unknown>
}>
