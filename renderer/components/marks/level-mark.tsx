import { IconCircle, IconSquareRotatedFilled, IconTriangleFilled } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import styles from './marks.module.css'

type Level = 'urgent' | 'complex' | 'normal'

const shapes = { urgent: IconTriangleFilled, complex: IconSquareRotatedFilled, normal: IconCircle } as const

/** The level as a shape; colour only adds to it. Without `withLabel` the word is there for screen readers and on hover. */
export function LevelMark({ level, withLabel = false }: { level: Level; withLabel?: boolean }) {
  const { t } = useTranslation()
  const Shape = shapes[level]
  const word = t(`words.level.${level}`)
  return (
    <span className={styles.level} data-level={level} title={withLabel ? undefined : word}>
      <Shape size={13} aria-hidden />
      <span className={withLabel ? undefined : 'visually-hidden'}>{word}</span>
    </span>
  )
}
