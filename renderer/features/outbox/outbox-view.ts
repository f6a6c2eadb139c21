import type { OutboxItemV1, SyncStatusV1 } from '../../../shared/ipc/worker-contract.ts'

export type OutboxAction = 'keep_mine' | 'keep_server' | 'rewrite' | 'reopen' | 'edit' | 'retry' | 'withdraw'

/** Refused, conflicting and quarantined items want a person; the others only want a network. */
export const isTroubled = (item: OutboxItemV1): boolean =>
  item.status === 'conflict' || item.status === 'rejected' || item.status === 'quarantined'

/** Troubled items first by age, then the waiting ones by age; the app's own drafts and marks only when they are in trouble. */
export function outboxGroups(items: readonly OutboxItemV1[]): { troubled: OutboxItemV1[]; waiting: OutboxItemV1[] } {
  const byAge = items.toSorted((a, b) => a.createdAtMs - b.createdAtMs)
  return {
    troubled: byAge.filter(isTroubled),
    waiting: byAge.filter((item) => !isTroubled(item) && item.name !== 'mark'),
  }
}

// Giving these again on the case as it is now says the same thing as before.
const repeatable: ReadonlySet<OutboxItemV1['name']> = new Set([
  'receive',
  'startVerification',
  'finishVerification',
  'setLevel',
  'assign',
  'start',
  'addNote',
  'addEvidence',
  'submitReply',
  'proposeRefusal',
  'denyRefusal',
  'saveDraft',
  'mark',
])

/**
 * What can be done with an item now. A decision about words somebody has read (approving, returning) is never
 * given again blindly: it is read anew on the case. What has been sent, or may be by another device, stays as it is.
 */
export function actionsOf(item: OutboxItemV1): OutboxAction[] {
  switch (item.status) {
    case 'waiting':
    case 'sent':
      return [
        ...(item.editable ? (['edit'] as const) : []),
        ...(item.lastError === null ? [] : (['retry'] as const)),
        ...(item.revocable ? (['withdraw'] as const) : []),
      ]
    case 'conflict':
    case 'rejected':
    case 'quarantined': {
      const again: OutboxAction[] = repeatable.has(item.name) ? ['keep_mine'] : []
      return [...again, 'keep_server', item.text === '' || !again.length ? 'reopen' : 'rewrite']
    }
  }
}

/** Why a waiting or sent item can be neither changed nor withdrawn; null where it can, or where nothing needs saying. */
export function fixedReasonOf(item: OutboxItemV1): 'sentHint' | 'carriedHint' | null {
  if (item.status === 'sent') return 'sentHint'
  return item.status === 'waiting' && !item.revocable ? 'carriedHint' : null
}

const errorWords = {
  network: 'network',
  offline: 'network',
  timeout: 'timeout',
  not_the_server: 'not_the_server',
  unauthenticated: 'unauthenticated',
  client_locked: 'locked',
  client_wiped: 'locked',
  rate_limited: 'rate_limited',
  internal: 'server',
  not_ready: 'server',
  no_results: 'server',
  client_unknown: 'server',
  schema_too_old: 'app_too_old',
  schema_too_new: 'server_too_old',
  storage_failed: 'storage',
  AbortError: 'storage',
  QuotaExceededError: 'storage',
} as const

export type ErrorWord = (typeof errorWords)[keyof typeof errorWords] | 'other'

/** The word of the catalogue for the code of a failed exchange with the server. */
export function errorWordOf(code: string): ErrorWord {
  if (Object.hasOwn(errorWords, code)) return errorWords[code as keyof typeof errorWords]
  return /^http_5\d\d$/.test(code) ? 'server' : 'other'
}

/** What keeps everything from being sent now, for the line above the lists; null where sending goes on. */
export function outageOf(
  status: Pick<SyncStatusV1, 'state' | 'lastErrorCode'> | null,
): 'offlineNow' | 'portalNow' | null {
  if (status?.state !== 'offline') return null
  return status.lastErrorCode === 'not_the_server' ? 'portalNow' : 'offlineNow'
}
