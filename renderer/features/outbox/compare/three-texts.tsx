import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { ComparisonV1 } from '../../../../shared/ipc/outbox-contract.ts'
import { CopyButton } from '../../../components/copy-button.tsx'
import styles from '../outbox.module.css'
import { threeWay } from './three-way.ts'
import type { Segment } from './three-way.ts'

type Texts = NonNullable<ComparisonV1['texts']>
type Side = 'base' | 'mine' | 'theirs'

/** One stretch of a side's text: what it took out struck through, what it put in underlined, a conflict on a ground of its own. */
function Stretch({ segment, side }: Readonly<{ segment: Segment; side: Side }>) {
  if (segment.kind === 'same') return segment.text
  if (side === 'base') return <span data-kind={segment.kind}>{segment.base}</span>
  const isChangedHere = segment.kind === 'conflict' || segment.kind === side
  if (!isChangedHere) return segment.base
  return (
    <span data-kind={segment.kind}>
      {segment.base !== '' && <del>{segment.base}</del>}
      {segment[side] !== '' && <ins>{segment[side]}</ins>}
    </span>
  )
}

function Version(props: Readonly<{ title: string; text: string; segments: readonly Segment[] | null; side: Side }>) {
  const { title, text, segments, side } = props
  const { t } = useTranslation()
  return (
    <section className={styles.version} aria-label={title}>
      <div className={styles.versionHead}>
        <span>{title}</span>
        <CopyButton text={text} />
      </div>
      <p className={styles.words}>
        {text === '' && <em className={styles.quiet}>{t('outbox.emptyText')}</em>}
        {segments === null
          ? text
          : segments.map((segment, place) => <Stretch key={place} segment={segment} side={side} />)}
      </p>
    </section>
  )
}

/** The text both sides started from, the officer's and the other one, with what each changed; only the officer's where there is no other. */
export function ThreeTexts({ texts }: Readonly<{ texts: Texts }>) {
  const { t } = useTranslation()
  const { base, mine, theirs, theirsIsHere } = texts
  const segments = useMemo(() => (theirs === null ? null : threeWay(base, mine, theirs)), [base, mine, theirs])
  return (
    <div className={styles.compare}>
      {theirs !== null && base !== null && (
        <Version title={t('outbox.baseText')} text={base} segments={segments} side="base" />
      )}
      <Version title={t('outbox.myWords')} text={mine} segments={segments} side="mine" />
      {theirs !== null && (
        <Version
          title={t(theirsIsHere ? 'outbox.hereText' : 'outbox.serverText')}
          text={theirs}
          segments={segments}
          side="theirs"
        />
      )}
    </div>
  )
}
