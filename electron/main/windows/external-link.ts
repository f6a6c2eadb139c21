import { dialog, shell } from 'electron'
import type { BrowserWindow } from 'electron'
import { shellText } from '../../../shared/text/shell.ts'

const hosts: readonly string[] = ['hanoi.gov.vn', 'chinhphu.vn', 'dichvucong.gov.vn', 'quochoi.vn', 'moj.gov.vn']

/** True for https addresses of official sites and their subdomains, without a user name or an unusual port. */
export function isAllowedLink(rawUrl: string): boolean {
  try {
    const url = new URL(rawUrl)
    const isPlain = url.protocol === 'https:' && url.port === '' && url.username === '' && url.password === ''
    return isPlain && hosts.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`))
  } catch {
    return false
  }
}

export type LinkResult = 'opened' | 'cancelled' | 'link_not_allowed'

/** Opens an official page in the system's browser after the user has seen its address and agreed. */
export async function openExternalLink(rawUrl: string, parent: BrowserWindow | null): Promise<LinkResult> {
  if (!isAllowedLink(rawUrl)) return 'link_not_allowed'
  const { title, question, open, cancel } = shellText.link
  const url = new URL(rawUrl).href
  const options = {
    type: 'question' as const,
    title,
    message: question,
    detail: url,
    buttons: [open, cancel],
    defaultId: 1,
    cancelId: 1,
  }
  const answer = parent ? await dialog.showMessageBox(parent, options) : await dialog.showMessageBox(options)
  if (answer.response !== 0) return 'cancelled'
  await shell.openExternal(url)
  return 'opened'
}
