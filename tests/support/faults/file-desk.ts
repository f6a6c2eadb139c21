import { WorkerCore } from '../../../renderer/worker/worker-core.ts'
import { WorkerService } from '../../../renderer/worker/worker-service.ts'
import type { DeskSession } from '../../../renderer/worker/session/desk-session.ts'
import type { Device } from '../worker/desk.ts'
import { nodeEnvironment } from '../worker/environment.ts'
import { openFileHost } from '../worker/file-host.ts'
import type { FileHost } from '../worker/file-host.ts'

/** A data worker over main's real files: vault, journal and drafts of a profile folder. */
export type FileDesk = Readonly<{
  host: FileHost
  service: WorkerService
  session: DeskSession
  close: () => Promise<void>
}>

let fence = 0

/** Starts on a profile folder as the app does after a sign-in; `device` gives network, account and browser storage. */
export async function startFileDesk(profile: string, device: Device): Promise<FileDesk> {
  fence += 1
  const host = await openFileHost(profile, { ...device.account, fence })
  const environment = nodeEnvironment({
    baseUrl: device.baseUrl,
    fetch: device.fetch,
    indexedDB: device.indexedDB,
    haste: 50,
    random: () => 0,
  })
  const core = new WorkerCore({ host: host.port, environment })
  core.start()
  return {
    host,
    service: new WorkerService(core),
    session: await core.ready(),
    close: async () => {
      await core.stop()
      await host.close()
    },
  }
}
