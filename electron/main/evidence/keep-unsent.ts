import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { JournalFile } from '../journal/journal-file.ts'
import { isMissing, removeFile } from '../profile/durable-file.ts'
import { evidenceNames } from './evidence-store.ts'

const unsentV1 = z.object({ v: z.literal(1), hash: z.string(), given: z.literal(true) })

/**
 * What a wipe leaves of an account's files: those that a command named and the server may not have, sealed so that only the server can
 * give the key. Everything else goes. Answers how many are left.
 */
export async function keepUnsentFiles(folder: string, nowMs: number): Promise<number> {
  const journal = await JournalFile.open(join(folder, evidenceNames.journal), nowMs)
  const needed = new Set<string>()
  const others: string[] = []
  let kept = 0
  for (const { key, body } of journal.readAll()) {
    const unsent = unsentV1.safeParse(JSON.parse(body.toString('utf8')))
    if (!unsent.success) others.push(key)
    else {
      kept += 1
      needed.add(unsent.data.hash)
    }
  }
  await journal.forget(others)
  await journal.close()
  const files = join(folder, evidenceNames.folder)
  const names = await readdir(files).catch((error: unknown) => {
    if (isMissing(error)) return []
    throw error
  })
  for (const name of names.filter((one) => !needed.has(one))) await removeFile(join(files, name))
  return kept
}
