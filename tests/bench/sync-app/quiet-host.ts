import type { HostPort } from '../../../renderer/worker/host-port.ts'

/** A main process that holds one open account and answers everything at once. */
export function quietHost(accountId: string, onError: (code: string) => void): HostPort {
  const nothing = async () => ({})
  const state = {
    phase: 'open' as const,
    accountId,
    username: 'supervisor.pwdx',
    displayName: accountId,
    dataKey: btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32)))),
    fence: 1,
    deviceName: 'bench',
    appVersion: '0.1.0',
    needsSignIn: false,
    serverUrl: '',
  }
  return {
    vault: {
      get: async () => state,
      watch: async () =>
        (async function* watch() {
          yield state
        })(),
      reportUnauthenticated: nothing,
    },
    journal: { append: nothing, readAll: async () => ({ records: [], tornTailBytes: 0 }), forget: nothing },
    drafts: { put: nothing, readAll: async () => ({ records: [] }), forget: nothing },
    escrow: { get: async () => ({ publicKey: null }), keep: nothing },
    limits: { keep: nothing },
    rescue: { list: async () => ({ records: [] }), setAside: async () => ({ waiting: 0 }), settle: nothing },
    carry: {
      save: async () => ({ ok: false, code: 'cancelled' }),
      choose: async () => null,
      open: async () => ({ ok: false, code: 'no_file' }),
    },
    wipe: nothing,
    firstScreen: { put: nothing, forget: nothing },
    evidence: {
      follow: nothing,
      discard: nothing,
      bring: nothing,
      kept: async () => ({ hashes: [] }),
      release: nothing,
    },
    attention: { notify: nothing, setBadge: nothing },
    outboxCount: nothing,
    fenceBehind: nothing,
    heartbeat: nothing,
    log: async (entry) => {
      if (entry.level === 'error') onError(`${entry.code} ${JSON.stringify(entry.detail)}`)
    },
  }
}
