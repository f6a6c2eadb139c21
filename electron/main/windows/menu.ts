import { Menu } from 'electron'
import type { MenuItemConstructorOptions } from 'electron'
import { shellText } from '../../../shared/text/shell.ts'

export type MenuActions = Readonly<{
  print: () => void
  closeWindow: () => void
  zoom: (step: number) => void
  packLogs: () => void
  about: () => void
  quit: () => void
}>

const zoomStep = 0.1
const text = shellText.menu

function fileMenu(actions: MenuActions): MenuItemConstructorOptions {
  return {
    label: text.file,
    submenu: [
      { label: text.print, accelerator: 'CmdOrCtrl+P', click: actions.print },
      { type: 'separator' },
      { label: text.closeWindow, accelerator: 'CmdOrCtrl+W', click: actions.closeWindow },
      { label: text.quit, accelerator: 'CmdOrCtrl+Q', click: actions.quit },
    ],
  }
}

const editMenu: MenuItemConstructorOptions = {
  label: text.edit,
  submenu: [
    { label: text.undo, role: 'undo' },
    { label: text.redo, role: 'redo' },
    { type: 'separator' },
    { label: text.cut, role: 'cut' },
    { label: text.copy, role: 'copy' },
    { label: text.paste, role: 'paste' },
    { label: text.pasteText, role: 'pasteAndMatchStyle' },
    { label: text.selectAll, role: 'selectAll' },
  ],
}

function viewMenu(actions: MenuActions, isPackaged: boolean): MenuItemConstructorOptions {
  const items: MenuItemConstructorOptions[] = [
    { label: text.zoomIn, accelerator: 'CmdOrCtrl+=', click: () => actions.zoom(zoomStep) },
    { label: text.zoomOut, accelerator: 'CmdOrCtrl+-', click: () => actions.zoom(-zoomStep) },
    { label: text.zoomReset, accelerator: 'CmdOrCtrl+0', click: () => actions.zoom(0) },
    { label: text.fullScreen, role: 'togglefullscreen' },
  ]
  if (!isPackaged) items.push({ label: text.developer, role: 'toggleDevTools' })
  return { label: text.view, submenu: items }
}

/** The application menu in Vietnamese; developer tools only in an unpackaged app. */
export function installMenu(actions: MenuActions, isPackaged: boolean): void {
  const helpMenu: MenuItemConstructorOptions = {
    label: text.help,
    submenu: [
      { label: text.packLogs, click: actions.packLogs },
      { label: text.about, click: actions.about },
    ],
  }
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([fileMenu(actions), editMenu, viewMenu(actions, isPackaged), helpMenu]),
  )
}
