import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { CaseRowV1 } from '../../../../shared/contract/rows.ts'
import { formatDistance } from '../../../../shared/text/format-number.ts'
import { CopyButton } from '../../../components/copy-button.tsx'
import { useLanguage } from '../../../components/use-language.ts'
import type { Directory } from '../../../platform/use-reference.ts'
import contentStyles from '../content/content.module.css'
import { bearingOf, sketchOf } from './place-sketch.ts'
import type { NamedPoint, Point, Sketch } from './place-sketch.ts'
import styles from './place.module.css'
import { namedWardPoints } from './ward-points.ts'

const box = { width: 400, height: 220 } as const
const atPointMetres = 50

function Marks({ sketch }: { sketch: Sketch }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { scale, case: here } = sketch
  const ground = box.height - 8
  const end = 10 + scale.pixels
  return (
    <>
      <path className={styles.pin} d={`M${here.x} ${here.y}l-6 -10a7 7 0 1 1 12 0z`} />
      <circle className={styles.pinHole} cx={here.x} cy={here.y - 13} r={2.5} />
      <path className={styles.scale} d={`M10 ${ground - 5}v5H${end}v-5`} />
      <text x={10} y={ground - 8}>
        {formatDistance(scale.metres, language)}
      </text>
      <path className={styles.north} d={`M${box.width - 16} 6l5 14l-5 -4l-5 4z`} />
      <text x={box.width - 5} y={32} textAnchor="end">
        {t('case.north')}
      </text>
    </>
  )
}

function SketchDrawing({ sketch, name }: { sketch: Sketch; name: string }) {
  return (
    <figure className={styles.figure} aria-label={name}>
      <svg className={styles.sketch} viewBox={`0 0 ${box.width} ${box.height}`} aria-hidden>
        {sketch.spots.map((spot) => (
          <g key={spot.id} data-own={spot.own || undefined} className={styles.spot}>
            <title>{spot.name}</title>
            <rect x={spot.x - 3} y={spot.y - 3} width={6} height={6} />
            {spot.label !== null && (
              <text x={spot.label.x} y={spot.label.y + 4} textAnchor={spot.label.anchor}>
                {spot.name}
              </text>
            )}
          </g>
        ))}
        <Marks sketch={sketch} />
      </svg>
    </figure>
  )
}

/** Where the case lies as seen from the point of its own ward, else of the nearest one. */
function useSentence(point: Point, sketch: Sketch | null, wards: readonly NamedPoint[]): string {
  const { t } = useTranslation()
  const language = useLanguage()
  if (sketch === null) return t('case.positionFar')
  const shown = sketch.spots[0]
  const from = wards.find((ward) => ward.id === shown?.id)
  if (from === undefined) return ''
  const { metres, direction } = bearingOf(from, point)
  if (metres < atPointMetres) return t('case.positionAt', { area: from.name })
  return t('case.positionFrom', {
    area: from.name,
    distance: formatDistance(metres, language),
    direction: t(`case.direction.${direction}`),
  })
}

type PlaceProps = Readonly<{ row: CaseRowV1; directory: Directory }>

function Position({ row, point, directory }: PlaceProps & Readonly<{ point: Point }>) {
  const { t } = useTranslation()
  const wards = useMemo(() => namedWardPoints(directory.areaName), [directory])
  const sketch = useMemo(() => sketchOf(point, row.area, wards, box), [point, row.area, wards])
  const sentence = useSentence(point, sketch, wards)
  const coordinates = `${point.lat.toFixed(5)}, ${point.lng.toFixed(5)}`
  return (
    <>
      {sketch !== null && (
        <SketchDrawing sketch={sketch} name={t('case.sketchName', { number: row.caseNumber, sentence })} />
      )}
      <p className={styles.line}>
        {sentence} {t('case.coordinates')}: <span className={styles.numbers}>{coordinates}</span>{' '}
        <CopyButton text={coordinates} />
      </p>
      {sketch !== null && <p className={styles.note}>{t('case.sketchNote')}</p>}
    </>
  )
}

/** The place of a case: a sketch from the points of the wards around it, drawn without any network, and its coordinates. */
export function PlaceBlock({ row, directory }: PlaceProps) {
  const { t } = useTranslation()
  return (
    <section className={contentStyles.block}>
      <h3 className={contentStyles.blockTitle}>{t('case.position')}</h3>
      {row.point === null ? (
        <p className={contentStyles.quiet}>{t('case.positionNone')}</p>
      ) : (
        <Position row={row} point={row.point} directory={directory} />
      )}
    </section>
  )
}
