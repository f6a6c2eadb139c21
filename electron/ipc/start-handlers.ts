import type { Preferences } from '../main/profile/preferences.ts'
import type { Vault } from '../main/vault/vault.ts'
import type { BridgeHandlers } from './answer-call.ts'

type StartHandlers = Pick<BridgeHandlers, 'start:get-screen'>

export function startHandlers(parts: { opened: Promise<Vault>; preferences: Preferences }): StartHandlers {
  const { opened, preferences } = parts
  return {
    'start:get-screen': async () => {
      const vault = await opened
      const screen = await vault.firstScreen()
      return { session: vault.state, preferences: preferences.all(), screen }
    },
  }
}
