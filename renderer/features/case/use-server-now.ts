import { useNow } from '../../components/use-now.ts'
import { useSyncStatus } from '../../platform/use-sync-status.ts'

/** The server's clock as well as the device knows it: what is late must not depend on how the device's own clock is set. */
export const useServerNow = (): number => {
  const deviceMs = useNow()
  return deviceMs + (useSyncStatus()?.clockOffsetMs ?? 0)
}
