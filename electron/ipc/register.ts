import { ipcMain } from 'electron'
import type { IpcMainEvent, IpcMainInvokeEvent, WebContents } from 'electron'
import { bridgeCalls } from '../../shared/ipc/bridge.ts'
import type { BridgeCall } from '../../shared/ipc/bridge.ts'
import { DeskError } from '../main/desk-error.ts'
import { describeError } from '../main/logs/redact.ts'
import type { Log } from '../main/logs/rotating-log.ts'
import { isOwnPage } from '../main/windows/guards.ts'
import { answerCall } from './answer-call.ts'
import type { BridgeHandlers } from './answer-call.ts'

type Parts = Readonly<{
  handlers: BridgeHandlers
  isPage: (contents: WebContents) => boolean
  givePort: (contents: WebContents) => void
  log: Log
}>

// Only the main frame of a window of ours, on our own page: no sub-frame, no other window.
function isTrusted(event: IpcMainEvent | IpcMainInvokeEvent, isPage: Parts['isPage']): boolean {
  const frame = event.senderFrame
  if (frame === null || frame.parent !== null) return false
  return isPage(event.sender) && isOwnPage(frame.url)
}

/** The only door from the pages to main: every channel of the map, and the request for a worker port. */
export function registerBridge(parts: Parts): void {
  for (const channel of Object.keys(bridgeCalls) as BridgeCall[]) {
    ipcMain.handle(`desk:${channel}`, async (event, ...args: unknown[]) => {
      if (!isTrusted(event, parts.isPage)) {
        parts.log.error('ipc_sender_refused', { channel })
        throw new DeskError('sender_refused', `${channel}: this sender may not call`)
      }
      try {
        return await answerCall(parts.handlers, channel, args)
      } catch (error) {
        parts.log.error('ipc_failed', { channel, ...describeError(error) })
        throw error
      }
    })
  }
  ipcMain.on('desk:request-worker-port', (event) => {
    if (isTrusted(event, parts.isPage)) parts.givePort(event.sender)
  })
}
