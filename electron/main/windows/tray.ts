import { join } from 'node:path'
import { app, Menu, nativeImage, Tray } from 'electron'
import { shellText } from '../../../shared/text/shell.ts'

/** The icon in the system tray: the app lives on there when its window is closed. */
export class DeskTray {
  readonly #icons: string
  readonly #tray: Tray
  #badge = 0

  constructor(options: { icons: string; onOpen: () => void; onQuit: () => void }) {
    this.#icons = options.icons
    this.#tray = new Tray(this.#image())
    this.#tray.setToolTip(shellText.tray.tooltip)
    const items = [
      { label: shellText.tray.open, click: options.onOpen },
      { type: 'separator' as const },
      { label: shellText.tray.quit, click: options.onQuit },
    ]
    this.#tray.setContextMenu(Menu.buildFromTemplate(items))
    this.#tray.on('click', options.onOpen)
  }

  get badge(): number {
    return this.#badge
  }

  /** Shows that `count` things want attention: on the tray icon, its tooltip and, where there is one, the dock. */
  setBadge(count: number): void {
    this.#badge = count
    const { tooltip } = shellText.tray
    this.#tray.setImage(this.#image())
    this.#tray.setToolTip(count > 0 ? `${tooltip} (${count})` : tooltip)
    app.setBadgeCount(count)
  }

  destroy(): void {
    this.#tray.destroy()
  }

  #image(): Electron.NativeImage {
    return nativeImage.createFromPath(join(this.#icons, this.#badge > 0 ? 'tray-attention.png' : 'tray.png'))
  }
}
