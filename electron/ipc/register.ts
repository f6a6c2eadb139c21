import { ipcMain } from 'electron'
import type { IpcMainEvent, IpcMainInvokeEvent, WebContents } from 'electron'
import { bridgeChannels } from '../../shared/ipc/bridge-channels.ts'
import type { BridgeResult } from '../../shared/ipc/bridge.ts'
import type { BridgeCall } from '../../shared/ipc/bridge-channels.ts'
import { DeskError } from '../main/desk-error.ts'
import { describeError } from '../main/logs/redact.ts'
import type { Log } from '../main/logs/rotating-log.ts'
import { isOwnPage } from '../main/windows/guards.ts'

/** What stands behind the bridge: answers a call between its two checks, and gives a page its port to the data worker. */
export type BridgeTarget = Readonly<{
  answer: (channel: BridgeCall, args: unknown) => Promise<unknown>
  givePort: (contents: WebContents) => void
}>

type Parts = Readonly<{
  /** Calls that come before the target is there wait for it. */
  target: Promise<BridgeTarget>
  /** What a page that starts is shown before the target is there; null where the target must say. */
  startScreen: () => Promise<BridgeResult<'start:get-screen'> | null>
  isPage: (contents: WebContents) => boolean
  log: Log
}>

// Only the main frame of a window of ours, on our own page: no sub-frame, no other window.
function isTrusted(event: IpcMainEvent | IpcMainInvokeEvent, isPage: Parts['isPage']): boolean {
  const frame = event.senderFrame
  if (frame === null || frame.parent !== null) return false
  return isPage(event.sender) && isOwnPage(frame.url)
}

/** The only door from the pages to main: every channel of the map, and the request for a worker port. */
export function registerBridge({ target, startScreen, isPage, log }: Parts): void {
  for (const channel of bridgeChannels) {
    ipcMain.handle(`desk:${channel}`, async (event, ...args: unknown[]) => {
      if (!isTrusted(event, isPage)) {
        log.error('ipc_sender_refused', { channel })
        throw new DeskError('sender_refused', `${channel}: this sender may not call`)
      }
      try {
        const early = channel === 'start:get-screen' && args.length === 0 ? await startScreen() : null
        return early ?? (await (await target).answer(channel, args))
      } catch (error) {
        log.error('ipc_failed', { channel, ...describeError(error) })
        throw error
      }
    })
  }
  ipcMain.on('desk:request-worker-port', (event) => {
    if (!isTrusted(event, isPage)) return
    target.then(
      (behind) => behind.givePort(event.sender),
      (error: unknown) => log.error('port_not_given', describeError(error)),
    )
  })
}
