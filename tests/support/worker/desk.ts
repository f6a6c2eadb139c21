import { IDBFactory } from 'fake-indexeddb'
import type { CommandForms } from '../../../shared/contract/command-upgrades.ts'
import type { QueueQueryV1 } from '../../../shared/ipc/queue-contract.ts'
import type { ChangeV1 } from '../../../shared/ipc/worker-contract.ts'
import type { DeskSession } from '../../../renderer/worker/session/desk-session.ts'
import { WorkerCore } from '../../../renderer/worker/worker-core.ts'
import { WorkerService } from '../../../renderer/worker/worker-service.ts'
import { nodeEnvironment } from './environment.ts'
import { FakeHost, FakeHostDisk } from './host.ts'

/** A device: what its worker leaves on the disk, and where its server is. */
export type Device = {
  readonly disk: FakeHostDisk
  indexedDB: IDBFactory
  readonly account: { accountId: string; username: string }
  baseUrl: string
  fetch: typeof fetch
  nowMs?: () => number
  haste?: number
  commandForms?: CommandForms
}

/** A data worker running on a device. */
export type Desk = Readonly<{
  device: Device
  host: FakeHost
  core: WorkerCore
  service: WorkerService
  changes: ChangeV1[]
  session: () => Promise<DeskSession>
  /** Quits properly. */
  stop: () => Promise<void>
  /** Dies as with SIGKILL: nothing of it reaches the device any more. The device lives on with what was written. */
  kill: () => void
}>

export function newDevice(server: { fetch: typeof fetch; baseUrl?: string }, account: Device['account']): Device {
  return {
    disk: new FakeHostDisk(),
    indexedDB: new IDBFactory(),
    account,
    baseUrl: server.baseUrl ?? 'http://server.test',
    fetch: server.fetch,
  }
}

/** Starts a worker on a device. */
export function startDesk(device: Device): Desk {
  const host = new FakeHost(device.disk, device.account)
  let dead = false
  const guarded: typeof fetch = async (input, init) => {
    if (dead) throw new TypeError('killed')
    return device.fetch(input, init)
  }
  const environment = nodeEnvironment({
    baseUrl: device.baseUrl,
    fetch: guarded,
    indexedDB: device.indexedDB,
    ...(device.nowMs ? { nowMs: device.nowMs } : {}),
    ...(device.haste ? { haste: device.haste } : {}),
    ...(device.commandForms ? { commandForms: device.commandForms } : {}),
    random: () => 0,
  })
  const core = new WorkerCore({ host: host.port(), environment })
  const changes: ChangeV1[] = []
  core.feed.events.on((change) => changes.push(change))
  core.start()
  const stop = async (): Promise<void> => {
    host.end()
    await core.stop()
  }
  const kill = (): void => {
    dead = true
    // The next worker's fence shuts this one out; its timers end here so that the test process can.
    device.disk.fence += 1
    host.end()
    core.stop().catch(() => undefined)
  }
  const service = new WorkerService(core)
  return { device, host, core, service, changes, session: () => core.ready(), stop, kill }
}

/** A whole-queue query. */
export const everyCase: QueueQueryV1 = {
  view: 'unit',
  search: '',
  states: [],
  categories: [],
  levels: [],
  teams: [],
  sort: [],
  includeClosed: true,
}
