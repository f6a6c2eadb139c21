import type { DeskBridge } from '../../shared/ipc/bridge.ts'

declare global {
  interface Window {
    readonly desk: DeskBridge
  }
}

/** The typed calls and events of the main process; the preload script is the only one who puts them here. */
export const bridge: DeskBridge = window.desk
