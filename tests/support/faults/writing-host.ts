import { setTimeout as wait } from 'node:timers/promises'
import { openFileHost } from '../worker/file-host.ts'

/**
 * A process that gives main's own journal and drafts work to keep and says `ack <key>` for each that is acknowledged:
 * profile folder, number of commands.
 */
const [, , profile = '', count = '0'] = process.argv
const host = await openFileHost(profile, { accountId: 'account', username: 'can-bo', fence: 1 })
const sealed = Buffer.from('ghi chú đã khóa '.repeat(20)).toString('base64')
const { journal, drafts } = host.port
const keep = async (key: string) => {
  const record = { key, sealed, plain: '{}', fence: 1 }
  if (key.startsWith('draft')) await drafts.put({ ...record, rescueKey: key })
  else await journal.append({ ...record, replaces: false })
  process.stdout.write(`ack ${key}\n`)
}
for (let n = 0; n < Number(count); n += 1) {
  // Some at once, as when an officer acts while a draft is saved: they may share a write.
  await Promise.all([keep(`command-${n}-a`), keep(`command-${n}-b`), keep(`draft-${n}-a`)])
  await wait(1)
}
await host.close()
