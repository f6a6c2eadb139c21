import { Button, Group, Text } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconFileText } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FileRowV1 } from '../../../../shared/contract/rows.ts'
import { formatBytes } from '../../../../shared/text/format-number.ts'
import { DialogFrame } from '../../../components/dialog-frame.tsx'
import { useLanguage } from '../../../components/use-language.ts'
import styles from './content.module.css'

const thumbUrl = (file: FileRowV1) => (file.thumb === null ? null : `data:image/jpeg;base64,${file.thumb}`)
const originalUrl = (file: FileRowV1) => `files/${encodeURIComponent(file.hash)}`

export const isPicture = (file: FileRowV1) => file.type.startsWith('image/')

type ViewerProps = Readonly<{
  caseNumber: string
  pictures: readonly FileRowV1[]
  at: number | null
  onMove: (at: number) => void
  onClose: () => void
}>

/** Shows the original where it can be had, else the thumbnail that came with the case, and says which. */
function PictureViewer({ caseNumber, pictures, at, onMove, onClose }: ViewerProps) {
  const { t } = useTranslation()
  const [missing, setMissing] = useState<ReadonlySet<string>>(new Set())
  const file = at === null ? undefined : pictures[at]
  const move = (by: number) => at !== null && onMove((at + by + pictures.length) % pictures.length)
  const thumbOnly = file !== undefined && (missing.has(file.id) || !file.stored)
  const source = file === undefined ? null : thumbOnly ? thumbUrl(file) : originalUrl(file)
  return (
    <DialogFrame
      title={t('case.photoViewer', { number: caseNumber })}
      opened={at !== null}
      onClose={onClose}
      size="80%"
    >
      {file !== undefined && at !== null && (
        <div className={styles.viewer}>
          {source !== null && (
            <img
              src={source}
              alt={t('case.photoOf', { n: at + 1, total: pictures.length, name: file.name })}
              onError={() => setMissing((known) => new Set(known).add(file.id))}
            />
          )}
          {thumbOnly && <Text size="xs">{t('case.photoThumbOnly')}</Text>}
          {pictures.length > 1 && (
            <Group justify="center" gap="xs">
              <Button size="xs" variant="default" leftSection={<IconChevronLeft size={14} />} onClick={() => move(-1)}>
                {t('case.photoPrevious')}
              </Button>
              <Button size="xs" variant="default" rightSection={<IconChevronRight size={14} />} onClick={() => move(1)}>
                {t('case.photoNext')}
              </Button>
            </Group>
          )}
        </div>
      )}
    </DialogFrame>
  )
}

export type PhotoStripProps = Readonly<{ title: string; caseNumber: string; files: readonly FileRowV1[] }>

/** Thumbnails, each opening the viewer; other files are named with their size. */
export function PhotoStrip({ title, caseNumber, files }: PhotoStripProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const [at, setAt] = useState<number | null>(null)
  if (files.length === 0) return null
  const pictures = files.filter(isPicture)
  const others = files.filter((file) => !isPicture(file))
  return (
    <section className={styles.block}>
      <h3 className={styles.blockTitle}>{title}</h3>
      <div className={styles.photos}>
        {pictures.map((file, place) => {
          const url = thumbUrl(file)
          return (
            <button
              key={file.id}
              type="button"
              className={styles.photo}
              aria-label={t('case.openPhoto', { n: place + 1, name: file.name })}
              onClick={() => setAt(place)}
            >
              {url === null ? (
                <span className={styles.noThumb}>{t('case.fileNotStored')}</span>
              ) : (
                <img src={url} alt="" />
              )}
            </button>
          )
        })}
      </div>
      {others.map((file) => (
        <p key={file.id} className={styles.file}>
          <IconFileText size={15} aria-hidden /> {file.name} · {formatBytes(file.sizeBytes, language)}
          {!file.stored && ` · ${t('case.fileNotStored')}`}
        </p>
      ))}
      <PictureViewer caseNumber={caseNumber} pictures={pictures} at={at} onMove={setAt} onClose={() => setAt(null)} />
    </section>
  )
}
