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

/** Read at once from memory from the start; a write is seen at once and stored in the background. */
export type PreferenceStore = Readonly<{
  get: (key: PreferenceKey) => unknown
  set: (key: PreferenceKey, value: unknown) => void
  subscribe: (listener: () => void) => () => void
}>

/** The store over what main held when the page started, so that the first frame already has the user's columns and theme. */
export function storedPreferences(bridge: DeskBridge, stored: Readonly<Record<string, unknown>>): PreferenceStore {
  const values = new Map(preferenceKeys.map((key) => [key, stored[key]] as const))
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
