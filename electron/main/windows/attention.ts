import { Notification } from 'electron'
import { shellText } from '../../../shared/text/shell.ts'
import type { DeskTray } from './tray.ts'

type Kind = keyof typeof shellText.attention

const maxOpen = 10

/** System notifications and the badge. Their words say how many and of what kind, never who or what. */
export class AttentionDesk {
  readonly #tray: DeskTray
  readonly #onOpen: (route: string) => void
  // A notification that nobody holds is collected, and its click with it.
  readonly #open: Notification[] = []

  constructor(tray: DeskTray, onOpen: (route: string) => void) {
    this.#tray = tray
    this.#onOpen = onOpen
  }

  /** False where the system shows no notifications. */
  notify(notice: { kind: string; count: number; route: string }): boolean {
    if (!Notification.isSupported() || !(notice.kind in shellText.attention)) return false
    const body = shellText.attention[notice.kind as Kind](notice.count)
    const notification = new Notification({ title: shellText.appName, body })
    notification.on('click', () => this.#onOpen(notice.route))
    notification.show()
    this.#open.push(notification)
    if (this.#open.length > maxOpen) this.#open.shift()
    return true
  }

  setBadge(count: number): void {
    this.#tray.setBadge(count)
  }
}
