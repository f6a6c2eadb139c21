import './styles/mantine.css'
import './styles/theme.css'
import './styles/fonts.css'
import './styles/base.css'
import type { FirstScreenV1 } from '../../shared/ipc/first-screen.ts'
import { bridge } from '../platform/bridge.ts'
import { createOnlineApi } from '../platform/online-api.ts'
import { storedPreferences } from '../platform/preferences.ts'
import { askServer } from '../platform/server-ask.ts'
import { connectWorker } from '../platform/worker-port.ts'
import { startDesk } from './start-desk.tsx'

const host = document.getElementById('root')
if (host === null) throw new Error('index.html has no element with the id root')

const { session, preferences: stored, screen: text } = await bridge.call('start:get-screen')
// Its seal vouches for its form; a page has no schemas.
const screen = text === null ? null : (JSON.parse(text) as FirstScreenV1)
const services = {
  bridge,
  worker: connectWorker(bridge),
  preferences: storedPreferences(bridge, stored),
  session,
  ask: askServer,
  online: createOnlineApi(askServer),
}
await startDesk(host, services, screen)
