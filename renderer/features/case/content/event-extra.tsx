import { IconFileText, IconPhoto } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { EventRowV1, FileRowV1 } from '../../../../shared/contract/rows.ts'
import { useMoments } from '../../../components/use-moments.ts'
import styles from './content.module.css'
import { FileState } from './file-state.tsx'
import { isPicture } from './photo-strip.tsx'

export type EventExtraProps = Readonly<{ extra: NonNullable<EventRowV1['extra']>; files: readonly FileRowV1[] }>

/** What a visit or a piece of evidence adds to its line: when and where it was seen, and its files. */
export function EventExtra({ extra, files }: EventExtraProps) {
  const { t } = useTranslation()
  const moment = useMoments()
  const { point, occurredAtMs } = extra
  const own = files.filter((file) => extra.files.includes(file.id))
  const awaited = extra.files.length - own.length
  const place =
    point === null ? null : t('standing.atPoint', { point: `${point.lat.toFixed(5)}, ${point.lng.toFixed(5)}` })
  const seen = occurredAtMs === null ? null : t('standing.seenAt', { moment: moment(occurredAtMs) })
  const words = [seen, place, awaited > 0 ? t('standing.filesWaiting', { n: awaited }) : null]
    .filter((part) => part !== null)
    .join(' · ')
  return (
    <>
      {words !== '' && <p className={styles.quiet}>{words}</p>}
      {own.map((file) => (
        <p key={file.id} className={styles.file}>
          {isPicture(file) ? <IconPhoto size={14} aria-hidden /> : <IconFileText size={14} aria-hidden />}
          {file.name} <FileState file={file} />
        </p>
      ))}
    </>
  )
}
