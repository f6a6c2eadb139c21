import type { DeskBridge } from '../../shared/ipc/bridge.ts'

/** The keys kept by main for this profile: columns, panes, theme and the like, never case content. */
export const preferenceKeys = [
  'appearance.theme',
  'appearance.language',
  'appearance.density',
  'queue.columns',
  'queue.filters',
  'queue.layout',
  'queue.preview-share',
] as const
export type PreferenceKey = (typeof preferenceKeys)[number]

/** Read at once from memory after `load`; a write is seen at once and stored in the background. */
export type PreferenceStore = Readonly<{
  get: (key: PreferenceKey) => unknown
  set: (key: PreferenceKey, value: unknown) => void
  subscribe: (listener: () => void) => () => void
}>

/** Loads every key first so that the first painted frame already has the user's columns and theme. */
export async function loadPreferences(bridge: DeskBridge): Promise<PreferenceStore> {
  const values = new Map<PreferenceKey, unknown>()
  const answers = await Promise.all(
    preferenceKeys.map((key) =>
      bridge.call('window:get-preference', { key }).then(
        (answer) => [key, answer.value] as const,
        () => [key, undefined] as const,
      ),
    ),
  )
  for (const [key, value] of answers) values.set(key, value)
  return preferenceStoreOf(values, (key, value) => {
    bridge.call('window:set-preference', { key, value }).catch((reason: unknown) => {
      console.error('preference_not_stored', key, reason)
    })
  })
}

export function preferenceStoreOf(
  values: Map<PreferenceKey, unknown>,
  store: (key: PreferenceKey, value: unknown) => void,
): PreferenceStore {
  const listeners = new Set<() => void>()
  return {
    get: (key) => values.get(key),
    set: (key, value) => {
      values.set(key, value)
      for (const listener of listeners) listener()
      store(key, value)
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
