import type { OutboxItemV1 } from '../../../shared/ipc/worker-contract.ts'

export type OutboxAction = 'keep_mine' | 'keep_server' | 'rewrite' | 'withdraw'

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
  'submitReply',
  'proposeRefusal',
  'denyRefusal',
  'saveDraft',
  'mark',
])

/**
 * What can be done with an item now. A decision about words somebody has read (approving, returning) is never
 * given again blindly: it is read anew. What has been sent can no longer be withdrawn.
 */
export function actionsOf(item: OutboxItemV1): OutboxAction[] {
  switch (item.status) {
    case 'waiting':
      return ['withdraw']
    case 'sent':
      return []
    case 'conflict':
    case 'rejected':
    case 'quarantined': {
      const again: OutboxAction[] = repeatable.has(item.name) ? ['keep_mine'] : []
      return [...again, 'keep_server', ...(item.text === '' ? [] : (['rewrite'] as const))]
    }
  }
}

/** The word of the catalogue for a transport error code. */
export function errorWordOf(code: string): 'network' | 'unauthenticated' | 'rate_limited' | 'server' | 'other' {
  if (/network|offline|fetch|timeout/.test(code)) return 'network'
  if (code === 'unauthenticated') return 'unauthenticated'
  if (code === 'rate_limited') return 'rate_limited'
  return /internal|server|not_ready/.test(code) ? 'server' : 'other'
}
