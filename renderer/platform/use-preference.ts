import { useCallback, useSyncExternalStore } from 'react'
import { useServices } from './desk-services.tsx'
import type { PreferenceKey } from './preferences.ts'

/** A stored preference; `valueOf` turns whatever was stored (perhaps by an older version) into a valid value. */
export function usePreference<T>(key: PreferenceKey, valueOf: (stored: unknown) => T) {
  const { preferences } = useServices()
  const read = () => preferences.get(key)
  const stored = useSyncExternalStore(preferences.subscribe, read, read)
  const set = useCallback((value: T) => preferences.set(key, value), [preferences, key])
  return [valueOf(stored), set] as const
}

/** A reader for a preference that is one of a few words. */
export function oneOf<T extends string>(allowed: readonly [T, ...T[]]): (stored: unknown) => T {
  return (stored) => allowed.find((word) => word === stored) ?? allowed[0]
}
