import type { Session, WebContents } from 'electron'
import { bundleOrigin } from '../protocol/bundle-path.ts'

const allowedPermissions: readonly string[] = ['clipboard-sanitized-write']

/** True for the pages that are ours. */
export function isOwnPage(url: string): boolean {
  return url === bundleOrigin || url.startsWith(`${bundleOrigin}/`)
}

/** Keeps a window on our own page: no other page, no new window, no webview. */
export function guardContents(contents: WebContents, openLink: (url: string) => void = () => undefined): void {
  contents.on('will-navigate', (event, url) => {
    event.preventDefault()
    openLink(url)
  })
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    openLink(url)
    return { action: 'deny' }
  })
}

/** Denies every permission and device but the short list, and every download that is not made by our own page. */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer) =>
    answer(allowedPermissions.includes(permission)),
  )
  session.setPermissionCheckHandler((_contents, permission) => allowedPermissions.includes(permission))
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event, item) => {
    if (!item.getURL().startsWith(`blob:${bundleOrigin}`)) event.preventDefault()
  })
}
