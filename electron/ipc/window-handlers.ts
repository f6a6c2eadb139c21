import type { Preferences } from '../main/profile/preferences.ts'
import { openExternalLink } from '../main/windows/external-link.ts'
import type { MainWindow } from '../main/windows/main-window.ts'
import type { BridgeHandlers } from './answer-call.ts'

type WindowHandlers = Pick<
  BridgeHandlers,
  'window:open-external' | 'window:print' | 'window:get-preference' | 'window:set-preference'
>

export function windowHandlers(parts: { window: MainWindow; preferences: Preferences }): WindowHandlers {
  const { window, preferences } = parts
  return {
    'window:open-external': async ({ url }) => {
      const result = await openExternalLink(url, window.browserWindow)
      return result === 'opened' ? { ok: true } : { ok: false, code: result }
    },
    'window:print': async () => ((await window.print()) ? { ok: true } : { ok: false, code: 'cancelled' }),
    'window:get-preference': ({ key }) => ({ value: preferences.get(key) }),
    'window:set-preference': async ({ key, value }) => {
      await preferences.set(key, value)
      return { ok: true }
    },
  }
}
