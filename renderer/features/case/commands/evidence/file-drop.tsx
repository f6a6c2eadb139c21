import { Button } from '@mantine/core'
import { IconPaperclip } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { maxFilesPerCommand } from '../../../../../shared/contract/command-args.ts'
import { acceptedTypes } from '../../../../../shared/contract/files/file-types.ts'
import { formatBytes } from '../../../../../shared/text/format-number.ts'
import { useLanguage } from '../../../../components/use-language.ts'
import { useFileLimit } from '../../../../platform/evidence/use-evidence.ts'
import styles from './evidence.module.css'

// Systems without a type for HEIC know it by its ending.
const accept = [...acceptedTypes, '.heic', '.docx', '.xlsx', '.mov'].join(',')

/**
 * While the dialog is open the whole window takes what is dropped on it, and pictures in the clipboard wherever the focus is; text goes
 * on being pasted as text. True while something is dragged over it.
 */
function useDropAndPaste(onFiles: (files: Iterable<File>) => void): boolean {
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    const over = (event: DragEvent) => {
      event.preventDefault()
      setOver(true)
    }
    const away = () => setOver(false)
    const take = (event: Event, given: DataTransfer | null) => {
      const files = [...(given?.files ?? [])]
      if (files.length === 0) return
      event.preventDefault()
      onFiles(files)
    }
    const drop = (event: DragEvent) => {
      setOver(false)
      take(event, event.dataTransfer)
    }
    const paste = (event: ClipboardEvent) => take(event, event.clipboardData)
    window.addEventListener('dragover', over)
    window.addEventListener('dragleave', away)
    window.addEventListener('drop', drop)
    window.addEventListener('paste', paste)
    return () => {
      window.removeEventListener('dragover', over)
      window.removeEventListener('dragleave', away)
      window.removeEventListener('drop', drop)
      window.removeEventListener('paste', paste)
    }
  }, [onFiles])
  return isOver
}

/** Takes files by the system's dialog, by dragging and from the clipboard. */
export function FileDrop({ onFiles }: { onFiles: (files: Iterable<File>) => void }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const input = useRef<HTMLInputElement>(null)
  const isOver = useDropAndPaste(onFiles)
  const limit = useFileLimit()
  const limits =
    limit === null ? '' : t('evidence.limits', { size: formatBytes(limit, language), n: maxFilesPerCommand })
  return (
    <div>
      <p className={styles.label}>{t('evidence.files')}</p>
      <div className={styles.drop} data-over={isOver || undefined}>
        <span>{t('evidence.drop')}</span>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPaperclip size={14} aria-hidden />}
          onClick={() => input.current?.click()}
        >
          {t('evidence.choose')}
        </Button>
        <input
          ref={input}
          type="file"
          multiple
          hidden
          accept={accept}
          aria-label={t('evidence.choose')}
          onChange={(event) => {
            onFiles([...(event.currentTarget.files ?? [])])
            // The same file may be picked again after it was removed.
            event.currentTarget.value = ''
          }}
        />
      </div>
      <p className={styles.hint}>
        {limits} {t('evidence.keepsPlace')}
      </p>
    </div>
  )
}
