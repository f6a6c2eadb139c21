import { Button, Group, Text } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconFileText } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FileRowV1 } from '../../../../shared/contract/rows.ts'
import { formatBytes } from '../../../../shared/text/format-number.ts'
import { DialogFrame } from '../../../components/dialog-frame.tsx'
import { useLanguage } from '../../../components/use-language.ts'
import { faultOfOriginal, originalUrl } from '../../../platform/evidence/originals.ts'
import type { OriginalFault } from '../../../platform/evidence/originals.ts'
import { useLocalEvidence, useLocalThumb } from '../../../platform/evidence/use-evidence.ts'
import styles from './content.module.css'
import { FileState } from './file-state.tsx'

/** The thumbnail that came with the case, or the one of this device for a picture that is still on its way. */
function useThumbUrl(file: FileRowV1): string | null {
  const isLocal = useLocalEvidence().some((one) => one.id === file.id)
  const local = useLocalThumb(file.thumb === null && isLocal ? file.id : null)
  const thumb = file.thumb ?? local
  return thumb === null ? null : `data:image/jpeg;base64,${thumb}`
}

export const isPicture = (file: FileRowV1) => file.type.startsWith('image/')

type ViewerProps = Readonly<{
  caseNumber: string
  pictures: readonly FileRowV1[]
  at: number | null
  onMove: (at: number) => void
  onClose: () => void
}>

type Original = 'loading' | 'here' | 'heic' | OriginalFault

/** No engine of the desk draws HEIC; the server makes its thumbnail. */
const startOf = (file: FileRowV1, isHere: boolean): Original => {
  if (file.type === 'image/heic') return 'heic'
  return file.stored || isHere ? 'loading' : 'missing'
}

/** The arrow keys turn the pages of the open viewer. */
function useArrowKeys(open: boolean, move: (by: number) => void): void {
  const latest = useRef(move)
  useEffect(() => {
    latest.current = move
  })
  useEffect(() => {
    if (!open) return undefined
    const press = (event: KeyboardEvent) => {
      if (event.key === 'ArrowRight') latest.current(1)
      else if (event.key === 'ArrowLeft') latest.current(-1)
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [open])
}

/** The thumbnail at once and the original in its place as soon as it is here; without a server it stays, and says so. */
function Picture({ file, alt }: { file: FileRowV1; alt: string }) {
  const { t } = useTranslation()
  const isHere = useLocalEvidence().some((one) => one.id === file.id)
  const [original, setOriginal] = useState<Original>(startOf(file, isHere))
  const thumb = useThumbUrl(file)
  const isShown = original === 'loading' || original === 'here'
  return (
    <>
      {original !== 'here' &&
        (thumb === null ? <span className={styles.noThumb}>{alt}</span> : <img src={thumb} alt={alt} />)}
      {isShown && (
        <img
          hidden={original === 'loading'}
          src={originalUrl(file.hash)}
          alt={alt}
          onLoad={() => setOriginal('here')}
          onError={() => void faultOfOriginal(file.hash).then(setOriginal)}
        />
      )}
      <Text size="xs" className={styles.originalState ?? ''} aria-live="polite">
        {original === 'loading' && t('case.photoLoading')}
        {original === 'missing' && t('case.photoThumbOnly')}
        {original === 'heic' && t('case.photoHeic')}
        {original === 'damaged' && t('case.photoDamaged')}
      </Text>
    </>
  )
}

/** Shows the original where it can be had, else the thumbnail that came with the case, and says which. */
function PictureViewer({ caseNumber, pictures, at, onMove, onClose }: ViewerProps) {
  const { t } = useTranslation()
  const file = at === null ? undefined : pictures[at]
  const move = (by: number) => at !== null && onMove((at + by + pictures.length) % pictures.length)
  useArrowKeys(at !== null && pictures.length > 1, move)
  return (
    <DialogFrame
      title={t('case.photoViewer', { number: caseNumber })}
      opened={at !== null}
      onClose={onClose}
      size="80%"
    >
      {file !== undefined && at !== null && (
        <div className={styles.viewer}>
          <Picture
            key={file.id}
            file={file}
            alt={t('case.photoOf', { n: at + 1, total: pictures.length, name: file.name })}
          />
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

function PhotoButton({ file, n, onOpen }: { file: FileRowV1; n: number; onOpen: () => void }) {
  const { t } = useTranslation()
  const url = useThumbUrl(file)
  const waiting = file.role === 'report' ? t('case.fileNotStored') : file.name
  return (
    <button
      type="button"
      className={styles.photo}
      aria-label={t('case.openPhoto', { n, name: file.name })}
      onClick={onOpen}
    >
      {url === null ? <span className={styles.noThumb}>{waiting}</span> : <img src={url} alt="" />}
    </button>
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
        {pictures.map((file, place) => (
          <figure key={file.id} className={styles.figure}>
            <PhotoButton file={file} n={place + 1} onOpen={() => setAt(place)} />
            {!file.stored && file.role !== 'report' && <FileState file={file} />}
          </figure>
        ))}
      </div>
      {others.map((file) => (
        <p key={file.id} className={styles.file}>
          <IconFileText size={15} aria-hidden /> {file.name} · {formatBytes(file.sizeBytes, language)}
          {!file.stored && file.role === 'report' && ` · ${t('case.fileNotStored')}`}
          {!file.stored && file.role !== 'report' && <FileState file={file} />}
        </p>
      ))}
      <PictureViewer caseNumber={caseNumber} pictures={pictures} at={at} onMove={setAt} onClose={() => setAt(null)} />
    </section>
  )
}
