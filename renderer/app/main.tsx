import '@mantine/core/styles.css'
import './theme.css'
import './fonts.css'
import './base.css'
import { bridge } from '../platform/bridge.ts'
import { loadPreferences } from '../platform/preferences.ts'
import { createOnlineApi } from '../platform/online-api.ts'
import { connectWorker } from '../platform/worker-port.ts'
import { startDesk } from './start-desk.tsx'

const host = document.getElementById('root')
if (host === null) throw new Error('index.html has no element with the id root')

// The port is asked for at once: the worker opens its data while the preferences are read.
const worker = connectWorker(bridge)
const preferences = await loadPreferences(bridge)
const online = createOnlineApi((...request) => fetch(...request))
await startDesk(host, { bridge, worker, preferences, online })
