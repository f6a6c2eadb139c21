import { dialog } from 'electron'
import type { BrowserWindow } from 'electron'
import type { AskForPath } from './carry-desk.ts'

/** The system's dialogs for a file to write and one to read, before the window that is open. */
export function fileDialogs(window: () => BrowserWindow | null): { save: AskForPath; open: AskForPath } {
  return {
    save: async (wish) => {
      const parent = window()
      const answer = await (parent ? dialog.showSaveDialog(parent, wish) : dialog.showSaveDialog(wish))
      return answer.canceled || !answer.filePath ? null : answer.filePath
    },
    open: async (wish) => {
      const parent = window()
      const options = { ...wish, properties: ['openFile' as const] }
      const answer = await (parent ? dialog.showOpenDialog(parent, options) : dialog.showOpenDialog(options))
      return answer.canceled ? null : (answer.filePaths[0] ?? null)
    },
  }
}
