import type { Vault } from '../main/vault/vault.ts'
import type { BridgeHandlers } from './answer-call.ts'

type SessionHandlers = Pick<
  BridgeHandlers,
  'session:get-state' | 'session:list-accounts' | 'session:sign-in' | 'session:sign-out'
>

/** Calls that come while the account is still being opened wait for it. */
export function sessionHandlers(opened: Promise<Vault>): SessionHandlers {
  return {
    'session:get-state': async () => (await opened).state,
    'session:list-accounts': async () => (await opened).listAccounts(),
    'session:sign-in': async ({ username }) => (await opened).signIn(username),
    'session:sign-out': async () => (await opened).signOut(),
  }
}
