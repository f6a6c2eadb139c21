import type { ExportDesk } from '../main/export/export-desk.ts'
import type { Vault } from '../main/vault/vault.ts'
import type { BridgeHandlers } from './answer-call.ts'

type ExportHandlers = Pick<BridgeHandlers, Extract<keyof BridgeHandlers, `export:${string}`>>

/** The desk is made with the first export: most starts never write a file. */
export function exportHandlers(parts: { opened: Promise<Vault>; desk: () => Promise<ExportDesk> }): ExportHandlers {
  const { opened, desk } = parts
  return {
    'export:begin': async (book) => {
      const { phase } = (await opened).state
      return phase === 'signed_in' ? (await desk()).begin(book) : { ok: false, code: 'signed_out' }
    },
    'export:append': async ({ ticket, rows }) => (await desk()).append(ticket, rows),
    'export:finish': async ({ ticket, ...about }) => (await desk()).finish(ticket, about),
    'export:abandon': async ({ ticket }) => {
      await (await desk()).abandon(ticket)
      return { ok: true }
    },
    'export:show': async ({ ticket }) => (await desk()).show(ticket),
  }
}
