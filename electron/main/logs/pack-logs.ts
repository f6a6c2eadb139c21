import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { app, dialog } from 'electron'
import type { BrowserWindow } from 'electron'
import { shellText } from '../../../shared/text/shell.ts'
import type { RotatingLog } from './rotating-log.ts'

/** Packs all log files, oldest first, into one compressed file where the user wants it; null when they change their mind. */
export async function packLogs(log: RotatingLog, parent: BrowserWindow | null): Promise<string | null> {
  const date = new Date().toISOString().slice(0, 10)
  const { title, fileName } = shellText.packLogs
  const options = { title, defaultPath: join(app.getPath('downloads'), fileName(date)) }
  const answer = parent ? await dialog.showSaveDialog(parent, options) : await dialog.showSaveDialog(options)
  if (answer.canceled || !answer.filePath) return null
  log.info('logs_packed', {
    version: app.getVersion(),
    electron: process.versions.electron,
    platform: process.platform,
  })
  const contents = await Promise.all(
    log
      .files()
      .toReversed()
      .map((path) => readFile(path)),
  )
  await writeFile(answer.filePath, await promisify(gzip)(Buffer.concat(contents)), { mode: 0o600 })
  return answer.filePath
}
