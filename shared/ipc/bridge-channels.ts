/** The names of the calls from page to main, without their schemas: main listens on them before it has read those. */
export const bridgeChannels = [
  'app:get-info',
  'start:get-screen',
  'session:get-state',
  'session:list-accounts',
  'session:sign-in',
  'session:sign-out',
  'window:open-external',
  'window:print',
  'window:get-preference',
  'window:set-preference',
  'updater:get-state',
  'updater:check-now',
  'updater:install-now',
  'diagnostics:pack-logs',
] as const
export type BridgeCall = (typeof bridgeChannels)[number]
