import { EvidenceStore } from '../../../electron/main/evidence/evidence-store.ts'
import { UploadQueue } from '../../../electron/main/evidence/upload-queue.ts'
import { fetchCall, tokenFrom } from './server-call.ts'

/**
 * Main's own upload queue as a process that a test may kill at any byte: opens the account's folder and sends what waits. Says
 * `sending` with each piece and `done` when nothing waits.
 */
const [folder = '', dataKey = '', baseUrl = '', username = ''] = process.argv.slice(2)

const store = await EvidenceStore.open({
  folder,
  dataKey: Buffer.from(dataKey, 'base64'),
  escrow: { publicKey: null },
  nowMs: () => Date.now(),
})
const token = await tokenFrom(baseUrl, username)
const queue = new UploadQueue({
  store,
  call: fetchCall(baseUrl, (bytes) => void process.stdout.write(`sending ${bytes}\n`)),
  token: { get: async () => token, refused: () => undefined },
  random: Math.random,
  isRescueWaiting: () => false,
  onChange: () => {
    for (const { id, refused } of store.records.all())
      if (refused !== null) process.stdout.write(`refused ${id} ${refused}\n`)
    if (store.records.all().length === 0) process.stdout.write('done\n')
  },
  log: {
    error: (code, detail) => void process.stderr.write(`${code} ${JSON.stringify(detail)}\n`),
    info: () => undefined,
    debug: () => undefined,
  },
})
queue.follow({ held: [], paused: false })
await queue.settled()
// The queue tries again by itself; its timers alone do not keep a process alive.
setInterval(() => undefined, 1_000)
