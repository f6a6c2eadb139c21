import { implement, ORPCError } from '@orpc/server'
import { hostContract } from '../../../shared/ipc/host-contract.ts'
import type { VaultStateV1 } from '../../../shared/ipc/host-contract.ts'
import { codeOf } from '../desk-error.ts'
import type { CarryDesk } from '../carry/carry-desk.ts'
import type { Log } from '../logs/rotating-log.ts'
import { isEscrowKey } from '../journal/escrow-seal.ts'
import type { StoredWork } from '../journal/unsent-work.ts'
import type { OpenAccount } from '../vault/account-store.ts'

type Attention = Readonly<{
  notify: (notice: { kind: string; count: number; route: string }) => boolean
  setBadge: (count: number) => void
}>

type Evidence = Readonly<{
  follow: (word: { held: readonly string[]; paused: boolean }) => Promise<void>
  discard: (ids: readonly string[]) => Promise<void>
  bring: (files: readonly Readonly<{ hash: string; sizeBytes: number }>[]) => Promise<void>
}>
type Carry = Pick<CarryDesk, 'save' | 'choose' | 'open'>

/** What one worker's services stand on; `fence` is that worker's own and stays the same for its life. */
export type HostParts = Readonly<{
  fence: number
  currentFence: () => number
  account: () => OpenAccount | null
  vaultState: () => VaultStateV1
  /** Resolves at the next change of the vault's state. */
  nextVaultChange: (signal: AbortSignal | undefined) => Promise<void>
  reportUnauthenticated: () => void
  /** A worker knows no fence while the vault is closed: the port says whose beat it is. */
  heartbeat: (fence: number) => void
  /** The number a database was held under is above the worker's own. */
  fenceBehind: (held: number) => void
  /** How many commands the server has not decided, or the official not after it. */
  setUnsent: (unsent: number) => void
  /** Begins to destroy the account's data; the worker ends in the course of it. */
  wipe: (clientId: string) => void
  evidence: Evidence
  attention: Attention
  carry: Carry
  log: Log
}>

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

function decode(text: string): Buffer {
  if (!base64.test(text)) throw new ORPCError('BAD_BASE64', { status: 400 })
  return Buffer.from(text, 'base64')
}

const encode = ({ key, sealed, escrowed }: StoredWork) => ({ key, sealed: sealed.toString('base64'), escrowed })

function openAccount(parts: HostParts): OpenAccount {
  const account = parts.account()
  if (account === null) throw new ORPCError('VAULT_CLOSED', { status: 409 })
  return account
}

// A worker that was replaced may still run for a moment: its writes must not reach the disk.
function writableAccount(parts: HostParts, fence: number): OpenAccount {
  if (fence !== parts.fence || fence !== parts.currentFence()) throw new ORPCError('FENCE_OLD', { status: 409 })
  return openAccount(parts)
}

async function onDisk(work: Promise<unknown>): Promise<Record<string, never>> {
  try {
    await work
    return {}
  } catch (error) {
    throw new ORPCError(codeOf(error) === 'disk_full' ? 'DISK_FULL' : 'DISK_FAILED', { status: 507, cause: error })
  }
}

const host = implement(hostContract)

const journalRoutes = (parts: HostParts) => ({
  append: host.journal.append.handler(({ input }) => {
    const { work } = writableAccount(parts, input.fence)
    const { key, sealed, plain, replaces } = input
    return onDisk(work.appendCommand({ key, sealed: decode(sealed), plain, rescueKey: key }, replaces))
  }),
  readAll: host.journal.readAll.handler(() => {
    const { work } = openAccount(parts)
    return { records: work.commands().map(encode), tornTailBytes: work.tornTailBytes }
  }),
  forget: host.journal.forget.handler(({ input }) => {
    const { work } = writableAccount(parts, input.fence)
    return onDisk(work.forgetCommands(input.keys))
  }),
})

const draftRoutes = (parts: HostParts) => ({
  put: host.drafts.put.handler(({ input }) => {
    const { work } = writableAccount(parts, input.fence)
    const { key, sealed, plain, rescueKey } = input
    return onDisk(work.putDraft({ key, sealed: decode(sealed), plain, rescueKey }))
  }),
  readAll: host.drafts.readAll.handler(() => ({ records: openAccount(parts).work.drafts().map(encode) })),
  forget: host.drafts.forget.handler(({ input }) => {
    const { work } = writableAccount(parts, input.fence)
    return onDisk(work.forgetDrafts(input.keys))
  }),
})

const escrowRoutes = (parts: HostParts) => ({
  get: host.escrow.get.handler(() => ({ publicKey: openAccount(parts).escrow.publicKey })),
  keep: host.escrow.keep.handler(async ({ input }) => {
    const { escrow } = writableAccount(parts, input.fence)
    if (!isEscrowKey(input.publicKey)) throw new ORPCError('BAD_KEY', { status: 400 })
    return onDisk(escrow.keep(input.publicKey))
  }),
})

const limitRoutes = (parts: HostParts) => ({
  keep: host.limits.keep.handler(({ input }) =>
    onDisk(writableAccount(parts, input.fence).evidence.limit.keep(input.fileBytes)),
  ),
})

const rescueRoutes = (parts: HostParts) => ({
  list: host.rescue.list.handler(() => ({
    records: openAccount(parts)
      .work.rescueRecords()
      .map(({ key, envelope }) => ({ key, sealed: envelope.toString('base64') })),
  })),
  setAside: host.rescue.setAside.handler(async ({ input }) => {
    const { work } = writableAccount(parts, input.fence)
    await onDisk(work.setAside(input))
    return { waiting: work.rescueCount }
  }),
  settle: host.rescue.settle.handler(({ input }) => onDisk(writableAccount(parts, input.fence).work.settle(input))),
})

const firstScreenRoutes = (parts: HostParts) => ({
  put: host.firstScreen.put.handler(({ input }) => {
    const { firstScreen } = writableAccount(parts, input.fence)
    return onDisk(firstScreen.put(decode(input.sealed)))
  }),
  forget: host.firstScreen.forget.handler(({ input }) => {
    const { firstScreen } = writableAccount(parts, input.fence)
    return onDisk(firstScreen.forget())
  }),
})

const evidenceRoutes = (parts: HostParts) => ({
  follow: host.evidence.follow.handler(({ input }) => {
    writableAccount(parts, input.fence)
    return onDisk(parts.evidence.follow(input))
  }),
  bring: host.evidence.bring.handler(({ input }) => {
    writableAccount(parts, input.fence)
    return onDisk(parts.evidence.bring(input.files))
  }),
  kept: host.evidence.kept.handler(async () => ({ hashes: [...(await openAccount(parts).evidence.kept())] })),
  release: host.evidence.release.handler(({ input }) =>
    onDisk(writableAccount(parts, input.fence).evidence.release(input.hashes)),
  ),
  discard: host.evidence.discard.handler(({ input }) => {
    writableAccount(parts, input.fence)
    return onDisk(parts.evidence.discard(input.ids))
  }),
})

const carryRoutes = (parts: HostParts) => ({
  save: host.carry.save.handler(async ({ input }) => {
    const { work } = writableAccount(parts, input.fence)
    // What is written while the dialog is open is not in the file.
    const noteCarried = work.carrying({ commands: input.keys, drafts: input.draftKeys })
    const saved = await parts.carry.save(input.passphrase, input.plain)
    if (saved.ok) noteCarried()
    return saved
  }),
  choose: host.carry.choose.handler(({ input }) => {
    writableAccount(parts, input.fence)
    return parts.carry.choose()
  }),
  open: host.carry.open.handler(({ input }) => {
    writableAccount(parts, input.fence)
    return parts.carry.open(input.passphrase)
  }),
})

const vaultRoutes = (parts: HostParts) => ({
  get: host.vault.get.handler(() => parts.vaultState()),
  watch: host.vault.watch.handler(async function* watch({ signal }) {
    for (;;) {
      if (signal?.aborted) return
      const changed = parts.nextVaultChange(signal)
      yield parts.vaultState()
      await changed
    }
  }),
  reportUnauthenticated: host.vault.reportUnauthenticated.handler(() => {
    parts.reportUnauthenticated()
    return {}
  }),
})

/** The services that main offers one data worker over its port. */
export function createHostRouter(parts: HostParts) {
  return host.router({
    vault: vaultRoutes(parts),
    journal: journalRoutes(parts),
    drafts: draftRoutes(parts),
    escrow: escrowRoutes(parts),
    limits: limitRoutes(parts),
    rescue: rescueRoutes(parts),
    carry: carryRoutes(parts),
    wipe: host.wipe.handler(({ input }) => {
      writableAccount(parts, input.fence)
      parts.wipe(input.clientId)
      return {}
    }),
    evidence: evidenceRoutes(parts),
    firstScreen: firstScreenRoutes(parts),
    attention: {
      notify: host.attention.notify.handler(({ input }) => ({ shown: parts.attention.notify(input) })),
      setBadge: host.attention.setBadge.handler(({ input }) => {
        parts.attention.setBadge(input.count)
        return {}
      }),
    },
    outboxCount: host.outboxCount.handler(({ input }) => {
      if (parts.fence === parts.currentFence()) parts.setUnsent(input.unsent)
      return {}
    }),
    heartbeat: host.heartbeat.handler(() => {
      parts.heartbeat(parts.fence)
      return {}
    }),
    fenceBehind: host.fenceBehind.handler(({ input }) => {
      writableAccount(parts, input.fence)
      parts.fenceBehind(input.held)
      return {}
    }),
    log: host.log.handler(({ input }) => {
      parts.log[input.level](`worker:${input.code}`, input.detail)
      return {}
    }),
  })
}
